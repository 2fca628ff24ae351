# Coordination does not depend on who commissions the other
# source: own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
school: explain track=B step=2 category=support-and-prop area=hoogvliet target=debt-counselling => ok handler=rotterdam-coordinator-hoogvliet
school: explain track=B step=2 category=support-and-prop area=hoogvliet target=debt-counselling-2 => ok handler=rotterdam-coordinator-hoogvliet
school: explain track=B step=2 category=support-and-prop area=hoogvliet target=youth-care-agency => ok handler=rotterdam-coordinator-hoogvliet
school: explain track=B step=2 category=refresh area=prins-alexander target=police => ok handler=rotterdam-coordinator-prins-alexander
