# Of the families with a director: how many have the one plan, a family manager, or help only; and the young people helped
# source: plan § 4.4 (young people helped, one plan, one family manager), steering information
at 2026-03-02 10:00
bjaa: register m0 child=M0 area=zeeburg => ok
process-manager-zeeburg: open-case c0 person=M0 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c0 organisation=bjaa => ok
process-manager-zeeburg: milestone c0 code=mdo-plus held=today => ok
bjaa: register m1 child=M1 area=zeeburg => ok
process-manager-zeeburg: open-case c1 person=M1 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=today => ok
bjaa: register m2 child=M2 area=zeeburg => ok
process-manager-zeeburg: open-case c2 person=M2 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c2 organisation=bjaa => ok
process-manager-zeeburg: milestone c2 code=mdo-plus held=today => ok
bjaa: register m3 child=M3 area=zeeburg => ok
process-manager-zeeburg: open-case c3 person=M3 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c3 organisation=bjaa => ok
process-manager-zeeburg: milestone c3 code=mdo-plus held=today => ok
bjaa: register m4 child=M4 area=zeeburg => ok
process-manager-zeeburg: open-case c4 person=M4 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c4 organisation=bjaa => ok
process-manager-zeeburg: milestone c4 code=mdo-plus held=today => ok
bjaa: register m5 child=M5 area=zeeburg => ok
process-manager-zeeburg: open-case c5 person=M5 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c5 organisation=bjaa => ok
process-manager-zeeburg: milestone c5 code=mdo-plus held=today => ok
bjaa: register m6 child=M6 area=zeeburg => ok
process-manager-zeeburg: open-case c6 person=M6 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c6 organisation=bjaa => ok
process-manager-zeeburg: milestone c6 code=mdo-plus held=today => ok
bjaa: register m7 child=M7 area=zeeburg => ok
process-manager-zeeburg: open-case c7 person=M7 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c7 organisation=bjaa => ok
process-manager-zeeburg: milestone c7 code=mdo-plus held=today => ok
bjaa: register m8 child=M8 area=zeeburg => ok
process-manager-zeeburg: open-case c8 person=M8 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c8 organisation=bjaa => ok
process-manager-zeeburg: milestone c8 code=mdo-plus held=today => ok
bjaa: register m9 child=M9 area=zeeburg => ok
process-manager-zeeburg: open-case c9 person=M9 category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c9 organisation=bjaa => ok
process-manager-zeeburg: milestone c9 code=mdo-plus held=today => ok
# Help, but nobody who manages it
youth-health: register h0 child=H0 area=zeeburg => ok
coordinator-zeeburg: open-case d0 person=H0 category=MPG1 => ok
youth-health: register h1 child=H1 area=zeeburg => ok
coordinator-zeeburg: open-case d1 person=H1 category=MPG1 => ok
youth-health: register h2 child=H2 area=zeeburg => ok
coordinator-zeeburg: open-case d2 person=H2 category=MPG1 => ok
youth-health: register h3 child=H3 area=zeeburg => ok
coordinator-zeeburg: open-case d3 person=H3 category=MPG1 => ok
youth-health: register h4 child=H4 area=zeeburg => ok
coordinator-zeeburg: open-case d4 person=H4 category=MPG1 => ok
youth-health: register h5 child=H5 area=zeeburg => ok
coordinator-zeeburg: open-case d5 person=H5 category=MPG1 => ok
youth-health: register h6 child=H6 area=zeeburg => ok
coordinator-zeeburg: open-case d6 person=H6 category=MPG1 => ok
youth-health: register h7 child=H7 area=zeeburg => ok
coordinator-zeeburg: open-case d7 person=H7 category=MPG1 => ok
youth-health: register h8 child=H8 area=zeeburg => ok
coordinator-zeeburg: open-case d8 person=H8 category=MPG1 => ok
youth-health: register h9 child=H9 area=zeeburg => ok
coordinator-zeeburg: open-case d9 person=H9 category=MPG1 => ok
youth-health: register h10 child=H10 area=zeeburg => ok
coordinator-zeeburg: open-case d10 person=H10 category=MPG1 => ok
youth-health: register h11 child=H11 area=zeeburg => ok
coordinator-zeeburg: open-case d11 person=H11 category=MPG1 => ok
# Nobody who helps: a school gives no care
school: register s0 child=S0 area=zeeburg => ok
coordinator-zeeburg: open-case e0 person=S0 category=MPG1 => ok
school: register s1 child=S1 area=zeeburg => ok
coordinator-zeeburg: open-case e1 person=S1 category=MPG1 => ok
school: register s2 child=S2 area=zeeburg => ok
coordinator-zeeburg: open-case e2 person=S2 category=MPG1 => ok
school: register s3 child=S3 area=zeeburg => ok
coordinator-zeeburg: open-case e3 person=S3 category=MPG1 => ok
school: register s4 child=S4 area=zeeburg => ok
coordinator-zeeburg: open-case e4 person=S4 category=MPG1 => ok
school: register s5 child=S5 area=zeeburg => ok
coordinator-zeeburg: open-case e5 person=S5 category=MPG1 => ok
school: register s6 child=S6 area=zeeburg => ok
coordinator-zeeburg: open-case e6 person=S6 category=MPG1 => ok
school: register s7 child=S7 area=zeeburg => ok
coordinator-zeeburg: open-case e7 person=S7 category=MPG1 => ok
school: register s8 child=S8 area=zeeburg => ok
coordinator-zeeburg: open-case e8 person=S8 category=MPG1 => ok
school: register s9 child=S9 area=zeeburg => ok
coordinator-zeeburg: open-case e9 person=S9 category=MPG1 => ok
school: register s10 child=S10 area=zeeburg => ok
coordinator-zeeburg: open-case e10 person=S10 category=MPG1 => ok
school: register s11 child=S11 area=zeeburg => ok
coordinator-zeeburg: open-case e11 person=S11 category=MPG1 => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 => includes
  young-people total=22
  | families total=34
  | families.plan.recorded total=10 | families.plan.none total=24
  | families.coordination.family-manager total=10 | families.coordination.help-only total=12
  | families.coordination.none total=12
