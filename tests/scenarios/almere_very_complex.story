# A very complex family: the focal-point official directs, the entrance stays the same
# source: Almere, one entrance; the focal-point official
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-poort-1 => ok
school: open-ticket t1 involvement=i1 track=B target=social-services category=very-complex
  => ok step=1 handler=almere-team-poort-1 director=almere-focal-point
almere-focal-point: inbox => ticket-opened ticket=t1
almere-team-poort-1: escalate t1 => ok step=2 handler=almere-manager-poort due=2026-03-09
almere-manager-poort: escalate t1 => ok step=3 handler=almere-focal-point director=almere-focal-point
