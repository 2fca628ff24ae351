# The guide of 2011: a guardian manages the family, and a knot takes five steps to the alderman
# source: guide § 5.1; guide § 5.6.4; plan § 3.4
# covenant: amsterdam-guide-2011
# seat: youth-care-agency label="the guardian" by=a.bakker name="Annelies Bakker"
  function=gezinsvoogd phone=020-5550103
# seat: mental-health-care label="mental health care" by=d.sluis name="Dirk Sluis" function=behandelaar
  phone=020-5550110
# seat: social-services label="the Work and Income Service" by=k.ozturk name="Kemal Öztürk"
  function=klantmanager phone=020-5550111
# seat: school label="the school" by=m.stam name="Marit Stam" function=zorgcoördinator phone=020-5550112
# seat: guide-coordinator-oost label="the coordinator" by=coordinator name="Fatima El Idrissi"
  function="coördinator risicogezinnen" phone=020-5550105
# seat: guide-directorate-ggz label="the directorate" by=directie name="Willem Kamp"
  function=directeur phone=020-5550113
# seat: guide-alderman label="the alderman" by=wethouder name="Hanneke Smit" function="wethouder jeugd"
  phone=020-5550107
# seat: guide-process-manager-oost label="the process manager" by=procesmanager name="Joost Verhoeven"
  function=procesmanager phone=020-5550106
# seat: youth-health-care label="youth health care" by=r.admiraal name="Roos Admiraal"
  function=jeugdverpleegkundige phone=020-5550120
at 2026-03-02 10:00

part A family with a measure
tell Annelies Bakker, guardian of two children and family manager, registers the family.
youth-care-agency: register i1 child=boy@today-4000,sister@today-5200 parent=mother area=stadsdeel-oost
  informed=today => nothing
tell Marit Stam registers the girl for her school, and reads whom to call:
school: register i2 child=sister@today-5200 area=stadsdeel-oost informed=today => youth-care-agency
youth-care-agency: inbox => includes match own=i1 with=school
tell Dirk Sluis, who treats the mother, registers her:
mental-health-care: register i3 parent=mother area=stadsdeel-oost informed=today => youth-care-agency
youth-care-agency: inbox => includes match own=i1 with=mental-health-care
tell Kemal Öztürk of the Work and Income Service registers the mother:
social-services: register i4 parent=mother area=stadsdeel-oost informed=today
  => youth-care-agency | mental-health-care
youth-care-agency: inbox => includes match own=i1 with=social-services
mental-health-care: inbox => includes match own=i3 with=social-services
tell Joost Verhoeven, process manager of the care region, takes the family up.
guide-process-manager-oost: open-case c1 person=mother person=boy person=sister area=stadsdeel-oost
  category=MPG3 measure=child_protection => ok director=guide-process-manager-oost
tell With a measure the guardian manages the family: Annelies Bakker.
guide-process-manager-oost: manager c1 organisation=youth-care-agency => ok organisation=youth-care-agency
tell The MDO+ makes the one plan, for twenty weeks. The broker knows when, never what:
guide-process-manager-oost: milestone c1 code=mdo-plus plan=guide-twenty-weeks => ok plan=guide-twenty-weeks

part Five steps of the guide
tell The treatment that was agreed does not begin. The family manager addresses Dirk Sluis, and announces
  escalation.
youth-care-agency: open-ticket t1 involvement=i1 track=B obstacle=not_delivered target=mental-health-care
  category=MPG3 => ok step=1 handler=youth-care-agency director=guide-process-manager-oost
youth-care-agency: inbox => includes ticket-assigned ticket=t1
tell The coordinator of the district is told at once, also for a family with a measure.
guide-coordinator-oost: inbox => includes ticket-opened ticket=t1
tell He cannot change it. Her manager calls his manager.
youth-care-agency: escalate t1 => ok step=2 handler=youth-care-agency
youth-care-agency: inbox => includes ticket-assigned ticket=t1
tell The managers do not untie it. Family manager and manager go to the process manager.
youth-care-agency: escalate t1 => ok step=3 handler=guide-process-manager-oost
guide-process-manager-oost: inbox => includes ticket-assigned ticket=t1
tell The process manager keeps the ticket, and takes it up with the directorate of mental health care, which
  is told and asked to answer.
guide-process-manager-oost: escalate t1 => ok step=4 handler=guide-process-manager-oost
guide-directorate-ggz: inbox => includes ticket-asked ticket=t1
tell The directorate has no place before summer and says so, with a code. It does not handle a complaint
  against itself.
guide-directorate-ggz: answer-ticket t1 answer=cannot => ok step=4 handler=guide-process-manager-oost
guide-process-manager-oost: inbox => includes ticket-answered ticket=t1
guide-directorate-ggz: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
tell The school, no party to this knot, cannot see the ticket.
school: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
tell The fifth step: the process manager takes it to the alderman.
guide-process-manager-oost: escalate t1 => ok step=5 handler=guide-alderman
guide-alderman: inbox => includes ticket-assigned ticket=t1
tell The alderman rules, binding on all: the treatment goes before the waiting list.
guide-alderman: rule t1 item=mental-health-care:give_priority:today+7 item=social-services:take_part:today+14
  => ok state=ruled
mental-health-care: inbox => includes ticket-ruled ticket=t1
social-services: inbox => includes ticket-ruled ticket=t1
