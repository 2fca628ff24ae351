# Judges are not escalated to, and Amsterdam's words mean nothing here
# source: own reading
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=1095AB => refused fields postcode
school: register i1 child=Sanne area=zwolle-oost => ok
school: open-ticket t1 involvement=i1 track=B target=judiciary category=case => refused FAILED_PRECONDITION JUDICIARY
school: open-ticket t1 involvement=i1 track=B target=police category=MPG3 => refused fields category
school: open-ticket t1 involvement=i1 track=B category=case => refused fields target_oin
