# Two professionals of one organisation do not match
# source: own organisation
at 2026-03-02 10:00
bjaa: register i1 child=Sanne professional=anna => ok involved=nobody
bjaa: register i2 child=Sanne professional=bart => ok involved=nobody already=no
bjaa: inbox => nothing
bjaa: involved i1 => nothing
