# The round table and the support plan are the milestones of the plan
# source: factsheet, Ontwikkeling 2014; own reading of the weeks
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 => ok
almere-supporters-haven: open-case c1 person=Sanne category=complex area=almere-haven-1 => ok
almere-supporters-haven: milestone c1 code=round-table
  => ok plan=almere-support-plan start=2026-03-02 end=2026-08-31 ; includes support-plan due=2026-03-30
