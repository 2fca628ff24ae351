# Who signals and what became of it, of one area: told where both are told of it, and then never of all areas together
# source: plan § 4.4 (signals: who sends them and what becomes of them), steering information
at 2026-03-02 10:00
police: send-signal zp0 child=ZP0 acute=no area=zeeburg => ok
police: send-signal zp1 child=ZP1 acute=no area=zeeburg => ok
police: send-signal zp2 child=ZP2 acute=no area=zeeburg => ok
police: send-signal zp3 child=ZP3 acute=no area=zeeburg => ok
police: send-signal zp4 child=ZP4 acute=no area=zeeburg => ok
police: send-signal zp5 child=ZP5 acute=no area=zeeburg => ok
police: send-signal zp6 child=ZP6 acute=no area=zeeburg => ok
police: send-signal zp7 child=ZP7 acute=no area=zeeburg => ok
police: send-signal zp8 child=ZP8 acute=no area=zeeburg => ok
police: send-signal zp9 child=ZP9 acute=no area=zeeburg => ok
police: send-signal zp10 child=ZP10 acute=no area=zeeburg => ok
police: send-signal zp11 child=ZP11 acute=no area=zeeburg => ok
police: send-signal zp12 child=ZP12 acute=no area=zeeburg => ok
police: send-signal zp13 child=ZP13 acute=no area=zeeburg => ok
police: send-signal zp14 child=ZP14 acute=no area=zeeburg => ok
police: send-signal zp15 child=ZP15 acute=no area=zeeburg => ok
police: send-signal zp16 child=ZP16 acute=no area=zeeburg => ok
police: send-signal zp17 child=ZP17 acute=no area=zeeburg => ok
police: send-signal zp18 child=ZP18 acute=no area=zeeburg => ok
police: send-signal zp19 child=ZP19 acute=no area=zeeburg => ok
youth-health: send-signal zy0 child=ZY0 acute=no area=zeeburg => ok
youth-health: send-signal zy1 child=ZY1 acute=no area=zeeburg => ok
youth-health: send-signal zy2 child=ZY2 acute=no area=zeeburg => ok
youth-health: send-signal zy3 child=ZY3 acute=no area=zeeburg => ok
youth-health: send-signal zy4 child=ZY4 acute=no area=zeeburg => ok
youth-health: send-signal zy5 child=ZY5 acute=no area=zeeburg => ok
youth-health: send-signal zy6 child=ZY6 acute=no area=zeeburg => ok
youth-health: send-signal zy7 child=ZY7 acute=no area=zeeburg => ok
youth-health: send-signal zy8 child=ZY8 acute=no area=zeeburg => ok
youth-health: send-signal zy9 child=ZY9 acute=no area=zeeburg => ok
youth-health: send-signal zy10 child=ZY10 acute=no area=zeeburg => ok
youth-health: send-signal zy11 child=ZY11 acute=no area=zeeburg => ok
youth-health: send-signal zy12 child=ZY12 acute=no area=zeeburg => ok
youth-health: send-signal zy13 child=ZY13 acute=no area=zeeburg => ok
youth-health: send-signal zy14 child=ZY14 acute=no area=zeeburg => ok
youth-health: send-signal zy15 child=ZY15 acute=no area=zeeburg => ok
youth-health: send-signal zy16 child=ZY16 acute=no area=zeeburg => ok
youth-health: send-signal zy17 child=ZY17 acute=no area=zeeburg => ok
youth-health: send-signal zy18 child=ZY18 acute=no area=zeeburg => ok
youth-health: send-signal zy19 child=ZY19 acute=no area=zeeburg => ok
police: send-signal np0 child=NP0 acute=no area=noord => ok
police: send-signal np1 child=NP1 acute=no area=noord => ok
police: send-signal np2 child=NP2 acute=no area=noord => ok
police: send-signal np3 child=NP3 acute=no area=noord => ok
police: send-signal np4 child=NP4 acute=no area=noord => ok
police: send-signal np5 child=NP5 acute=no area=noord => ok
police: send-signal np6 child=NP6 acute=no area=noord => ok
police: send-signal np7 child=NP7 acute=no area=noord => ok
police: send-signal np8 child=NP8 acute=no area=noord => ok
police: send-signal np9 child=NP9 acute=no area=noord => ok
police: send-signal np10 child=NP10 acute=no area=noord => ok
police: send-signal np11 child=NP11 acute=no area=noord => ok
police: send-signal np12 child=NP12 acute=no area=noord => ok
police: send-signal np13 child=NP13 acute=no area=noord => ok
police: send-signal np14 child=NP14 acute=no area=noord => ok
police: send-signal np15 child=NP15 acute=no area=noord => ok
police: send-signal np16 child=NP16 acute=no area=noord => ok
police: send-signal np17 child=NP17 acute=no area=noord => ok
police: send-signal np18 child=NP18 acute=no area=noord => ok
police: send-signal np19 child=NP19 acute=no area=noord => ok
youth-health: send-signal ny0 child=NY0 acute=no area=noord => ok
youth-health: send-signal ny1 child=NY1 acute=no area=noord => ok
youth-health: send-signal ny2 child=NY2 acute=no area=noord => ok
youth-health: send-signal ny3 child=NY3 acute=no area=noord => ok
youth-health: send-signal ny4 child=NY4 acute=no area=noord => ok
youth-health: send-signal ny5 child=NY5 acute=no area=noord => ok
youth-health: send-signal ny6 child=NY6 acute=no area=noord => ok
youth-health: send-signal ny7 child=NY7 acute=no area=noord => ok
youth-health: send-signal ny8 child=NY8 acute=no area=noord => ok
youth-health: send-signal ny9 child=NY9 acute=no area=noord => ok
youth-health: send-signal ny10 child=NY10 acute=no area=noord => ok
youth-health: send-signal ny11 child=NY11 acute=no area=noord => ok
youth-health: send-signal ny12 child=NY12 acute=no area=noord => ok
youth-health: send-signal ny13 child=NY13 acute=no area=noord => ok
youth-health: send-signal ny14 child=NY14 acute=no area=noord => ok
youth-health: send-signal ny15 child=NY15 acute=no area=noord => ok
youth-health: send-signal ny16 child=NY16 acute=no area=noord => ok
youth-health: send-signal ny17 child=NY17 acute=no area=noord => ok
youth-health: send-signal ny18 child=NY18 acute=no area=noord => ok
youth-health: send-signal ny19 child=NY19 acute=no area=noord => ok
coordinator-zeeburg: answer-signal zp0 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp1 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp2 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp3 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp4 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp5 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp6 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp7 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp8 answer=taken_up => ok
coordinator-zeeburg: answer-signal zp9 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy0 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy1 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy2 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy3 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy4 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy5 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy6 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy7 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy8 answer=taken_up => ok
coordinator-zeeburg: answer-signal zy9 answer=taken_up => ok
coordinator-noord: answer-signal np0 answer=taken_up => ok
coordinator-noord: answer-signal np1 answer=taken_up => ok
coordinator-noord: answer-signal np2 answer=taken_up => ok
coordinator-noord: answer-signal np3 answer=taken_up => ok
coordinator-noord: answer-signal np4 answer=taken_up => ok
coordinator-noord: answer-signal np5 answer=taken_up => ok
coordinator-noord: answer-signal np6 answer=taken_up => ok
coordinator-noord: answer-signal np7 answer=taken_up => ok
coordinator-noord: answer-signal np8 answer=taken_up => ok
coordinator-noord: answer-signal np9 answer=taken_up => ok
coordinator-noord: answer-signal ny0 answer=taken_up => ok
coordinator-noord: answer-signal ny1 answer=taken_up => ok
coordinator-noord: answer-signal ny2 answer=taken_up => ok
coordinator-noord: answer-signal ny3 answer=taken_up => ok
coordinator-noord: answer-signal ny4 answer=taken_up => ok
coordinator-noord: answer-signal ny5 answer=taken_up => ok
coordinator-noord: answer-signal ny6 answer=taken_up => ok
coordinator-noord: answer-signal ny7 answer=taken_up => ok
coordinator-noord: answer-signal ny8 answer=taken_up => ok
coordinator-noord: answer-signal ny9 answer=taken_up => ok
at 2026-04-01 09:00
programme-manager: report year=2026 quarter=1 areas=zeeburg => includes
  signals total=80 zeeburg=40
  | signals.sender.youth-health-care total=40 zeeburg=20
  | signals.outcome.waiting total=40 zeeburg=20
  | signals.sender-outcome.youth-health-care_waiting total=- percent=- zeeburg=10
# The rest of each breakdown follows from the sum, so one part of it stays untold, and every pair with it.
coordinator-zeeburg: report year=2026 quarter=1 => includes
  signals.sender-outcome.police_waiting total=- zeeburg=-
  | signals.sender-outcome.youth-health-care_waiting total=- zeeburg=10
  | signals.sender-outcome.youth-health-care_taken-up total=- zeeburg=-
# Of noord nothing is told: with what is told of all areas and of zeeburg it would give the quiet areas away.
coordinator-noord: report year=2026 quarter=1 => includes
  signals total=- noord=- | signals.sender-outcome.youth-health-care_waiting total=- percent=- noord=-
coordinator-noord: report year=2026 quarter=1 areas=zeeburg => refused fields areas[0]
