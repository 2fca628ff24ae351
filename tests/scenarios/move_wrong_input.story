# What is wrong with a report of a move is told field by field
# source: registry.proto; bad input
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: move i1 => refused fields area
school: move - area=noord => refused fields involvement_id
school: move i1 area=atlantis => refused fields area
school: move i1 postcode=9999ZZ => refused fields postcode
school: move i1 outside=yes municipality=36 => refused fields outside.municipality_code
school: move i1 outside=yes municipality=Almere => refused fields outside.municipality_code
school: move raw:x by=- request=- => refused fields acting_professional area involvement_id request_id
school: move case:raw:x area=noord => refused fields case_id
school: involvement i1 => ok area=zeeburg
