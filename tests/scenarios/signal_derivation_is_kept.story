# The signal says by which rule it went where it went, in two languages
# source: plan ch. 3 (the derivation is stored)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne
    => ok rule=concern-children covenant=amsterdam-2009@1 dutch=yes english=yes facts=yes fact.children=yes fact.acute=no fact.area=zeeburg handler=coordinator-zeeburg
coordinator-zeeburg: answer-signal s1 answer=referred to=bjaa => ok
bjaa: signal s1 => ok rule=concern-children handler=coordinator-zeeburg recipient=bjaa
