# When the family manager's own organisation does not deliver, whoever directs asks it in its own name, and consults
# the directorate itself where the covenant says so
# source: plan §§ 2.5, 3.4 (step 2 a and b); thesis § 5.3.2
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
bjaa: inbox => includes family-manager
process-manager-zeeburg: inbox => includes case-opened
process-manager-zeeburg: open-ticket t1 case=c1 track=B obstacle=waiting_list target=bjaa reason=request_of_family_manager
  => ok step=2 opener=process-manager-zeeburg handler=process-manager-zeeburg target=bjaa by-office=-
  office-reason=request_of_family_manager rule=step2-other-commissioner
# It knows that it handles what it asks itself: nobody hands it anything.
process-manager-zeeburg: inbox => ticket-opened ticket=t1 handler=process-manager-zeeburg
bjaa: inbox => ticket-opened ticket=t1
coordinator-zeeburg: inbox => includes ticket-opened ticket=t1
debt-zeeburg: inbox => family-manager
# Nobody decides on a complaint about itself, nor takes it back.
bjaa: resolve t1 how=task_done => refused PERMISSION_DENIED NOT_HANDLER
bjaa: withdraw t1 => refused PERMISSION_DENIED NOT_HANDLER
process-manager-zeeburg: rule t1 item=bjaa:deliver_help:2026-05-01 => refused FAILED_PRECONDITION NOT_LAST_STEP
at 2026-03-17 08:00
sweep
process-manager-zeeburg: inbox => ticket-overdue ticket=t1
process-manager-zeeburg: escalate t1 => ok step=3 handler=region-portfolio-holder
bjaa: inbox => includes ticket-escalated ticket=t1
region-portfolio-holder: rule t1 item=bjaa:deliver_help:2026-05-01 item=debt-zeeburg:take_part:2026-05-01 => ok state=ruled
process-manager-zeeburg: inbox => includes ticket-ruled ticket=t1
# Whom a ruling binds is shown its own part of it, and no other organisation.
debt-zeeburg: ticket t1 => ok opener=process-manager-zeeburg target=- ; - | debt-zeeburg act=take_part
