# The covenant tells its terms by step: hours as hours, working days as working days
# source: thesis § 4.1; GetCovenant
# covenant: zwolle-2007
at 2026-03-02 10:00
school: covenant => ok id=zwolle-2007 step.1=10-working-days step.1.crisis=24-hours step.2=10-working-days
  step.2.crisis=24-hours step.3=10-working-days step.3.crisis=1-working-day asked=-
