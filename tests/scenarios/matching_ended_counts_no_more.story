# An ended involvement does not match
# source: match rule (active), 2.9
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 reason=no_longer_involved => ok state=archived end-reason=no_longer_involved
bjaa: register i2 child=Sanne => ok involved=nobody match=-
school: inbox => nothing
