# One to twelve persons, each once, each with a role
# source: registering; bad input
at 2026-03-02 10:00
school: register i1 => refused fields members
school: register i1 child=a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13 => refused fields members
school: register i1 child=Sanne,Bram,Sanne => refused fields members[2].bsn
school: register i1 child=Sanne parent=Sanne => refused fields members[1].bsn
school: register i1 unspecified=Sanne => refused fields members[0].role
