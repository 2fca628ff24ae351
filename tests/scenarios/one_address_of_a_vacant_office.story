# Where an office is vacant, one address says who acts for it, and how to reach that one
# source: no office is ever empty; covenant.proto (FindOffice)
# covenant: rotterdam-models
at 2026-03-02 10:00
school: find-office area=pernis role=coordinator => ok role=coordinator reached=no acts=rotterdam-urgent-help acts-reached=yes
school: find-office area=charlois role=coordinator => ok role=coordinator reached=yes acts=-
school: find-office postcode=3195AA => ok area=pernis office=rotterdam-urgent-help reached=yes acts=-
# Who acts then stands first among those who stand in.
school: find-office area=pernis role=coordinator => ok ; rotterdam-urgent-help deputy=no acts=yes
school: find-office area=charlois role=coordinator => ok ; rotterdam-coordinator-charlois deputy=yes acts=no | rotterdam-urgent-help deputy=no acts=no
