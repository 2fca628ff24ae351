# What is wrong with a signal is told field by field, and nothing is sent
# source: signal.proto; bad input
at 2026-03-02 10:00
police: send-signal s1 area=zeeburg => refused fields members
police: send-signal s1 child=Sanne acute=- => refused fields danger
police: send-signal s1 child=Sanne area=- => refused fields area
police: send-signal s1 child=Sanne area=atlantis => refused fields area
police: send-signal s1 child=Sanne postcode=9999ZZ => refused fields postcode
police: send-signal s1 child=bsn:123456789 => refused fields members[0].bsn
police: send-signal s1 child=Sanne@- => refused fields members[0].birth_date
police: send-signal s1 parent=Mira@1980-01-01 => refused fields members[0].birth_date
police: send-signal s1 parent=Mira,Mira => refused fields members[1].bsn
police: send-signal s1 child=Sanne name=- phone=- => refused fields professional.name professional.phone
police: send-signal raw:x unspecified=Mira by=- => refused fields acting_professional members[0].role signal_id
coordinator-zeeburg: inbox => nothing
police: signals role=sent closed=yes => nothing
