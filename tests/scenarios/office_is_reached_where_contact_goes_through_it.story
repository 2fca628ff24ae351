# Where contact goes through an office, it says how to reach the office
# source: common.proto (office_contact); sensitive organisations
at 2026-03-02 10:00
shelter: register i1 adult=Mira => ok
school: register i2 adult=Mira => ok match=m1 ; withheld office=coordinator-zeeburg office-reached=yes
school: involved i2 => withheld office=coordinator-zeeburg office-reached=yes contact=-
shelter: inbox => match with=school office-reached=-
