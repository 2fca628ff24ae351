# The office that follows a match up asks for contact: whoever owes it is told once on a working day
# source: follow-up, Jw 7.1.3.2; match.proto (RemindContact)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
coordinator-zeeburg: remind m1 => refused PERMISSION_DENIED NOT_ALLOWED
advance 11 working-days
sweep
coordinator-zeeburg: remind m1 => refused PERMISSION_DENIED NOT_ALLOWED
advance 5 working-days
sweep
coordinator-zeeburg: inbox => follow-up-due match=m1 stage=director
coordinator-zeeburg: overdue => m1 id=m1 owing=bjaa,school reminded=nobody
school: inbox => match | follow-up-due | follow-up-due
bjaa: inbox => follow-up-due | follow-up-due

# One organisation, by its OIN; a retry changes nothing
coordinator-zeeburg: remind m1 whom=school request=r1 => ok ; m1 owing=bjaa,school reminded=school
school: inbox => follow-up-due match=m1 own=i1 stage=asked owing=0
bjaa: inbox => nothing
coordinator-zeeburg: remind m1 whom=school request=r1 => ok replayed=yes ; m1 reminded=school
coordinator-zeeburg: remind m1 whom=school => refused FAILED_PRECONDITION REMINDED_ALREADY
# All others; who was asked on this day is not told again
coordinator-zeeburg: remind m1 => ok ; m1 reminded=bjaa,school
bjaa: inbox => follow-up-due match=m1 own=i2 stage=asked
coordinator-zeeburg: remind m1 => refused FAILED_PRECONDITION REMINDED_ALREADY
school: inbox => nothing

# Only the office that was told, about whoever owes contact there
coordinator-noord: remind m1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: remind m1 whom=police => refused FAILED_PRECONDITION NO_CONTACT_OWED
school: remind m1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: remind unknown => refused PERMISSION_DENIED NOT_ALLOWED

# The next working day it may be asked again
restart
advance 1 working-day
coordinator-zeeburg: remind m1 => ok ; m1 owing=bjaa,school reminded=bjaa,school
school: inbox => follow-up-due stage=asked
bjaa: inbox => follow-up-due stage=asked
bjaa: follow-up m1 state=contact_made => ok
coordinator-zeeburg: overdue => m1 owing=school reminded=school
coordinator-zeeburg: remind m1 whom=bjaa => refused FAILED_PRECONDITION NO_CONTACT_OWED
school: follow-up m1 state=contact_made => ok
coordinator-zeeburg: remind m1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: remind m1 whom=school request=r1 => ok replayed=yes
school: inbox => nothing
