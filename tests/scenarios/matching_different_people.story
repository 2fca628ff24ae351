# Nobody in common: nobody is told
# source: match rule
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok involved=nobody
bjaa: register i2 child=Bram parent=Karel => ok involved=nobody match=-
school: involved i1 => nothing
nobody-else is told
