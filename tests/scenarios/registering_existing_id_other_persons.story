# An id that was answered with an existing involvement is not good for other persons
# source: API conventions
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok already=yes
school: register i2 child=Sanne => ok already=yes
school: register i2 child=Bram => refused ALREADY_EXISTS ID_REUSED
