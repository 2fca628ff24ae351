# Acute danger is said, not concluded: also with nobody under 18 named it goes to youth care
# source: plan ch. 3 (concern signals, 1: always)
at 2026-03-02 10:00
police: send-signal s1 parent=Mira acute=yes => ok recipient=bjaa crisis=yes children=no
school: send-signal s2 child=Bram@2000-02 acute=raw:9 => refused fields danger members[0].birth_date
school: send-signal s3 child=Bram@2010-02 acute=yes area=noord => ok recipient=bjaa crisis=yes
coordinator-noord: inbox => signal-informed signal=s3
