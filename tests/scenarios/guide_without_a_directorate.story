# Where the addressed organisation has no directorate of its own here, the process manager keeps the knot
# source: guide, escalation, step 4; own reading
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-zuid => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=housing-corporation category=MPG3 => ok
youth-care-agency: escalate t1 => ok step=2
youth-care-agency: escalate t1 => ok step=3
guide-process-manager-centrum-zuid: escalate t1 => ok step=4 handler=guide-process-manager-centrum-zuid
guide-process-manager-centrum-zuid: resolve t1 how=task_done => ok state=resolved
