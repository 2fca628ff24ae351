# An id that was never given is no way in, whatever is asked
# source: bad input; visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: involvement never => refused PERMISSION_DENIED NOT_ALLOWED alike=involvement
police: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=involvement
police: end never => refused PERMISSION_DENIED NOT_ALLOWED alike=end
police: end i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=end
police: end i1 reason=unjustified => refused PERMISSION_DENIED NOT_ALLOWED alike=end
police: renew never end=2027-01-01 => refused PERMISSION_DENIED NOT_ALLOWED alike=renew
police: renew i1 end=2027-01-01 => refused PERMISSION_DENIED NOT_ALLOWED alike=renew
police: match never => refused PERMISSION_DENIED NOT_ALLOWED alike=match
police: match m1 => refused PERMISSION_DENIED NOT_ALLOWED alike=match
police: follow-up never state=seen => refused PERMISSION_DENIED NOT_ALLOWED alike=follow-up
police: follow-up m1 state=seen => refused PERMISSION_DENIED NOT_ALLOWED alike=follow-up
police: agree-lead never lead=police => refused PERMISSION_DENIED NOT_ALLOWED alike=lead
police: agree-lead m1 lead=police => refused PERMISSION_DENIED NOT_ALLOWED alike=lead
police: open-ticket t1 involvement=never track=A category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED alike=open
police: open-ticket t1 involvement=i1 track=A category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED alike=open
mayor: rule never item=school:take_part:2027-01-04 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: hand-over never category=MPG2 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: resolve never how=agreement => refused PERMISSION_DENIED NOT_ALLOWED
school: inbox => match
nobody-else is told
