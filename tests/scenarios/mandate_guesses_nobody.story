# A member who handles by the mandate of the addressed organisation is not told who opened, nor by guessing
# source: plan § 2.6; shielded person; what a party learns
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=police category=MPG4 => ok
school: escalate t1 => ok step=2 handler=analysis-member-police
analysis-member-police: ticket t1 => ok opener=- contact=- handler=analysis-member-police
analysis-member-police: hand-over t1 target=school => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
analysis-member-police: hand-over t1 target=prosecution => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
analysis-member-police: escalate t1 => ok step=2 handler=nuisance-outside opener=-
nuisance-outside: hand-over t1 target=school => refused fields target_oin
# A shelter is named to nobody, shielded or not.
shelter: register i2 adult=Mira => ok
shelter: open-ticket t2 involvement=i2 track=B target=police category=MPG4 => ok
shelter: escalate t2 => ok step=2 handler=analysis-member-police
analysis-member-police: ticket t2 => ok opener=- contact=-
analysis-member-police: hand-over t2 target=shelter => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
analysis-member-police: hand-over t2 target=prosecution => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
