# The same model, but urgent: direction goes from the borough to the city
# source: what works, p. 93; own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
outreach-care: register i1 parent=Mira area=ijsselmonde => ok
rotterdam-coordinator-ijsselmonde: open-case c1 person=Mira category=direct-help area=ijsselmonde => ok
outreach-care: open-ticket t1 involvement=i1 track=B target=mental-health-care category=direct-help => ok handler=outreach-care
rotterdam-coordinator-ijsselmonde: classify c1 category=direct-help-urgent => ok director=rotterdam-urgent-help
outreach-care: ticket t1 => ok handler=rotterdam-urgent-help director=rotterdam-urgent-help
