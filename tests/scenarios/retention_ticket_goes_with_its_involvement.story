# A ticket holds the contact card of the involvement that opened it, and goes with it
# source: ending; retention
at 2026-03-02 10:00
debt-zeeburg: register i1 adult=Mira => ok
school: register i2 adult=Mira => ok match=m1
school: open-ticket t1 involvement=i2 track=B target=debt-zeeburg category=MPG1 => ok
debt-zeeburg: inbox => match | ticket-opened ticket=t1
school: end i2 reason=unjustified => ok
school: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
debt-zeeburg: inbox => includes ticket-destroyed ticket=t1
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
debt-zeeburg: pull after=0 max=2 => destroyed | destroyed
coordinator-zeeburg: inbox => includes ticket-destroyed ticket=t1
