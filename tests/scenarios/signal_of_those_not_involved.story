# Whoever is party to the covenant may send a signal, involved with the family or not
# source: plan ch. 3 (police, housing corporation); plan § 3.2
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok sender=police
housing: send-signal s2 child=Bram => ok sender=housing
school: register i1 child=Eva => ok
school: send-signal s3 child=Eva => ok sender=school
coordinator-zeeburg: send-signal s4 child=Eva => refused PERMISSION_DENIED NOT_ALLOWED
population-register: send-signal s4 child=Eva => refused PERMISSION_DENIED NOT_ALLOWED
stranger: send-signal s4 child=Eva => refused UNAUTHENTICATED NOT_A_PARTY
