# The last step's office rules: who must do what by when, told to all concerned
# source: plan § 3.4 (step 3); plan § 3.4 (ruling)
at 2026-03-02 10:00
debt-zeeburg: register i0 child=Sanne => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 => ok
coordinator-zeeburg: escalate t1 => ok handler=portfolio-holder-zeeburg
portfolio-holder-zeeburg: rule t1 item=debt-zeeburg:carry_out_task:2026-04-01 item=school:take_part:2026-03-20
  => ok state=ruled handler=nobody due=- history=opened+escalated+escalated+ruled
  ; debt-zeeburg act=carry_out_task by=2026-04-01 | school act=take_part by=2026-03-20
school: inbox => includes ticket-ruled ticket=t1
debt-zeeburg: inbox => includes ticket-ruled ticket=t1
coordinator-zeeburg: inbox => includes ticket-ruled ticket=t1
