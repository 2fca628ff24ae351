# One address says who stands in when the office does not answer: its deputies, then the office that takes over
# source: plan § 2.4 (findable for reporters); covenant.proto (StandsIn)
at 2026-03-02 10:00
police: find-office area=centrum => ok office=coordinator-centrum ;
  coordinator-centrum deputy=yes acts=no phone=020-5551002 email=h.bakhuis@amsterdam.example |
  programme-manager deputy=no acts=no
police: find-office area=centrum role=portfolio-holder => ok ;
  portfolio-holder-centrum deputy=yes phone=020-5551004 | district-chair-centrum deputy=no
