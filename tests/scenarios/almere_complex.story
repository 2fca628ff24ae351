# A complex family: the network directs, with a mandate for the round table; when it stalls the focal-point official decides at once
# source: factsheet, Ontwikkeling 2014
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-buiten-1 => ok
almere-supporters-buiten: open-case c1 person=Sanne category=complex area=almere-buiten-1 => ok
almere-supporters-buiten: milestone c1 code=round-table => ok plan=almere-support-plan
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=complex
  => ok step=1 handler=almere-focal-point director=almere-supporters-buiten rule=almere-stalled
