# The target of a ticket of a sensitive organisation is not told its name
# source: what a party learns
at 2026-03-02 10:00
debt-zeeburg: register i1 adult=Mira => ok
shelter: register i2 adult=Mira => ok
shelter: open-ticket t1 involvement=i2 track=B target=debt-zeeburg category=MPG1
    => ok opener=shelter target=debt-zeeburg contact=p-shelter
debt-zeeburg: inbox => match with=withheld | ticket-opened ticket=t1 handler=-
debt-zeeburg: ticket t1 => ok opener=- handler=- target=debt-zeeburg contact=- name=-
coordinator-zeeburg: ticket t1 => ok opener=shelter handler=shelter contact=p-shelter
shelter: escalate t1 => ok handler=coordinator-zeeburg
debt-zeeburg: inbox => ticket-escalated handler=coordinator-zeeburg
