# The same id with the same content gives the same answer, and nobody is told twice
# source: promise S3
at 2026-03-02 10:00
police: send-signal s1 child=Sanne parent=Mira => ok replayed=no
police: send-signal s1 child=Sanne parent=Mira by=a-colleague => ok state=waiting replayed=yes
police: send-signal s1 child=Sanne parent=Mira acute=yes => refused ALREADY_EXISTS ID_REUSED
police: send-signal s1 child=Bram parent=Mira => refused ALREADY_EXISTS ID_REUSED
police: send-signal s1 child=Sanne parent=Mira area=noord => refused ALREADY_EXISTS ID_REUSED
school: send-signal s1 child=Sanne parent=Mira => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: inbox => signal-received signal=s1
