# The ticket says by which rule it lies where it lies, in two languages
# source: plan § 3.4 (the derivation is stored)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG2 => ok dutch=yes english=yes facts=yes refusal=-
school: escalate t1 => ok rule=step2-own-district covenant=amsterdam-2009@1 dutch=yes english=yes
school: explain track=B step=2 category=MPG2 target=debt-zeeburg => ok rule=step2-own-district handler=coordinator-zeeburg
