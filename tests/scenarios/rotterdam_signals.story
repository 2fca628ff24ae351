# A signal is for the borough; of acute danger the city's coordinator for urgent help hears too
# source: own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=delfshaven => ok recipient=rotterdam-coordinator-delfshaven
housing-corporation: send-signal s2 adult=Karel area=hoogvliet => ok recipient=rotterdam-coordinator-hoogvliet
police: send-signal s3 child=Bram area=pernis => ok recipient=rotterdam-urgent-help
school: send-signal s4 child=Mees area=overschie acute=yes => ok recipient=youth-care-agency crisis=yes
rotterdam-coordinator-overschie: inbox => signal-informed signal=s4
rotterdam-urgent-help: inbox => includes signal-informed signal=s4
