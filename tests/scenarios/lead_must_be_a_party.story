# Who is no party cannot lead
# source: match.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: agree-lead m1 lead=police => refused fields lead_oin
bjaa: agree-lead m1 lead=oin:123 => refused fields lead_oin
bjaa: match m1 => ok lead=nobody
