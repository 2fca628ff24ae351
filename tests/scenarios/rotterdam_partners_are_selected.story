# Direct help begins with the selection of the partners that are needed
# source: what works, p. 93; own reading of the weeks
# covenant: rotterdam-models
at 2026-03-02 10:00
outreach-care: register i1 child=Sanne area=charlois => ok
rotterdam-urgent-help: open-case c1 person=Sanne category=direct-help-urgent area=charlois => ok
rotterdam-urgent-help: milestone c1 code=partner-selection
  => ok plan=rotterdam-direct-help start=2026-03-02 ; includes progress-meeting due=2026-03-30
