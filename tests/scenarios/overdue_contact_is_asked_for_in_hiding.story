# An organisation that the office does not see is reminded with the others, and asking for it by name tells nothing
# source: follow-up, Jw 7.1.3.2; sensitive organisations; match.proto (RemindContact)
at 2026-03-02 10:00
shelter: register i1 child=Sanne => ok
school: register i2 child=Sanne area=noord => ok match=m1
advance 16 working-days
sweep
sweep
sweep
shelter: inbox => match | follow-up-due | follow-up-due
coordinator-noord: overdue => m1 owing=school,-
coordinator-noord: remind m1 whom=shelter => refused FAILED_PRECONDITION NO_CONTACT_OWED
coordinator-noord: remind m1 whom=police => refused FAILED_PRECONDITION NO_CONTACT_OWED
shelter: inbox => nothing
coordinator-noord: remind m1 => ok ; m1 owing=school,- reminded=school,-
shelter: inbox => follow-up-due match=m1 own=i1 stage=asked
coordinator-noord: remind m1 whom=shelter => refused FAILED_PRECONDITION NO_CONTACT_OWED
coordinator-noord: remind m1 whom=police => refused FAILED_PRECONDITION NO_CONTACT_OWED
