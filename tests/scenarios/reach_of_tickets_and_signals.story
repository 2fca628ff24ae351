# Tickets and signals of the own work are within reach, colleagues' and those to the organisation are not
# source: reach of a caller
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
school/anna: register i1 child=Sanne => ok
school/piet: register i2 child=Bram => ok
bjaa: register i3 child=Sanne => ok
school/anna: open-ticket t1 involvement=i2 track=B target=bjaa category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
school/anna: tickets role=opened => t1
school/anna: tickets role=handled => t1
school/piet: tickets role=opened => nothing
school/piet: tickets role=opened reference=ref:t1 => nothing
school/piet: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
school/piet: escalate t1 => refused PERMISSION_DENIED NOT_ALLOWED
school/piet: withdraw t1 => refused PERMISSION_DENIED NOT_ALLOWED
school/coordinator: tickets role=opened => t1
bjaa/kees: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
bjaa/coordinator: ticket t1 => ok
school/anna: escalate t1 => ok step=2
police/ruben: send-signal s1 child=Eva professional=hans => refused fields professional.professional_id
police/ruben: send-signal s1 child=Eva => ok
police/ruben: signals role=sent => s1
police/hans: signals role=sent => nothing
police/hans: signal s1 => refused PERMISSION_DENIED NOT_ALLOWED
police/coordinator: signals role=sent => s1
police/ruben: send-signal s2 child=Tim acute=yes => ok recipient=bjaa
bjaa/kees: signals => nothing
bjaa/kees: answer-signal s2 answer=taken_up => refused PERMISSION_DENIED NOT_ALLOWED
bjaa/coordinator: answer-signal s2 answer=taken_up => ok state=taken_up
coordinator-zeeburg/noor: signals => s1
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
