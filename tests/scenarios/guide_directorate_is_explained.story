# Who is asked to answer, within which term, and who says so: in a dry run and in the covenant, before anything is opened
# source: guide § 5.6.4; ExplainRoute, GetCovenant
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: explain track=B step=4 category=MPG3 area=stadsdeel-oost target=mental-health-care
  => ok handler=guide-process-manager-oost asked=guide-directorate-ggz answer-days=5 asked-source=yes
# On the step before nobody is asked, and where there is no directorate nobody is either.
school: explain track=B step=3 category=MPG3 area=stadsdeel-oost target=mental-health-care => ok asked=-
school: explain track=B step=4 category=MPG3 area=stadsdeel-oost target=housing-corporation => ok asked=-
school: covenant => ok id=amsterdam-guide-2011 asked=directorate@4:5
