# Where no quarter can be told the year that ends with it is, and of years that share a quarter only one
# source: plan § 4.4; steering information, suppressed also by differencing
at 2025-05-06 10:00
police: send-signal p0 child=A0 acute=no area=zeeburg => ok
police: send-signal p1 child=A1 acute=no area=zeeburg => ok
police: send-signal p2 child=A2 acute=no area=zeeburg => ok
police: send-signal p3 child=A3 acute=no area=zeeburg => ok
at 2025-08-05 10:00
police: send-signal p4 child=A4 acute=no area=zeeburg => ok
police: send-signal p5 child=A5 acute=no area=zeeburg => ok
police: send-signal p6 child=A6 acute=no area=zeeburg => ok
police: send-signal p7 child=A7 acute=no area=zeeburg => ok
at 2025-11-04 10:00
police: send-signal p8 child=A8 acute=no area=zeeburg => ok
police: send-signal p9 child=A9 acute=no area=zeeburg => ok
police: send-signal p10 child=A10 acute=no area=zeeburg => ok
police: send-signal p11 child=A11 acute=no area=zeeburg => ok
at 2026-02-03 10:00
police: send-signal p12 child=A12 acute=no area=zeeburg => ok
police: send-signal p13 child=A13 acute=no area=zeeburg => ok
police: send-signal p14 child=A14 acute=no area=zeeburg => ok
police: send-signal p15 child=A15 acute=no area=zeeburg => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 => includes signals total=- year=16 zeeburg=- zeeburg.year=-
programme-manager: report year=2025 quarter=4 => includes signals total=- year=-
at 2026-05-06 10:00
police: send-signal p16 child=A16 acute=no area=zeeburg => ok
police: send-signal p17 child=A17 acute=no area=zeeburg => ok
police: send-signal p18 child=A18 acute=no area=zeeburg => ok
police: send-signal p19 child=A19 acute=no area=zeeburg => ok
at 2026-07-01 09:00
programme-manager: report year=2026 quarter=2 => includes signals total=- year=-
