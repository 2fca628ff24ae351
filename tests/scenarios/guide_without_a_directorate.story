# Where the addressed organisation has no directorate of its own here, nobody is told; region Zuid-West
# source: guide § 5.6.4; guide § 5.2
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-zuid => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=housing-corporation category=MPG3 => ok
youth-care-agency: escalate t1 => ok step=2
youth-care-agency: escalate t1 => ok step=3
guide-process-manager-zuid-west: escalate t1 => ok step=4 handler=guide-process-manager-zuid-west
guide-process-manager-zuid-west: resolve t1 how=task_done => ok state=resolved
