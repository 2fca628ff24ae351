# A judge is not forced to help, and track B names somebody
# source: own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
school: register i1 child=Sanne area=ijsselmonde => ok
school: open-ticket t1 involvement=i1 track=B target=judiciary category=direct-help-urgent => refused FAILED_PRECONDITION JUDICIARY
school: open-ticket t1 involvement=i1 track=B category=refresh => refused fields target_oin
