# In Almere a family that declines is not simply let go: closing needs the code of what happens instead
# source: factsheet, Aanpak (not let go when it no longer cooperates)
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: close-case c1 reason=family_declines instead=- => refused fields instead
almere-team-haven-1: close-case c1 reason=family_declines instead=child_protection_inquiry => ok
almere-team-haven-1: case c1 => ok state=closed closed=family_declines instead=child_protection_inquiry help=-
