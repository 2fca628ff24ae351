# Parents that only an agency named do not make a family of two other children
# source: match rule (authoritative kinship feed)
at 2026-03-02 10:00
mental-health: register i0 child=Sanne,Bram parent=Mira => ok
school: register i1 child=Sanne => ok ; mental-health kind=same_person
bjaa: register i2 child=Bram => ok ; mental-health kind=same_person
school: inbox => nothing
