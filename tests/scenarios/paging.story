# Pages follow each other without a gap, and a token belongs to its list
# source: API conventions (AIP-158)
at 2026-03-02 10:00
school: register i1 child=a1 => ok
school: register i2 child=a2 => ok
school: register i3 child=a3 => ok
school: involvements page-size=2 => ok more=yes ; i1 | i2
school: involvements page-size=2 page=next => ok more=no ; i3
school: involvements page-size=500 => ok more=no ; i1 | i2 | i3
school: involvements page-size=-1 => refused fields page_size
school: involvements page=nonsense => refused fields page_token
