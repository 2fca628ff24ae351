# One address: which office to turn to in a place, and how to reach it, without naming a person
# source: plan § 2.4 (findable for reporters); covenant.proto (FindOffice)
at 2026-03-02 10:00
police: find-office area=zeeburg => ok area=zeeburg office=coordinator-zeeburg role=coordinator reached=yes acts=-
police: find-office area=zeeburg category=MPG3 => ok office=process-manager-zeeburg reached=yes
police: find-office area=zeeburg role=coordinator => ok office=coordinator-zeeburg
police: find-office area=zeeburg role=mayor => ok office=mayor
population-register: find-office area=noord => ok office=coordinator-noord
coordinator-zeeburg: find-office area=centrum => ok office=coordinator-centrum
police: find-office => refused fields area
police: find-office area=atlantis => refused fields area
police: find-office postcode=9999ZZ => refused fields postcode
police: find-office area=zeeburg role=emperor => refused fields role
police: find-office area=zeeburg role=coordinator category=MPG1 => refused fields role
police: find-office area=zeeburg category=X => refused fields category
