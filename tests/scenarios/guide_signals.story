# Acute danger to the youth-care agency, children to the coordinator, without children to the desk
# source: plan ch. 3
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=stadsdeel-west acute=yes => ok recipient=youth-care-agency crisis=yes
guide-coordinator-west: inbox => signal-informed signal=s1
school: send-signal s2 child=Bram area=stadsdeel-oost => ok recipient=guide-coordinator-oost
housing-corporation: send-signal s3 adult=Karel area=stadsdeel-noord => ok recipient=guide-care-and-nuisance-desk
guide-process-manager-west: inbox => signal-informed signal=s1
