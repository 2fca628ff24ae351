# The counts of a quarter: what was registered, matched and taken up, by area
# source: plan § 4.4; steering information, counts only
at 2026-03-02 10:00
school: register s0 child=Anna area=zeeburg => ok
school: register s1 child=Bram area=zeeburg => ok
school: register s2 child=Cato area=zeeburg => ok
school: register s3 child=Daan area=zeeburg => ok
school: register s4 child=Eva area=zeeburg => ok
school: register s5 child=Finn area=zeeburg => ok
school: register s6 child=Guus area=zeeburg => ok
school: register s7 child=Hugo area=zeeburg => ok
school: register s8 child=Iris area=zeeburg => ok
school: register s9 child=Jip area=zeeburg => ok
school: register s10 child=Kees area=zeeburg => ok
school: register s11 child=Lars area=zeeburg => ok
youth-health: register y0 child=Anna area=zeeburg => ok match=m0
youth-health: register y1 child=Bram area=zeeburg => ok match=m1
youth-health: register y2 child=Cato area=zeeburg => ok match=m2
youth-health: register y3 child=Daan area=zeeburg => ok match=m3
youth-health: register y4 child=Eva area=zeeburg => ok match=m4
youth-health: register y5 child=Finn area=zeeburg => ok match=m5
youth-health: register y6 child=Guus area=zeeburg => ok match=m6
youth-health: register y7 child=Hugo area=zeeburg => ok match=m7
youth-health: register y8 child=Iris area=zeeburg => ok match=m8
youth-health: register y9 child=Jip area=zeeburg => ok match=m9
youth-health: register y10 child=Kees area=zeeburg => ok match=m10
youth-health: register y11 child=Lars area=zeeburg => ok match=m11
bjaa: register n0 child=Mats area=noord => ok
bjaa: register n1 child=Nina area=noord => ok
bjaa: register n2 child=Otto area=noord => ok
bjaa: register n3 child=Pien area=noord => ok
bjaa: register n4 child=Qas area=noord => ok
bjaa: register n5 child=Roos area=noord => ok
bjaa: register c0 child=Stan area=centrum => ok
bjaa: register c1 child=Tess area=centrum => ok
bjaa: register c2 child=Umar area=centrum => ok
bjaa: register c3 child=Vera area=centrum => ok
bjaa: register c4 child=Wim area=centrum => ok
bjaa: register c5 child=Xena area=centrum => ok
school: follow-up m0 state=contact_made => ok
school: follow-up m1 state=contact_made => ok
school: follow-up m2 state=contact_made => ok
school: follow-up m3 state=contact_made => ok
school: follow-up m4 state=contact_made => ok
school: follow-up m5 state=contact_made => ok
school: follow-up m6 state=contact_made => ok
school: follow-up m7 state=contact_made => ok
school: follow-up m8 state=contact_made => ok
school: follow-up m9 state=contact_made => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 areas=zeeburg,noord => includes
  involvements total=36 zeeburg=24 noord=-
  | matches total=12 zeeburg=- noord=-
  | matches.contact.made total=- zeeburg=- noord=- | matches.contact.not-made total=- zeeburg=- noord=-
  | matches.lead.agreed total=- | matches.lead.not-agreed total=-
  | cases total=- | tickets total=- zeeburg=- noord=-
programme-manager: report year=2026 quarter=1 => ok covenant=amsterdam-2009@1 registering=3 smallest=10 areas=14
programme-manager: report year=2025 quarter=4 => includes involvements total=-
