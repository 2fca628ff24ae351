# A child for the routing is under 18 on the day: until the eighteenth birthday
# source: plan ch. 3 (concern signals, 2); Jeugdwet art. 1.1
at 2026-03-02 10:00
police: send-signal s1 child=Sanne@2008-03-03 => ok children=yes recipient=coordinator-zeeburg
police: send-signal s2 child=Bram@2008-03-02 => ok children=no recipient=care-and-nuisance-desk
police: send-signal s3 child=Eva@2008 => ok children=no recipient=care-and-nuisance-desk
police: send-signal s4 child=Tim@2008-04 => ok children=yes recipient=coordinator-zeeburg
police: send-signal s5 child=Tim@2008-03 => ok children=no
police: send-signal s6 child=Eva@2005-01-01,Sanne@2008-03-03 adult=Karel => ok children=yes recipient=coordinator-zeeburg
