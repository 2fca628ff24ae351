# A birth date may be a year or a month
# source: birth date
at 2026-03-02 10:00
school: register i1 child=Sanne@2014,Bram@2012-05,Cees@2011-05-06 => ok roles=child+child+child
