# Only the population register records a death, of a valid number on a day that has come
# source: archive (death)
at 2026-03-02 10:00
population-register: record-death bsn:123456789 died=2026-03-03 => refused fields bsn date_of_death
population-register: record-death Mira died=- => refused fields date_of_death
population-register: record-death Mira by=- => refused fields acting_professional
school: record-death Mira => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: record-shielding Mira => refused PERMISSION_DENIED NOT_ALLOWED
population-register: record-shielding bsn:123456789 => refused fields bsn
