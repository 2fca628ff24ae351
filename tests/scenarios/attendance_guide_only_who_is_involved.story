# An organisation that is not involved with the family hears nothing of an absence that is said of it
# source: guide § 5.6.2; own reading
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Tim area=stadsdeel-oost => ok
youth-care-agency: register i2 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i2 track=B obstacle=absent_from_meetings target=school category=MPG3
  => ok step=1 handler=youth-care-agency rule=guide-step1-family-manager
school: inbox => nothing
school: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
# Of whom it turns out to be, the covenant does not say that it is involved
police: register i3 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t2 involvement=i2 track=B obstacle=absent_from_meetings target=police category=MPG3
  => ok step=1 handler=police
youth-care-agency: hand-over t2 target=school => ok step=1 handler=youth-care-agency
school: inbox => nothing
