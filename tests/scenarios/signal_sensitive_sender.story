# A sensitive organisation that sends a signal is withheld from organisations; the coordinator brokers
# source: what a party learns; plan ch. 3
at 2026-03-02 10:00
shelter: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa sender=shelter contact=p-shelter office=-
bjaa: inbox => signal-received signal=s1
bjaa: signal s1 => ok sender=- contact=- name=- phone=- office=coordinator-zeeburg
bjaa: signals => s1 sender=- contact=- office=coordinator-zeeburg
coordinator-zeeburg: signal s1 => ok sender=shelter contact=p-shelter office=-
bjaa: answer-signal s1 answer=taken_up => ok sender=- contact=-
shelter: inbox => signal-taken-up signal=s1
