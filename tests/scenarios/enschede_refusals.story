# A judge has no contact manager, and track B names somebody
# source: own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=lonneker => ok
school: open-ticket t1 involvement=i1 track=B target=judiciary category=coach => refused FAILED_PRECONDITION JUDICIARY
school: open-ticket t1 involvement=i1 track=B category=coach => refused fields target_oin
