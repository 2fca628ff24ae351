# A ticket begins with the opener's own organisation
# source: plan § 3.4 (step 1)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok state=open step=1
  handler=school director=coordinator-zeeburg opener=school target=- area=zeeburg involvement=i1 due=2026-03-16 overdue=no
  history=opened contact=p-school
school: inbox => ticket-assigned ticket=t1 step=1 handler=school due=2026-03-16
school: tickets => t1 state=open
school: tickets role=opened => t1
