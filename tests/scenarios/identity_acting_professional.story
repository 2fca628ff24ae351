# Every call says who acts, in 1 to 64 characters
# source: admission and audit (audit); registry.proto
at 2026-03-02 10:00
school: register i1 child=Sanne by=- => refused fields acting_professional
school: register i1 child=Sanne by=repeat:x:65 => refused fields acting_professional
school: register i1 child=Sanne by=repeat:x:64 => ok
school: involvement i1 by=- => refused fields acting_professional
school: involved i1 by=- => refused fields acting_professional
school: matches by=- => refused fields acting_professional
school: pull by=- => refused fields acting_professional
school: tickets by=- => refused fields acting_professional
school: covenant by=- => refused fields acting_professional
