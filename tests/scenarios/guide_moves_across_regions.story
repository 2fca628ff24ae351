# Another care region: another process manager directs, and step 3 is that one's
# source: guide § 5.6.4; move
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=housing-corporation category=MPG3 => ok director=guide-process-manager-oost
youth-care-agency: escalate t1 to-step=3 skip=already_tried => ok handler=guide-process-manager-oost due=2026-03-16
youth-care-agency: move i1 area=stadsdeel-nieuw-west => ok
youth-care-agency: ticket t1 => ok handler=guide-process-manager-west director=guide-process-manager-west due=2026-03-16
