# A professional who signed in gets of the organisation's inbox what is about the own work, and acknowledges nothing
# source: inbox.proto; reach of a professional
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
school/anna: register i1 child=Sanne => ok
school/piet: register i2 child=Bram => ok
bjaa: register i3 child=Sanne => ok match=m1
bjaa: register i4 child=Bram => ok match=m2
school/anna: pull after=0 => match match=m1 own=i1
school/piet: pull after=0 => match match=m2 own=i2
school/kees: pull after=0 => nothing
school: inbox => match match=m1 | match match=m2
school/anna: ack 1 => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: subscribe s1 after=0 => ok
school/anna: stream s1 => match match=m1
