# An outcome that is unknown, that contradicts itself or that the covenant does not know changes nothing
# source: signal.proto; bad input
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
coordinator-zeeburg: signal-outcome s1 => refused fields outcome
coordinator-zeeburg: signal-outcome s1 outcome=raw:9 => refused fields outcome
coordinator-zeeburg: signal-outcome s1 outcome=false_alarm arrival=raw:9 => refused fields arrival
coordinator-zeeburg: signal-outcome s1 outcome=multi_problem_family => refused fields category
coordinator-zeeburg: signal-outcome s1 outcome=multi_problem_family category=MPG9 => refused fields category
coordinator-zeeburg: signal-outcome s1 outcome=multi_problem_family category=at-risk => refused fields category
coordinator-zeeburg: signal-outcome s1 outcome=false_alarm category=MPG2 => refused fields category
coordinator-zeeburg: signal-outcome s1 outcome=false_alarm kind=school => refused fields organisation_kind
coordinator-zeeburg: signal-outcome s1 outcome=family_referred => refused fields organisation_kind
coordinator-zeeburg: signal-outcome s1 outcome=family_referred kind=circus => refused fields organisation_kind
coordinator-zeeburg: signal-outcome s1 arrival=arrived => refused fields arrival
coordinator-zeeburg: signal-outcome s1 outcome=false_alarm arrival=arrived => refused fields arrival
coordinator-zeeburg: signal-outcome raw:x outcome=false_alarm request=raw:y by=- => refused fields acting_professional request_id signal_id
police: signal-outcome s1 outcome=false_alarm => refused PERMISSION_DENIED NOT_RECIPIENT
school: signal-outcome s1 outcome=false_alarm => refused PERMISSION_DENIED NOT_ALLOWED
police: inbox => nothing
coordinator-zeeburg: signal s1 => ok state=waiting outcome=- arrival=- history=received
