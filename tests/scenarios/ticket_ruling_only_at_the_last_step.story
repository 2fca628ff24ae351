# Nobody rules before the last step, and nobody but its office
# source: plan § 3.4 (only the last step's office can rule)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: rule t1 item=debt-zeeburg:carry_out_task:2026-04-01 => refused PERMISSION_DENIED NOT_ALLOWED
school: escalate t1 => ok
coordinator-zeeburg: rule t1 item=debt-zeeburg:carry_out_task:2026-04-01 => refused FAILED_PRECONDITION NOT_LAST_STEP
coordinator-zeeburg: escalate t1 => ok step=3
coordinator-zeeburg: rule t1 item=debt-zeeburg:carry_out_task:2026-04-01 => refused PERMISSION_DENIED NOT_HANDLER
school: ticket t1 => ok state=open step=3
