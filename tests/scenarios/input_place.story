# The area is one of the covenant
# source: registering; bad input
at 2026-03-02 10:00
school: register i1 child=Sanne area=atlantis => refused fields area
school: register i1 child=Sanne area=- => refused fields area
school: register i1 child=Sanne postcode=9999ZZ => refused fields postcode
school: register i1 child=Sanne postcode=10AB => refused fields postcode
