# The organisation comes from the certificate, never from the message
# source: admission and audit
at 2026-03-02 10:00
school: register i1 child=Sanne as-oin=bjaa => refused PERMISSION_DENIED NOT_ALLOWED
school: register i1 child=Sanne as-oin=school => ok organisation=school
bjaa: involvements => nothing
