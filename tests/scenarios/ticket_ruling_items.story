# A ruling is coded and lies ahead
# source: plan § 3.4; escalation.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 to-step=3 skip=already_tried => ok handler=portfolio-holder-zeeburg
portfolio-holder-zeeburg: rule t1 => refused fields items
portfolio-holder-zeeburg: rule t1 item=debt-zeeburg:-:2026-04-01 => refused fields items[0].act
portfolio-holder-zeeburg: rule t1 item=debt-zeeburg:take_part:yesterday => refused fields items[0].by_date
portfolio-holder-zeeburg: rule t1 item=debt-zeeburg:take_part:today => ok state=ruled
