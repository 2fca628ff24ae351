# Only its recipient answers a signal; who may not see it learns nothing
# source: plan ch. 3; visibility
at 2026-03-02 10:00
police: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa
police: answer-signal s1 answer=taken_up => refused PERMISSION_DENIED NOT_RECIPIENT
coordinator-zeeburg: answer-signal s1 answer=taken_up => refused PERMISSION_DENIED NOT_RECIPIENT
school: answer-signal s1 answer=taken_up => refused PERMISSION_DENIED NOT_ALLOWED alike=answer
school: answer-signal never-sent answer=taken_up => refused PERMISSION_DENIED NOT_ALLOWED alike=answer
school: signal s1 => refused PERMISSION_DENIED NOT_ALLOWED alike=get
school: signal never-sent => refused PERMISSION_DENIED NOT_ALLOWED alike=get
coordinator-noord: signal s1 => refused PERMISSION_DENIED NOT_ALLOWED alike=get-office
coordinator-noord: signal never-sent => refused PERMISSION_DENIED NOT_ALLOWED alike=get-office
bjaa: signal s1 => ok state=waiting
