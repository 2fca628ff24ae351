# Unknown words are refused by field
# source: escalation.proto; bad input
at 2026-03-02 10:00
school: explain step=2 category=MPG1 => refused fields track
school: explain track=A step=0 category=MPG1 => refused fields step
school: explain track=A step=9 category=MPG1 => refused fields step
school: explain track=A step=2 category=MPG9 => refused fields category
school: explain track=A step=2 category=MPG1 area=atlantis => refused fields area
school: explain track=A step=2 category=MPG1 target=oin:99999999999999999999 => refused fields target_oin
school: explain track=A step=3 category=MPG1 handled-by=office-of-nobody => refused fields handled_by_office
