# A party learns organisation, contact card, since when and why; nothing else
# source: what a party learns; plan § 3.5
at 2026-03-02 10:00
school: register i1 child=Sanne professional=anna name="Anna Vries" function="school social worker"
  phone="020 5550123" email=anna@school.example start=2026-02-10 => ok
bjaa: register i2 child=Sanne => ok ; school contact=anna name="Anna Vries" function="school social worker"
  phone="020 5550123" email=anna@school.example since=2026-02-10 kind=same_person leads=no office=-
bjaa: involved i2 => school contact=anna name="Anna Vries" since=2026-02-10
school: inbox => match with=bjaa contact=p-bjaa since=2026-03-02
