# A person who died is taken out of concern signals too; one about nobody else goes
# source: archive (death); plan ch. 3 (concern signals)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne parent=Mira => ok roles=child+parent
school: send-signal s2 adult=Karel => ok
population-register: record-death Mira => ok
police: signal s1 => ok roles=child
population-register: record-death Karel => ok
school: signal s2 => refused PERMISSION_DENIED NOT_ALLOWED
