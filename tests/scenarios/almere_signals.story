# Every report enters through the neighbourhood team; acute danger goes to Safe at Home
# source: factsheet, Toeleiding; own reading
# covenant: almere-2015
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=almere-buiten-2 => ok recipient=almere-team-buiten-2 crisis=no
housing-corporation: send-signal s2 adult=Karel area=almere-poort-1 => ok recipient=almere-team-poort-1 children=no rule=almere-concern-neighbourhood-team
school: send-signal s3 child=Bram postcode=1355AB acute=yes => ok recipient=safe-at-home crisis=yes
safe-at-home: inbox => signal-received signal=s3 crisis=yes
almere-team-haven-2: inbox => signal-informed signal=s3
