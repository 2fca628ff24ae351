# Direct help is managed by who can give it at once
# source: own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
school: register i1 child=Sanne area=charlois => ok
outreach-care: register i2 child=Sanne area=charlois => ok
rotterdam-urgent-help: open-case c1 person=Sanne category=direct-help-urgent area=charlois => ok
rotterdam-urgent-help: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
rotterdam-urgent-help: manager c1 organisation=outreach-care => ok organisation=outreach-care
rotterdam-urgent-help: classify c1 category=support-and-prop => ok director=rotterdam-coordinator-charlois
rotterdam-coordinator-charlois: manager c1 organisation=school => ok organisation=school
