# A signal about a household without children opens no case; in a case that is there its director hears of it
# source: plan ch. 3 (an at-risk family has a child)
at 2026-03-02 10:00
housing: send-signal s1 adult=Karel area=zeeburg => ok recipient=care-and-nuisance-desk case=-
coordinator-zeeburg: cases => nothing
coordinator-zeeburg: signal s1 => refused PERMISSION_DENIED NOT_ALLOWED
care-and-nuisance-desk: signal s1 => ok case=- informed=nobody
care-and-nuisance-desk: answer-signal s1 answer=taken_up => ok
care-and-nuisance-desk: signal-outcome s1 outcome=at_risk_family => refused fields outcome
care-and-nuisance-desk: signal-outcome s1 outcome=regular_help => ok outcome=regular_help
housing: inbox => signal-taken-up signal=s1 | signal-outcome signal=s1
coordinator-zeeburg: open-case c2 person=Mira area=zeeburg category=MPG1 => ok
housing: send-signal s2 parent=Mira area=zeeburg => ok recipient=care-and-nuisance-desk case=-
coordinator-zeeburg: inbox => includes signal-informed signal=s2
coordinator-zeeburg: signal s2 => ok case=c2
