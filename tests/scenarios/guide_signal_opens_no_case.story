# By the guide a signal makes no family one of MPG3: what it is, whoever takes it up says, and the director opens the case
# source: guide § 5.1; plan ch. 3; signal.proto (RecordSignalOutcomeRequest)
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=stadsdeel-west acute=yes => ok recipient=youth-care-agency case=-
school: send-signal s2 child=Bram area=stadsdeel-west => ok recipient=guide-coordinator-west case=-
school: send-signal s3 child=Eva area=stadsdeel-west => ok case=-
housing-corporation: send-signal s4 adult=Karel area=stadsdeel-west => ok recipient=guide-care-and-nuisance-desk case=-
guide-process-manager-west: cases => nothing
guide-process-manager-west: inbox => signal-informed signal=s1
youth-care-agency: signal-outcome s1 outcome=multi_problem_family category=MPG3 => ok outcome-category=MPG3
guide-coordinator-west: signal-outcome s2 outcome=at_risk_family => ok outcome=at_risk_family
guide-coordinator-west: signal-outcome s3 outcome=false_alarm => ok
guide-care-and-nuisance-desk: signal-outcome s4 outcome=at_risk_family => refused fields outcome
guide-process-manager-west: cases => nothing
guide-process-manager-west: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-west => ok cause=director
# In a case that is there its director hears of the next one
police: send-signal s5 child=Sanne area=stadsdeel-west => ok recipient=guide-coordinator-west
guide-process-manager-west: inbox => includes signal-informed signal=s5
