# An import begins with an id, and its rows follow each other
# source: registry.proto (ImportStart, ImportRow); bad input
at 2026-03-02 10:00
school: import raw:hello row="i1 child=Sanne" => refused fields start.import_id
school: import imp1 by=- row="i1 child=Sanne" => refused fields acting_professional
school: import imp1 first-row=0 row="i1 child=Sanne" => refused INVALID_ARGUMENT any
coordinator-zeeburg: import imp1 row="i1 child=Sanne" => refused PERMISSION_DENIED NOT_ALLOWED
school: import imp1 row="raw:hello child=Sanne" row="i2 child=Sanne@2030" row="i3 child=a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13" row="i4 child=Sanne start=2026-03-01 end=2026-02-20" row="i5 child=Sanne as-oin=bjaa" row="i6 child=Sanne"
  => ok ; refused fields=involvement_id | refused fields=members[0].birth_date | refused fields=members | refused fields=end_date | refused reason=NOT_ALLOWED | registered
school: involvements => i6
