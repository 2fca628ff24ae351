# A match of others cannot be told from one that never was
# source: visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: match m1 => refused PERMISSION_DENIED NOT_ALLOWED alike=get
police: match never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=get
police: follow-up m1 state=seen => refused PERMISSION_DENIED NOT_ALLOWED alike=follow
police: follow-up never-made state=seen => refused PERMISSION_DENIED NOT_ALLOWED alike=follow
police: agree-lead m1 lead=police => refused PERMISSION_DENIED NOT_ALLOWED alike=lead
police: agree-lead never-made lead=police => refused PERMISSION_DENIED NOT_ALLOWED alike=lead
police: matches filter=all => nothing
