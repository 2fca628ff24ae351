# Who sent a signal that reaches a shielded person is known to the office that directs only; it brokers the contact
# source: shielded person
at 2026-03-02 10:00
school: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa sender=school contact=p-school office=-
bjaa: signal s1 => ok sender=school contact=p-school office=-
population-register: record-parents Sanne parents=Mira
population-register: record-shielding Mira => ok
bjaa: signal s1 => ok sender=- contact=- name=- phone=- office=coordinator-zeeburg
bjaa: signals => s1 sender=- contact=- office=coordinator-zeeburg
bjaa: answer-signal s1 answer=seen => ok sender=- contact=-
school: signal s1 => ok sender=school contact=p-school
school: signals role=sent => s1 sender=school
coordinator-zeeburg: signal s1 => ok sender=school contact=p-school office=-
bjaa: answer-signal s1 answer=taken_up => ok sender=- contact=-
bjaa: signal-outcome s1 outcome=false_alarm => ok sender=- contact=-
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: classify c1 category=MPG2 => ok director=process-manager-zeeburg
process-manager-zeeburg: signal s1 => ok sender=school contact=p-school
coordinator-zeeburg: signal s1 => ok sender=- contact=- office=process-manager-zeeburg
bjaa: signals closed=yes => s1 sender=- office=process-manager-zeeburg
population-register: record-shielding Mira shielded=no => ok
bjaa: signal s1 => ok sender=school contact=p-school office=-
