# An OIN that a spreadsheet changed is a wrong field, not another organisation's
# source: registry.proto; only the own organisation registers
at 2026-03-02 10:00
school: register i1 child=Sanne as-oin=oin:9E+12 => refused fields organisation_oin
school: register i1 child=Sanne as-oin=oin:9000000001800 => refused fields organisation_oin
school: register i1 child=Sanne as-oin=bjaa => refused PERMISSION_DENIED NOT_ALLOWED
school: register i1 child=Sanne as-oin=school => ok
