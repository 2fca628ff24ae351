# What became of a signal comes back to the sender as a code, and to whoever was informed
# source: plan § 3.1 (verified: justified, or a false alarm); plan § 3.2; plan ch. 1 (regular help suffices)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok outcome=-
police: send-signal s2 child=Bram => ok
police: send-signal s3 child=Eva => ok
police: send-signal s4 child=Koen => ok
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
coordinator-zeeburg: signal-outcome s1 outcome=false_alarm => ok state=taken_up outcome=false_alarm history=received+taken_up+outcome replayed=no
again
coordinator-zeeburg: signal-outcome s2 outcome=at_risk_family => ok state=taken_up outcome=at_risk_family history=received+taken_up+outcome due=
coordinator-zeeburg: signal-outcome s3 outcome=multi_problem_family category=MPG2 => ok outcome=multi_problem_family outcome-category=MPG2 outcome-kind=-
coordinator-zeeburg: signal-outcome s4 outcome=regular_help => ok outcome=regular_help
police: inbox => signal-taken-up signal=s1 | signal-outcome signal=s1
    | signal-taken-up signal=s2 | signal-outcome signal=s2
    | signal-taken-up signal=s3 | signal-outcome signal=s3
    | signal-taken-up signal=s4 | signal-outcome signal=s4
coordinator-zeeburg: signal-outcome s4 outcome=regular_help => ok history=received+taken_up+outcome
police: inbox => nothing
coordinator-zeeburg: signal-outcome s4 outcome=at_risk_family => ok outcome=at_risk_family history=received+taken_up+outcome+outcome
police: inbox => signal-outcome signal=s4
police: signal s3 => ok outcome=multi_problem_family outcome-category=MPG2
