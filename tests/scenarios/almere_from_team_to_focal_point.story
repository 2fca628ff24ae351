# Complex: the network of family supporters directs; very complex: the focal-point official
# source: factsheet, Ontwikkeling 2014
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok director=almere-team-haven-1
almere-manager-haven: open-case c2 person=Bram category=regular area=almere-haven-1 => refused fields category
almere-team-haven-1: classify c1 category=complex => ok director=almere-supporters-haven
almere-supporters-haven: classify c1 category=very-complex => ok director=almere-focal-point
almere-focal-point: case c1 => ok history=regular>complex>very-complex
almere-team-haven-1: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
