# The sender of a signal does not learn whether others are involved, nor are they told
# source: plan ch. 3; what a party learns
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
police: send-signal s1 child=Sanne => ok informed=nobody case=-
housing: send-signal s2 child=Bram => ok informed=nobody case=-
police: signal s1 => ok informed=nobody case=- director=-
school: inbox => nothing
police: inbox => nothing
