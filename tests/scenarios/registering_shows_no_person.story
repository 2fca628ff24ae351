# What was registered comes back without a number: roles only, in the order given
# source: registering; what a party learns; plan § 3.5
at 2026-03-02 10:00
school: register i1 child=Sanne,Bram parent=Mira adult=Karel => ok roles=child+child+parent+other_adult
school: involvement i1 => ok roles=child+child+parent+other_adult organisation=school state=active end-reason=-
