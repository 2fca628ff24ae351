# A concern signal opens a case in the covenant's default category; its director must know of both
# source: cases open with the first ticket or concern signal
at 2026-03-02 10:00
housing: send-signal s1 child=Sanne parent=Mira acute=yes area=zeeburg => ok recipient=bjaa case=-
coordinator-zeeburg: signal s1 => ok case=c1 recipient=bjaa
coordinator-zeeburg: case c1 => ok state=open cause=signal category=at-risk area=zeeburg director=coordinator-zeeburg count=2
bjaa: signal s1 => ok case=-
bjaa: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
