# Whom to call can be called: a telephone number has digits, an e-mail address two sides
# source: covenant, words (professional); common.proto
at 2026-03-02 10:00
school: register i1 child=Sanne phone=onbekend => refused fields professional.phone
school: register i1 child=Sanne phone=0 => refused fields professional.phone
school: register i1 child=Sanne phone=hallo => refused fields professional.phone
school: register i1 child=Sanne phone=6,12E+08 => refused fields professional.phone
school: register i1 child=Sanne phone="020-5550100 na vijven" => refused fields professional.phone
school: register i1 child=Sanne email=@ => refused fields professional.email
school: register i1 child=Sanne email=anna@ => refused fields professional.email
school: register i1 child=Sanne email="anna @school.example" => refused fields professional.email
school: register i1 child=Sanne name="An​na" => refused fields professional.name
school: register i1 child=Sanne name="An‮na" => refused fields professional.name
police: send-signal s1 child=Sanne phone=hallo => refused fields professional.phone
school: register i1 child=Sanne phone="+31 (0)20 555.01.00 tst. 12" => ok
school: register i2 child=Bram phone=112 => ok
