# Judges are not bound by the focal-point official
# source: own reading
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-1 => ok
school: open-ticket t1 involvement=i1 track=B target=judiciary category=very-complex => refused FAILED_PRECONDITION JUDICIARY
school: open-ticket t1 involvement=i1 track=B category=regular => refused fields target_oin
school: open-ticket t1 involvement=i1 track=A category=crisis obstacle=no_agreement => refused fields category
