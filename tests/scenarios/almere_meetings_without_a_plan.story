# The round table and the family-group plan can be planned before there is a plan; other meetings only within one
# source: factsheet, Ontwikkeling 2014; factsheet, Toeleiding
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 => ok
almere-supporters-haven: open-case c1 person=Sanne category=complex area=almere-haven-1 => ok
almere-supporters-haven: invite c1 code=round-table day=2026-03-09 organisation=family-support
  => round-table day=2026-03-09 invited=family-support chair=-
almere-supporters-haven: invite c1 code=family-group-plan day=2026-03-16 organisation=family-support => ok
almere-supporters-haven: invite c1 code=mdo-plus day=2026-03-16 organisation=family-support => refused fields milestone
almere-supporters-haven: invite c1 code=progress-meeting day=2026-03-16 organisation=family-support
  => refused FAILED_PRECONDITION NO_PLAN
family-support: inbox => includes plan-invited code=family-group-plan day=2026-03-16
at 2026-03-16 10:00
almere-supporters-haven: attendance c1 code=family-group-plan held=2026-03-16 present=family-support => refused fields milestone
almere-supporters-haven: attendance c1 code=round-table held=2026-03-09 present=family-support => ok
almere-supporters-haven: case c1 => ok planned=family-group-plan:2026-03-16 plan=-
almere-supporters-haven: milestone c1 code=round-table held=2026-03-09 => ok plan=almere-support-plan
