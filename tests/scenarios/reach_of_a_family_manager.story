# The family manager records the plan's milestones; a colleague of the same organisation does not
# source: reach of a caller; guide (family manager)
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
school/anna: register i1 child=Sanne => ok
school/piet: register i2 child=Bram => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok contact=anna
school/piet: milestone c1 code=local-family-meeting held=today => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: milestone c1 code=local-family-meeting held=today => ok
school/piet: attendance c1 code=executors-meeting held=today present=school => refused PERMISSION_DENIED NOT_ALLOWED
