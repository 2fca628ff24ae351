# Where cooperation falters: tickets by obstacle, and by kind and commissioner of whom they are against
# source: plan § 3.4 (bottlenecks are told to who advises on what is bought); plan § 4.4
at 2026-03-02 10:00
school: register s0 child=A0 area=zeeburg => ok
school: register s1 child=A1 area=zeeburg => ok
school: register s2 child=A2 area=zeeburg => ok
school: register s3 child=A3 area=zeeburg => ok
school: register s4 child=A4 area=zeeburg => ok
school: register s5 child=A5 area=zeeburg => ok
school: register s6 child=A6 area=zeeburg => ok
school: register s7 child=A7 area=zeeburg => ok
school: register s8 child=A8 area=zeeburg => ok
school: register s9 child=A9 area=zeeburg => ok
school: register s10 child=A10 area=zeeburg => ok
school: register s11 child=A11 area=zeeburg => ok
school: register s12 child=A12 area=zeeburg => ok
school: register s13 child=A13 area=zeeburg => ok
school: register s14 child=A14 area=zeeburg => ok
school: register s15 child=A15 area=zeeburg => ok
school: register s16 child=A16 area=zeeburg => ok
school: register s17 child=A17 area=zeeburg => ok
school: register s18 child=A18 area=zeeburg => ok
school: register s19 child=A19 area=zeeburg => ok
school: register s20 child=A20 area=zeeburg => ok
school: register s21 child=A21 area=zeeburg => ok
school: register s22 child=A22 area=zeeburg => ok
school: register s23 child=A23 area=zeeburg => ok
school: open-ticket a0 involvement=s0 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a1 involvement=s1 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a2 involvement=s2 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a3 involvement=s3 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a4 involvement=s4 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a5 involvement=s5 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a6 involvement=s6 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a7 involvement=s7 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a8 involvement=s8 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a9 involvement=s9 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a10 involvement=s10 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket a11 involvement=s11 track=B target=debt-zeeburg category=MPG2 => ok
school: open-ticket b12 involvement=s12 track=B target=bjaa category=MPG2 => ok
school: open-ticket b13 involvement=s13 track=B target=bjaa category=MPG2 => ok
school: open-ticket b14 involvement=s14 track=B target=bjaa category=MPG2 => ok
school: open-ticket b15 involvement=s15 track=B target=bjaa category=MPG2 => ok
school: open-ticket b16 involvement=s16 track=B target=bjaa category=MPG2 => ok
school: open-ticket b17 involvement=s17 track=B target=bjaa category=MPG2 => ok
school: open-ticket b18 involvement=s18 track=B target=bjaa category=MPG2 => ok
school: open-ticket b19 involvement=s19 track=B target=bjaa category=MPG2 => ok
school: open-ticket b20 involvement=s20 track=B target=bjaa category=MPG2 => ok
school: open-ticket b21 involvement=s21 track=B target=bjaa category=MPG2 => ok
school: open-ticket b22 involvement=s22 track=B target=bjaa category=MPG2 => ok
school: open-ticket b23 involvement=s23 track=B target=bjaa category=MPG2 => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 => includes
  tickets total=24 | tickets.target.youth-care-agency_city-region total=12
