# Signals are for the coach of the neighbourhood; acute danger is for the agency of the province
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
police: send-signal s1 child=Sanne postcode=7533AA => ok recipient=enschede-coach-velve-lindenhof rule=enschede-concern-coach
housing-corporation: send-signal s2 adult=Karel area=helmerhoek => ok recipient=enschede-care-team-zuid
school: send-signal s3 child=Bram area=velve-lindenhof acute=yes => ok recipient=youth-care-agency crisis=yes
enschede-coach-velve-lindenhof: inbox => includes signal-informed signal=s3
