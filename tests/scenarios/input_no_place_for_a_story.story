# A contact card has no place for what is going on
# source: covenant, only that somebody is involved; common.proto
at 2026-03-02 10:00
school: register i1 child=Sanne name="vader slaat kind, zie dossier 123456782" function="crisis: huiselijk geweld"
  => refused fields professional.function professional.name
school: register i1 child=Sanne name="Anna de Vries tweede van rechts" => refused fields professional.name
school: register i1 child=Sanne name="Anna 2" => refused fields professional.name
school: register i1 child=Sanne name="zie: Bram" => refused fields professional.name
school: register i1 child=Sanne function="belt 123 456 782" => refused fields professional.function
school: register i1 child=Sanne professional=123456782 => refused fields professional.professional_id
school: register i1 child=Sanne by=dossier-123456782 => refused fields acting_professional
school: register i1 child=Sanne email=123456782@school.example => refused fields professional.email
school: register i1 child=Sanne phone=123456782 => refused fields professional.phone
school: register i1 child=Sanne professional=medewerker-1234567 name="Gijs van den Elzen"
  function="Coördinator risicogezinnen" by=123456789 => ok
# The function is one that the covenant lists, as it is spelled there, or OTHER.
school: register i2 child=Daan function="slaat zijn kind" => refused fields professional.function
school: update-contact i1 function="drinkt te veel" => refused fields professional.function
police: send-signal s1 child=Daan function="ziet blauwe plekken" => refused fields professional.function
school: register i2 child=Daan function=other => ok
