# A new registration on a person of a case matches everybody in the case; nobody outside it
# source: all involvements in one case see each other; matching is not transitive
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 parent=Mira => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira person=Bram category=MPG1 => ok
school: inbox => match with=bjaa
bjaa: inbox => match with=school
police: register i3 child=Bram => ok ; school kind=case contact=p-school | bjaa kind=case
school: inbox => match with=police kind=case contact=p-police
bjaa: inbox => match with=police kind=case
mental-health: register i4 child=Bram adult=Karel => ok ; police kind=same_person | school kind=case | bjaa kind=case
debt-zeeburg: register i5 adult=Karel => ok ; mental-health kind=same_person
school: involved i1 => any-order bjaa | police | mental-health
debt-zeeburg: involved i5 => mental-health
