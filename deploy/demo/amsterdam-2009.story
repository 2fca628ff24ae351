# A family in Zeeburg as seven parties live it: they find each other, and a knot climbs to the alderman
# source: plan § 3.4; plan § 3.5
# seat: school label="the school" by=s.dewit name="Saskia de Wit"
  function="schoolmaatschappelijk werker" phone=020-5550101
# seat: debt-zeeburg is=debt-counselling label="debt counselling" by=m.yilmaz name="Murat Yilmaz"
  function=schuldhulpverlener phone=020-5550102
# seat: bjaa is=youth-care-agency label="the guardian" by=a.bakker name="Annelies Bakker"
  function=gezinsvoogd phone=020-5550103
# seat: police label="the police" by=r.pinas name="Ruben Pinas" function=wijkagent phone=020-5550104
# seat: coordinator-zeeburg label="the coordinator" by=coordinator name="Fatima El Idrissi"
  function="coördinator risicogezinnen" phone=020-5550105
# seat: region-portfolio-holder label="the alderman" by=wethouder name="Hanneke Smit"
  function="portefeuillehouder jeugdzorg" phone=020-5550107
# seat: process-manager-zeeburg is=process-manager-oost label="the process manager" by=procesmanager
  name="Joost Verhoeven" function=procesmanager phone=020-5550106
# seat: youth-health is=youth-health-care label="youth health care" by=r.admiraal name="Roos Admiraal"
  function=jeugdverpleegkundige phone=020-5550120
at 2026-03-02 10:00

part Who else is involved?
tell Saskia de Wit, school social worker, registers: her school is involved with a boy and his mother.
  Nobody else is, yet.
school: register i1 child=boy@today-4000 parent=mother informed=today => nothing
tell Murat Yilmaz of debt counselling registers the mother, and reads in the same answer who else is
  involved. The school is told on its open subscription:
debt-zeeburg: register i2 parent=mother informed=today => school
school: inbox => match own=i1 with=debt-zeeburg match=m1
tell Annelies Bakker, gezinsvoogd at Bureau Jeugdzorg, registers the mother and both children. The
  others are told:
bjaa: register i3 child=boy@today-4000,sister@today-5200 parent=mother informed=today => school | debt-zeeburg
school: inbox => match own=i1 with=bjaa match=m2
debt-zeeburg: inbox => match own=i2 with=bjaa match=m2
tell Ruben Pinas, wijkagent, registers the boy only. He sees the school and the guardian,
  and they are told:
police: register i4 child=boy@today-4000 informed=today => school | bjaa
school: inbox => match own=i1 with=police
bjaa: inbox => match own=i3 with=police
tell Debt counselling, which knows only the mother, is not told of the police: they share no person.
debt-zeeburg: inbox => nothing

part Did they really make contact?
tell The school asks who else is involved:
school: involved i1 => debt-zeeburg | bjaa | police
tell Saskia has called Murat and records it: contact made. For her this match is done; nobody will
  remind her.
school: follow-up m1 state=contact_made => ok owed=no
tell They agree on regie: the guardian leads. The school and debt counselling are told.
bjaa: agree-lead m2 lead=bjaa => ok lead=bjaa
school: inbox => lead own=i1 match=m2 lead=bjaa
debt-zeeburg: inbox => lead own=i2 match=m2 lead=bjaa

part Who may not look
tell The wijkagent tries the school's involvement, and one that does not exist. Both answers are the same:
police: involved i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=involvement
police: involved never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=involvement

part The agreed plan is not carried out (track B)
tell The school first thinks that the juvenile court holds things up. One cannot escalate to the judiciary:
school: open-ticket t0 involvement=i1 track=B obstacle=not_delivered target=judiciary category=MPG2
  => refused FAILED_PRECONDITION JUDICIARY
tell It opens a ticket: debt counselling does not deliver. Step 1: the school's own manager first calls
  theirs.
school: open-ticket t1 involvement=i1 track=B obstacle=not_delivered target=debt-zeeburg category=MPG2
  => ok step=1 handler=school director=process-manager-zeeburg
tell The coordinator risicogezinnen of the district is told at once, although the process manager directs
  this family.
coordinator-zeeburg: inbox => ticket-opened ticket=t1
tell The managers do not untie it. Step 2: the district commissions debt counselling, so its coordinator
  handles the ticket; the procesmanager keeps directing.
school: escalate t1 => ok step=2 handler=coordinator-zeeburg director=process-manager-zeeburg
coordinator-zeeburg: inbox => ticket-assigned ticket=t1
tell The coordinator finds that the knot lies with Bureau Jeugdzorg. She corrects that fact; the covenant
  moves the ticket to the procesmanager.
coordinator-zeeburg: hand-over t1 target=bjaa => ok step=2 handler=process-manager-zeeburg
process-manager-zeeburg: inbox => includes ticket-assigned ticket=t1
tell The directors do not agree either. Step 3: the procesmanager takes it to the city region's
  portefeuillehouder jeugdzorg.
process-manager-zeeburg: escalate t1 => ok step=3 handler=region-portfolio-holder
region-portfolio-holder: inbox => ticket-assigned ticket=t1
tell The police, who are no party to it, cannot see the ticket.
police: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
tell The alderman rules, binding on all: Bureau Jeugdzorg delivers the help, debt counselling takes part.
region-portfolio-holder: rule t1 item=bjaa:deliver_help:today+14 item=debt-zeeburg:take_part:today+21
  => ok state=ruled handler=nobody ; bjaa act=deliver_help | debt-zeeburg act=take_part
tell The ruling reaches everybody: the school, the coordinator, the procesmanager, Bureau Jeugdzorg and
  debt counselling.
school: inbox => includes ticket-ruled ticket=t1
coordinator-zeeburg: inbox => includes ticket-ruled ticket=t1
process-manager-zeeburg: inbox => includes ticket-ruled ticket=t1
bjaa: inbox => includes ticket-ruled ticket=t1
debt-zeeburg: inbox => includes ticket-ruled ticket=t1
tell The school reads the whole way back:
school: ticket t1 => ok history=opened+escalated+handed_over+escalated+ruled
