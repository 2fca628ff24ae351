# The same id with the same content returns the same case; with other content it is refused
# source: idempotency of create calls
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok case=c1 replayed=yes
coordinator-zeeburg: open-case c1 person=Sanne person=Karel category=MPG1 => refused ALREADY_EXISTS ID_REUSED
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 nuisance=yes => refused ALREADY_EXISTS ID_REUSED
process-manager-zeeburg: open-case c1 person=Bram category=MPG3 measure=child_protection => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: inbox => case-opened
coordinator-zeeburg: cases => c1
