# A family was referred: to which kind of organisation, and later whether it arrived
# source: plan § 3.2 (refers to the right network); plan § 4.4 (what becomes of signals)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne acute=yes => ok
bjaa: signal-outcome s1 outcome=family_referred kind=mental-health-care => ok outcome=family_referred outcome-kind=mental-health-care arrival=-
coordinator-zeeburg: inbox => signal-informed signal=s1 | signal-taken-up signal=s1 | signal-outcome signal=s1
police: inbox => signal-taken-up signal=s1 | signal-outcome signal=s1
at 2026-04-02 10:00
bjaa: signal-outcome s1 arrival=arrived => ok outcome=family_referred outcome-kind=mental-health-care arrival=arrived history=received+taken_up+outcome+arrival
police: inbox => signal-arrival signal=s1
police: signal s1 => ok arrival=arrived outcome-kind=mental-health-care
bjaa: signal-outcome s1 outcome=family_referred kind=school arrival=not_arrived => ok outcome-kind=school arrival=not_arrived
bjaa: signal-outcome s1 outcome=regular_help => ok outcome=regular_help outcome-kind=- arrival=-
