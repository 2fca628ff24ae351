# Five models of help behind the front door; how urgent it is decides who coordinates
# source: what works, p. 93; own reading
# covenant: rotterdam-models
# seat: outreach-care label="outreach care" by=s.pires name="Sonia Pires" function=bemoeizorger
  phone=010-5550101
# seat: school label="the school" by=w.buis name="Wim Buis" function="schoolmaatschappelijk werker"
  phone=010-5550102
# seat: mental-health-care label="mental health care" by=i.baas name="Irma Baas" function=psychiater
  phone=010-5550103
# seat: housing-corporation label="the housing corporation" by=d.kok name="Daan Kok" function=woonconsulent
  phone=010-5550104
# seat: rotterdam-portfolio-holder-charlois label="the borough's portfolio holder" by=bestuurder
  name="Gerda Mooi" function=portefeuillehouder phone=010-5550105
# seat: rotterdam-mayor label="the mayor" by=burgemeester name="Frits Haven" function=burgemeester
  phone=010-5550106
# seat: rotterdam-urgent-help label="the city's coordinator for urgent help" by=dringend
  name="Malika Said" function="stedelijk coördinator" phone=010-5550107
# seat: rotterdam-coordinator-charlois label="the coordinator of the borough" by=coordinator
  name="Arie Stolk" function="coördinator Charlois" phone=010-5550108
# seat: youth-health-care label="youth health care" by=d.maas name="Dineke Maas"
  function=jeugdverpleegkundige phone=010-5550120
at 2026-03-02 10:00

part Behind the front door
tell Sonia Pires of outreach care got in, and registers a mother and two children.
outreach-care: register i1 child=boy@today-4000,sister@today-5200 parent=mother area=charlois
  informed=today => nothing
tell Wim Buis registers the boy for his school:
school: register i2 child=boy@today-4000 area=charlois informed=today => outreach-care
outreach-care: inbox => includes match own=i1 with=school
tell Irma Baas, psychiatrist, registers the mother:
mental-health-care: register i3 parent=mother area=charlois informed=today => outreach-care
outreach-care: inbox => includes match own=i1 with=mental-health-care
tell Daan Kok of the housing corporation registers her too:
housing-corporation: register i4 parent=mother area=charlois informed=today
  => outreach-care | mental-health-care
outreach-care: inbox => includes match own=i1 with=housing-corporation
mental-health-care: inbox => includes match own=i3 with=housing-corporation
tell Wim Buis sends a concern signal: would somebody go and look? It is for the borough.
school: send-signal s1 child=boy@today-4000 parent=mother area=charlois acute=no
  => ok recipient=rotterdam-coordinator-charlois crisis=no
rotterdam-coordinator-charlois: inbox => includes signal-received signal=s1
rotterdam-coordinator-charlois: answer-signal s1 answer=taken_up => ok case=c1
school: inbox => includes signal-taken-up signal=s1
tell The coordinator finds that the two are one family, and says so: those who are involved see each other.
rotterdam-coordinator-charlois: confirm-persons c1 => ok
tell The first model is finger on the pulse: regular visits while the case is open.
rotterdam-coordinator-charlois: keep-watch c1 act=start => ok watch=rotterdam-coordinator-charlois

part Prop and support: the borough coordinates
tell Arie Stolk has put a finger on the pulse, and finds that this family needs support for a long time.
rotterdam-coordinator-charlois: classify c1 category=support-and-prop
  => ok director=rotterdam-coordinator-charlois
tell The corporation would repair the house, and has not. First the parties among themselves.
outreach-care: open-ticket t1 involvement=i1 track=B obstacle=task_not_done target=housing-corporation
  category=support-and-prop => ok step=1 handler=outreach-care director=rotterdam-coordinator-charlois
