# A reference of one's own is a number: no name, no word, no BSN
# source: no place for a story; registry.proto (own_reference)
at 2026-03-02 10:00
school: register i1 child=Sanne own-reference=JANSEN-1 => refused fields own_reference
school: register i1 child=Sanne own-reference=ABC => refused fields own_reference
school: register i1 child=Sanne own-reference=a1 => refused fields own_reference
school: register i1 child=Sanne own-reference="A 1" => refused fields own_reference
school: register i1 child=Sanne own-reference=repeat:1:25 => refused fields own_reference
school: register i1 child=Sanne own-reference=123456782 => refused fields own_reference
school: register i1 child=Sanne own-reference=2026-1234.56.782 => refused fields own_reference
school: register i1 child=Sanne own-reference=2026-1234.56.78 => ok
school: register i2 child=Bram own-reference=1234.56.782 => refused fields own_reference
school: own-reference i1 reference=X111222333 => refused fields own_reference
school: own-reference - reference=JANSEN => refused fields involvement_id own_reference
school: involvements own-reference=JANSEN => refused fields own_reference
school: involvement i1 => ok own-reference=2026-1234.56.78
school: involvement i2 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: own-reference i1 reference=A-1 => refused PERMISSION_DENIED NOT_ALLOWED
