# Another set of persons is another involvement
# source: same again
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Sanne,Bram => ok already=no id=i2
school: involvements => i1 | i2
