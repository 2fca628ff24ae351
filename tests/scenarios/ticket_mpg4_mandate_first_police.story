# MPG4, police and prosecution: their own member first, then outside
# source: plan § 3.4 (MPG4, police and prosecution included); plan § 2.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=police category=MPG4 => ok
school: escalate t1 => ok step=2 handler=analysis-member-police
analysis-member-police: escalate t1 => ok step=2 handler=nuisance-outside
school: open-ticket t2 involvement=i1 track=B target=prosecution category=MPG4 => ok
school: escalate t2 => ok step=2 handler=analysis-member-prosecution
analysis-member-prosecution: escalate t2 => ok step=2 handler=nuisance-outside
