# A complex family: the network directs and has the mandate; when it stalls the focal-point official decides
# source: factsheet, Ontwikkeling 2014
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-buiten-1 => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=complex
  => ok handler=almere-supporters-buiten director=almere-supporters-buiten rule=almere-step1-family-supporters
almere-supporters-buiten: escalate t1 => ok step=2 handler=almere-focal-point director=almere-supporters-buiten
