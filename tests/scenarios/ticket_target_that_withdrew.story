# A target whose involvement was withdrawn as unjustified sees and hears of the ticket no longer
# source: what a party learns; ending
at 2026-06-01 10:00
debt-zeeburg: register i0 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne professional=p-2 => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
debt-zeeburg: inbox => match | ticket-opened ticket=t1
debt-zeeburg: end i0 reason=unjustified => ok
debt-zeeburg: ticket t1 => ok state=open
debt-zeeburg: end i2 reason=unjustified => ok
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
debt-zeeburg: ticket never-opened => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: escalate t1 => ok step=2
debt-zeeburg: inbox => nothing
school: ticket t1 => ok target=debt-zeeburg
