# No action needs a reason; anything else takes none
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: follow-up m1 state=no_action_needed => refused fields reason
bjaa: follow-up m1 state=seen reason=not_relevant => refused fields reason
bjaa: follow-up m1 => refused fields state
bjaa: follow-up m1 state=new => refused fields state
bjaa: follow-up m1 state=raw:99 => refused fields state
bjaa: match m1 => ok state=new reason=-
