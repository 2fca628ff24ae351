# A family supporter manages the family; a very complex one may have a guardian
# source: factsheet, Ontwikkeling 2014; own reading
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-poort-1 => ok
guardianship: register i2 child=Sanne area=almere-poort-1 => ok
family-support: register i3 child=Sanne area=almere-poort-1 => ok
almere-supporters-poort: open-case c1 person=Sanne category=complex area=almere-poort-1 => ok
almere-supporters-poort: manager c1 organisation=guardianship => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
almere-supporters-poort: manager c1 organisation=family-support => ok organisation=family-support
almere-supporters-poort: classify c1 category=very-complex => ok director=almere-focal-point
almere-focal-point: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
almere-focal-point: manager c1 organisation=guardianship => ok organisation=guardianship
