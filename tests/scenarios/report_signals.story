# Concern signals of a quarter: who sent them, how many, what happened
# source: steering information, counts only; plan § 4.4
at 2026-03-02 10:00
police: send-signal p0 child=A0 acute=no area=zeeburg => ok
police: send-signal p1 child=A1 acute=no area=zeeburg => ok
police: send-signal p2 child=A2 acute=no area=zeeburg => ok
police: send-signal p3 child=A3 acute=no area=zeeburg => ok
police: send-signal p4 child=A4 acute=no area=zeeburg => ok
police: send-signal p5 child=A5 acute=no area=zeeburg => ok
police: send-signal p6 child=A6 acute=no area=zeeburg => ok
police: send-signal p7 child=A7 acute=no area=zeeburg => ok
police: send-signal p8 child=A8 acute=no area=zeeburg => ok
police: send-signal p9 child=A9 acute=no area=zeeburg => ok
police: send-signal p10 child=A10 acute=no area=zeeburg => ok
police: send-signal p11 child=A11 acute=no area=zeeburg => ok
youth-health: send-signal y0 child=B0 acute=no area=zeeburg => ok
youth-health: send-signal y1 child=B1 acute=no area=zeeburg => ok
youth-health: send-signal y2 child=B2 acute=no area=zeeburg => ok
youth-health: send-signal y3 child=B3 acute=no area=zeeburg => ok
youth-health: send-signal y4 child=B4 acute=no area=zeeburg => ok
youth-health: send-signal y5 child=B5 acute=no area=zeeburg => ok
youth-health: send-signal y6 child=B6 acute=no area=zeeburg => ok
youth-health: send-signal y7 child=B7 acute=no area=zeeburg => ok
youth-health: send-signal y8 child=B8 acute=no area=zeeburg => ok
youth-health: send-signal y9 child=B9 acute=no area=zeeburg => ok
youth-health: send-signal y10 child=B10 acute=no area=zeeburg => ok
youth-health: send-signal y11 child=B11 acute=no area=zeeburg => ok
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
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 areas=zeeburg => includes
  signals total=24 | signals.sender.youth-health-care total=12
  | signals.outcome.waiting total=12
