# An administrator sees what another covenant would change before its file is put in place; nothing changes by it
# source: PEOPLE § 4 (/vergelijk); covenant.proto (CompareCovenant)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok step=2 handler=coordinator-zeeburg
administrator: compare-covenant => ok problems=0 in-force=amsterdam-2009@1 compared=amsterdam-2009@1 differ=no
  consequences=0 refused-now=no open=1 following=0 otherwise=0

# Another name for an office: the ticket follows when the file says of which office, else the file is refused
administrator: compare-covenant was=coordinator-zeeburg is=coordinator-oostzee formerly=yes => ok problems=0
  refused-now=no open=1 following=1 otherwise=0
administrator: compare-covenant was=coordinator-zeeburg is=coordinator-oostzee => ok problems=0 refused-now=yes
  following=0 otherwise=1

# What is wrong comes with its line, and then nothing is compared
administrator: compare-covenant was=auditor_role is=auditor_rol => ok problems=1 first=covenant.toml:27
  in-force=- compared=- open=0

# For the administrators of the covenant alone; and all is as it was
coordinator-zeeburg: compare-covenant => refused PERMISSION_DENIED NOT_ALLOWED
auditor: compare-covenant => refused PERMISSION_DENIED NOT_ALLOWED
school: compare-covenant => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: ticket t1 => ok step=2 handler=coordinator-zeeburg
administrator: covenant => ok version=1
auditor: log call=CompareCovenant => CompareCovenant actor=administrator result=OK | CompareCovenant result=OK |
  CompareCovenant result=OK | CompareCovenant result=OK |
  CompareCovenant actor=coordinator-zeeburg result=NOT_ALLOWED | CompareCovenant actor=auditor result=NOT_ALLOWED |
  CompareCovenant actor=school result=NOT_ALLOWED
