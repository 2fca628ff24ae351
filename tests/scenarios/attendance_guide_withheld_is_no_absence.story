# Of an organisation that it is not shown, nobody hears by a ticket about absence whether it is involved
# source: guide § 5.6.2; what a party learns; own reading
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
population-register: record-shielding Tim => ok
police: register i1 child=Tim area=stadsdeel-oost => ok
youth-care-agency: register i2 child=Tim area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i2 track=B obstacle=absent_from_meetings target=school category=MPG3
  => ok step=1 handler=youth-care-agency rule=guide-step1-family-manager
youth-care-agency: open-ticket t2 involvement=i2 track=B obstacle=absent_from_meetings target=police category=MPG3
  => ok step=1 handler=youth-care-agency rule=guide-step1-family-manager
