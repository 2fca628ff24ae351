# Only the office that directs the case opens a ticket in it, and what the case says it does not say again
# source: escalation.proto (OpenTicketRequest)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne => ok match=m1
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg reason=own_initiative => refused PERMISSION_DENIED NOT_ALLOWED alike=not-yours
coordinator-zeeburg: open-ticket t1 case=c9 track=B target=debt-zeeburg reason=own_initiative => refused PERMISSION_DENIED NOT_ALLOWED alike=not-yours
process-manager-zeeburg: open-ticket t1 case=c1 track=B target=judiciary reason=own_initiative skip=urgent => refused any JUDICIARY
process-manager-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg => refused fields office_reason
process-manager-zeeburg: open-ticket t1 involvement=i1 track=B category=MPG3 nuisance=yes => refused fields case_id target_oin office_reason involvement_id category nuisance
bjaa: open-ticket t1 involvement=i1 case=c1 track=A category=MPG3 reason=own_initiative skip=urgent => refused fields case_id office_reason skip_reason
process-manager-zeeburg: open-ticket t1 case=c1 track=A obstacle=no_agreement reason=own_initiative => ok step=1 handler=bjaa target=-
bjaa: open-ticket t1 involvement=i1 track=A category=MPG3 => refused ALREADY_EXISTS ID_REUSED
debt-zeeburg: open-ticket t1 involvement=i2 track=A category=MPG3 => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: open-ticket t1 case=c1 track=A obstacle=waiting_list reason=own_initiative => refused ALREADY_EXISTS ID_REUSED
debt-zeeburg: withdraw t1 => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: resolve t1 how=agreement => refused PERMISSION_DENIED NOT_HANDLER
process-manager-zeeburg: close-case c1 reason=not_needed guardian=stays tickets=along => ok
process-manager-zeeburg: open-ticket t2 case=c1 track=A obstacle=no_agreement reason=own_initiative => refused FAILED_PRECONDITION CASE_CLOSED
restart
process-manager-zeeburg: ticket t1 => ok state=resolved by-office=process-manager-zeeburg office-reason=own_initiative