outreach-care: inbox => includes ticket-assigned ticket=t1
tell It takes too long. Who coordinates the family handles it: in this model the borough.
outreach-care: escalate t1 => ok step=2 handler=rotterdam-coordinator-charlois
rotterdam-coordinator-charlois: inbox => includes ticket-assigned ticket=t1
tell The coordinator has no power over a corporation. The borough's politician has.
rotterdam-coordinator-charlois: escalate t1 => ok step=3 handler=rotterdam-portfolio-holder-charlois
rotterdam-portfolio-holder-charlois: inbox => includes ticket-assigned ticket=t1
tell Gerda Mooi rules: the house is repaired.
rotterdam-portfolio-holder-charlois: rule t1 item=housing-corporation:carry_out_task:today+14
  => ok state=ruled
housing-corporation: inbox => includes ticket-ruled ticket=t1

part Direct help: how urgent it is decides who coordinates
tell The mother needs help that she does not want: another model. It can wait a week, so the borough goes on
  coordinating.
rotterdam-coordinator-charlois: classify c1 category=direct-help
  => ok director=rotterdam-coordinator-charlois
tell Mental health care does not come. Sonia Pires opens a ticket.
outreach-care: open-ticket t2 involvement=i1 track=B obstacle=not_delivered target=mental-health-care
  category=direct-help => ok step=1 handler=outreach-care director=rotterdam-coordinator-charlois
outreach-care: inbox => includes ticket-assigned ticket=t2
tell Then the mother talks of harming herself. The same model, but urgent: the coordination goes to the city.
  So the ticket moves with the family.
rotterdam-coordinator-charlois: classify c1 category=direct-help-urgent => ok director=rotterdam-urgent-help
rotterdam-urgent-help: ticket t2 => ok step=1 handler=rotterdam-urgent-help
rotterdam-urgent-help: inbox => includes ticket-assigned ticket=t2
tell The coordinator of the borough hears that it is not his any more.
rotterdam-coordinator-charlois: inbox => includes ticket-rerouted ticket=t2
tell The school, no party to it, cannot see the ticket.
school: ticket t2 => refused PERMISSION_DENIED NOT_ALLOWED
tell Malika Said gets her admitted that night, and closes the ticket.
rotterdam-urgent-help: resolve t2 how=task_done => ok state=resolved handler=nobody

part Things in order, and neighbours who cannot sleep
tell She is back. With her papers in a heap she may fall out of everything: things in order, which is to learn
  the way to services. The borough coordinates again.
rotterdam-urgent-help: classify c1 category=things-in-order nuisance=yes => ok director=rotterdam-coordinator-charlois
tell The neighbours cannot sleep, and nobody does anything about the noise. The housing corporation opens a
  ticket.
housing-corporation: open-ticket t3 involvement=i4 track=B obstacle=not_participating
  target=mental-health-care category=things-in-order nuisance=yes
  => ok step=1 handler=housing-corporation director=rotterdam-coordinator-charlois
housing-corporation: inbox => includes ticket-assigned ticket=t3
tell The borough coordinates this model too.
housing-corporation: escalate t3 => ok step=2 handler=rotterdam-coordinator-charlois
rotterdam-coordinator-charlois: inbox => includes ticket-assigned ticket=t3
tell With nuisance the last step is not the borough's but the mayor's.
rotterdam-coordinator-charlois: escalate t3 => ok step=3 handler=rotterdam-mayor
rotterdam-mayor: inbox => includes ticket-assigned ticket=t3
tell The mayor rules:
rotterdam-mayor: rule t3 item=mental-health-care:take_part:today+7 => ok state=ruled
mental-health-care: inbox => includes ticket-ruled ticket=t3

part Refresh: somebody keeps following
tell It is quiet. The last model is to refresh.
rotterdam-coordinator-charlois: classify c1 category=refresh => ok director=rotterdam-coordinator-charlois
tell Sonia Pires is the last responsible professional.
rotterdam-coordinator-charlois: manager c1 organisation=outreach-care => ok organisation=outreach-care
tell The case is closed.
rotterdam-coordinator-charlois: close-case c1 reason=stagnation_lifted help=helpers_go_on safeguarding=watch tickets=first => ok
tell After closing the last responsible professional goes on looking in:
rotterdam-coordinator-charlois: keep-watch c1 act=start => ok watch=outreach-care
