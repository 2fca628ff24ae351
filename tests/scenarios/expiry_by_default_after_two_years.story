# Nobody renews: after two years it has ended
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne => ok end=2028-03-02
at 2028-03-02 23:00
sweep
school: involvement i1 => ok state=active
at 2028-03-03 09:00
sweep
school: involvement i1 => ok state=archived end-reason=expired
school: inbox => expiring own=i1 | expired own=i1
