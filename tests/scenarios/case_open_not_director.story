# Only the office that the covenant names for the category and area takes a family up
# source: table of categories (director); open only by the director
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne category=MPG3 => refused fields category
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 area=centrum => refused fields category
process-manager-zeeburg: open-case c1 person=Sanne category=MPG1 => refused fields category
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
  director=process-manager-zeeburg measure=child_protection
nuisance-director: open-case c2 person=Bram category=MPG4 measure=youth_probation => ok director=nuisance-director
school: open-case c3 person=Karel category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED
