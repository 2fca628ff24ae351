# Unknown and not yours cannot be told apart
# source: visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
bjaa: involved i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=involved
bjaa: involved never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=involved
bjaa: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=get
bjaa: involvement never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=get
bjaa: end i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=end
bjaa: end never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=end
bjaa: renew i1 end=2027-01-01 => refused PERMISSION_DENIED NOT_ALLOWED alike=renew
bjaa: renew never-made end=2027-01-01 => refused PERMISSION_DENIED NOT_ALLOWED alike=renew
school: involvement i1 => ok state=active
