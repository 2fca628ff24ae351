# The categories are the five models, direct help in two forms
# source: what works, p. 93
# covenant: rotterdam-models
at 2026-03-02 10:00
school: covenant => ok id=rotterdam-models areas=13
  categories=things-in-order,finger-on-the-pulse,support-and-prop,direct-help,direct-help-urgent,refresh
