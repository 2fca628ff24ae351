# Whether the guardian stays is asked of every family of a category of those with a measure, also when nobody said which
# source: plan § 2.2; guide § 5.7
at 2026-03-02 10:00
# A ticket opened this case: nobody was asked for the measure.
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG3 => ok director=process-manager-zeeburg
process-manager-zeeburg: inbox => includes ticket-opened case=c1
process-manager-zeeburg: close-case c1 reason=not_needed tickets=along => refused fields guardian
process-manager-zeeburg: close-case c1 reason=family_declines instead=outreach tickets=along => refused fields guardian
process-manager-zeeburg: case c1 => ok state=open measure=none
process-manager-zeeburg: close-case c1 reason=not_needed guardian=measure_ends tickets=along => ok
# It was said why there is none: whether one stays may be said, and need not be.
process-manager-zeeburg: open-case c2 person=Bram category=MPG3 despite=measure_begins => ok
process-manager-zeeburg: classify c2 nuisance=yes => ok
process-manager-zeeburg: close-case c2 reason=not_needed => ok
process-manager-zeeburg: open-case c3 person=Eva category=MPG3 despite=measure_ends => ok
process-manager-zeeburg: close-case c3 reason=not_needed guardian=measure_ends => ok
