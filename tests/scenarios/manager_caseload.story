# A family manager with as many families as the covenant names gets another one for a coded reason only
# source: thesis § 6.2 (not more than ten); guide ch. 7
at 2026-03-02 10:00
bjaa: register i0 child=K0 => ok
process-manager-zeeburg: open-case c0 person=K0 category=MPG3 measure=child_protection => ok
bjaa: register i1 child=K1 => ok
process-manager-zeeburg: open-case c1 person=K1 category=MPG3 measure=child_protection => ok
bjaa: register i2 child=K2 => ok
process-manager-zeeburg: open-case c2 person=K2 category=MPG3 measure=child_protection => ok
bjaa: register i3 child=K3 => ok
process-manager-zeeburg: open-case c3 person=K3 category=MPG3 measure=child_protection => ok
bjaa: register i4 child=K4 => ok
process-manager-zeeburg: open-case c4 person=K4 category=MPG3 measure=child_protection => ok
bjaa: register i5 child=K5 => ok
process-manager-zeeburg: open-case c5 person=K5 category=MPG3 measure=child_protection => ok
bjaa: register i6 child=K6 => ok
process-manager-zeeburg: open-case c6 person=K6 category=MPG3 measure=child_protection => ok
bjaa: register i7 child=K7 => ok
process-manager-zeeburg: open-case c7 person=K7 category=MPG3 measure=child_protection => ok
bjaa: register i8 child=K8 => ok
process-manager-zeeburg: open-case c8 person=K8 category=MPG3 measure=child_protection => ok
bjaa: register i9 child=K9 => ok
process-manager-zeeburg: open-case c9 person=K9 category=MPG3 measure=child_protection => ok
bjaa: register i10 child=K10 => ok
process-manager-zeeburg: open-case c10 person=K10 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c0 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c1 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c2 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c3 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c4 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c5 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c6 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c7 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c8 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c9 organisation=bjaa => ok contact=p-bjaa caseload=-
process-manager-zeeburg: manager c10 organisation=bjaa => refused fields caseload_reason
process-manager-zeeburg: manager c10 organisation=bjaa caseload=raw:9 => refused fields caseload_reason
process-manager-zeeburg: case c10 => ok managers=-
process-manager-zeeburg: manager c9 organisation=bjaa => ok contact=p-bjaa
process-manager-zeeburg: manager c10 organisation=bjaa caseload=nobody_else => ok contact=p-bjaa caseload=nobody_else
bjaa: register j child=K10 professional=p-other => ok
process-manager-zeeburg: manager c10 organisation=bjaa professional=p-other => ok contact=p-other caseload=-
process-manager-zeeburg: close-case c0 guardian=stays reason=not_needed => ok
process-manager-zeeburg: manager c10 organisation=bjaa professional=p-bjaa => ok contact=p-bjaa caseload=-
