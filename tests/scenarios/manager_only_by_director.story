# Only the director says who the family manager is; unknown, not yours and forbidden look the same
# source: domain of cases
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
process-manager-zeeburg: manager c1 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED alike=a
process-manager-zeeburg: manager c9 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: manager c1 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: manager c1 organisation=- => refused fields organisation_oin
