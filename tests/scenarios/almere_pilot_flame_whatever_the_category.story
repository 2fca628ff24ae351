# After closing the last responsible professional keeps the pilot flame, also of a very complex family
# source: factsheet, Continu
# covenant: almere-2015
at 2026-03-02 10:00
guardianship: register i1 child=Sanne area=almere-buiten-1 => ok
almere-focal-point: open-case c1 person=Sanne category=very-complex area=almere-buiten-1 => ok
almere-focal-point: manager c1 organisation=guardianship => ok
almere-focal-point: close-case c1 reason=stagnation_lifted => ok
almere-focal-point: keep-watch c1 act=start => ok watch=guardianship look-due=2026-04-27 watch-end=2027-03-01
