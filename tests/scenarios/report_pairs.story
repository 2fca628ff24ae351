# Who signals and what became of it: the two together, where each of them is told
# source: plan § 4.4 (signals: who sends them and what becomes of them), steering information
at 2026-03-02 10:00
police: send-signal p0 child=P0 acute=no area=zeeburg => ok
police: send-signal p1 child=P1 acute=no area=zeeburg => ok
police: send-signal p2 child=P2 acute=no area=zeeburg => ok
police: send-signal p3 child=P3 acute=no area=zeeburg => ok
police: send-signal p4 child=P4 acute=no area=zeeburg => ok
police: send-signal p5 child=P5 acute=no area=zeeburg => ok
police: send-signal p6 child=P6 acute=no area=zeeburg => ok
police: send-signal p7 child=P7 acute=no area=zeeburg => ok
police: send-signal p8 child=P8 acute=no area=zeeburg => ok
police: send-signal p9 child=P9 acute=no area=zeeburg => ok
police: send-signal p10 child=P10 acute=no area=zeeburg => ok
police: send-signal p11 child=P11 acute=no area=zeeburg => ok
police: send-signal p12 child=P12 acute=no area=zeeburg => ok
police: send-signal p13 child=P13 acute=no area=zeeburg => ok
police: send-signal p14 child=P14 acute=no area=zeeburg => ok
police: send-signal p15 child=P15 acute=no area=zeeburg => ok
police: send-signal p16 child=P16 acute=no area=zeeburg => ok
police: send-signal p17 child=P17 acute=no area=zeeburg => ok
police: send-signal p18 child=P18 acute=no area=zeeburg => ok
police: send-signal p19 child=P19 acute=no area=zeeburg => ok
police: send-signal p20 child=P20 acute=no area=zeeburg => ok
police: send-signal p21 child=P21 acute=no area=zeeburg => ok
police: send-signal p22 child=P22 acute=no area=zeeburg => ok
police: send-signal p23 child=P23 acute=no area=zeeburg => ok
youth-health: send-signal y0 child=Y0 acute=no area=zeeburg => ok
youth-health: send-signal y1 child=Y1 acute=no area=zeeburg => ok
youth-health: send-signal y2 child=Y2 acute=no area=zeeburg => ok
youth-health: send-signal y3 child=Y3 acute=no area=zeeburg => ok
youth-health: send-signal y4 child=Y4 acute=no area=zeeburg => ok
youth-health: send-signal y5 child=Y5 acute=no area=zeeburg => ok
youth-health: send-signal y6 child=Y6 acute=no area=zeeburg => ok
youth-health: send-signal y7 child=Y7 acute=no area=zeeburg => ok
youth-health: send-signal y8 child=Y8 acute=no area=zeeburg => ok
youth-health: send-signal y9 child=Y9 acute=no area=zeeburg => ok
youth-health: send-signal y10 child=Y10 acute=no area=zeeburg => ok
youth-health: send-signal y11 child=Y11 acute=no area=zeeburg => ok
youth-health: send-signal y12 child=Y12 acute=no area=zeeburg => ok
youth-health: send-signal y13 child=Y13 acute=no area=zeeburg => ok
youth-health: send-signal y14 child=Y14 acute=no area=zeeburg => ok
youth-health: send-signal y15 child=Y15 acute=no area=zeeburg => ok
youth-health: send-signal y16 child=Y16 acute=no area=zeeburg => ok
youth-health: send-signal y17 child=Y17 acute=no area=zeeburg => ok
youth-health: send-signal y18 child=Y18 acute=no area=zeeburg => ok
youth-health: send-signal y19 child=Y19 acute=no area=zeeburg => ok
youth-health: send-signal y20 child=Y20 acute=no area=zeeburg => ok
youth-health: send-signal y21 child=Y21 acute=no area=zeeburg => ok
youth-health: send-signal y22 child=Y22 acute=no area=zeeburg => ok
youth-health: send-signal y23 child=Y23 acute=no area=zeeburg => ok
coordinator-zeeburg: answer-signal p0 answer=taken_up => ok
coordinator-zeeburg: answer-signal p1 answer=taken_up => ok
coordinator-zeeburg: answer-signal p2 answer=taken_up => ok
coordinator-zeeburg: answer-signal p3 answer=taken_up => ok
coordinator-zeeburg: answer-signal p4 answer=taken_up => ok
coordinator-zeeburg: answer-signal p5 answer=taken_up => ok
coordinator-zeeburg: answer-signal p6 answer=taken_up => ok
coordinator-zeeburg: answer-signal p7 answer=taken_up => ok
coordinator-zeeburg: answer-signal p8 answer=taken_up => ok
coordinator-zeeburg: answer-signal p9 answer=taken_up => ok
coordinator-zeeburg: answer-signal p10 answer=taken_up => ok
coordinator-zeeburg: answer-signal p11 answer=taken_up => ok
coordinator-zeeburg: answer-signal y0 answer=taken_up => ok
coordinator-zeeburg: answer-signal y1 answer=taken_up => ok
coordinator-zeeburg: answer-signal y2 answer=taken_up => ok
coordinator-zeeburg: answer-signal y3 answer=taken_up => ok
coordinator-zeeburg: answer-signal y4 answer=taken_up => ok
coordinator-zeeburg: answer-signal y5 answer=taken_up => ok
coordinator-zeeburg: answer-signal y6 answer=taken_up => ok
coordinator-zeeburg: answer-signal y7 answer=taken_up => ok
coordinator-zeeburg: answer-signal y8 answer=taken_up => ok
coordinator-zeeburg: answer-signal y9 answer=taken_up => ok
coordinator-zeeburg: answer-signal y10 answer=taken_up => ok
coordinator-zeeburg: answer-signal y11 answer=taken_up => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 areas=zeeburg => includes
  signals total=48 percent=- | signals.sender.youth-health-care total=24 percent=50
  | signals.outcome.waiting total=24 percent=50
  | signals.sender-outcome.police_waiting total=-
  | signals.sender-outcome.youth-health-care_waiting total=12 percent=50
  | signals.sender-outcome.youth-health-care_seen total=- percent=-
# Of zeeburg alone nothing is told here, since it is the only area with signals: so no pair of it either.
coordinator-zeeburg: report year=2026 quarter=1 => includes
  signals.sender-outcome.youth-health-care_waiting total=- percent=- zeeburg=-
