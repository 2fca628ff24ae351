# Refer to somebody who can act: a party to the covenant, not yourself, the sender or the register
# source: signal.proto; bad input
at 2026-03-02 10:00
housing: send-signal s1 child=Sanne => ok
coordinator-zeeburg: answer-signal s1 answer=referred => refused fields refer_to_oin
coordinator-zeeburg: answer-signal s1 answer=referred to=oin:12 => refused fields refer_to_oin
coordinator-zeeburg: answer-signal s1 answer=referred to=oin:00000009999999999000 => refused fields refer_to_oin
coordinator-zeeburg: answer-signal s1 answer=referred to=population-register => refused fields refer_to_oin
coordinator-zeeburg: answer-signal s1 answer=referred to=office:office-of-nobody => refused fields refer_to_office
coordinator-zeeburg: answer-signal s1 answer=referred to=coordinator-zeeburg => refused fields refer_to
coordinator-zeeburg: answer-signal s1 answer=referred to=housing => refused fields refer_to
coordinator-zeeburg: answer-signal s1 answer=seen to=bjaa => refused fields refer_to
coordinator-zeeburg: answer-signal s1 => refused fields answer
coordinator-zeeburg: answer-signal raw:x answer=- request=- => refused fields answer request_id signal_id
coordinator-zeeburg: signal s1 => ok state=waiting recipient=coordinator-zeeburg
housing: inbox => nothing
