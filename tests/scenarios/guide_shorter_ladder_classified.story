# A ticket above the last step of a ladder that became shorter goes along when the family is classified
# source: own rule: a change of a file must not leave open work where nobody can go on with it
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok step=1
youth-care-agency: escalate t1 to-step=4 skip=urgent => ok step=4 handler=guide-process-manager-oost
covenant without step 3
covenant without step 3
guide-process-manager-oost: cases => c1
guide-process-manager-oost: classify c1 nuisance=yes measure=child_protection => ok kept=-
youth-care-agency: ticket t1 => ok handler=guide-mayor rule=guide-step5-mayor
guide-mayor: rule t1 item=mental-health-care:deliver_help:2026-05-01 => ok state=ruled
