# An unknown person and one about whom nothing is registered give the same answer
# source: access; who else is involved (no oracle)
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
privacy-officer: subject-access Karel => ok addressee=- more=no ; nothing
privacy-officer: subject-access Mira => ok addressee=- more=no ; nothing
privacy-officer: subject-access Sanne => ok addressee=- more=no ; nothing
privacy-officer: subject-access bsn:123456789 page=raw by=- => refused fields acting_professional bsn page_token
coordinator-zeeburg: subject-access Karel => refused PERMISSION_DENIED NOT_ALLOWED
school: subject-access Karel => refused PERMISSION_DENIED NOT_ALLOWED
population-register: subject-access Karel => refused PERMISSION_DENIED NOT_ALLOWED
