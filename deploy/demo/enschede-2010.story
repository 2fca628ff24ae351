# A neighbourhood coach whose advice an organisation makes a decision at once; behind her the care team of the municipality
# source: thesis § 5.1; own reading
# covenant: enschede-2010
# seat: neighbourhood-coaching label="the coaches' organisation" by=r.spit name="Rianne Spit"
  function=wijkcoach phone=053-5550101
# seat: social-services label="Work and Income" by=g.elzen name="Gijs van den Elzen" function=consulent
  phone=053-5550102
# seat: housing-corporation label="the housing corporation" by=c.aydin name="Can Aydin"
  function=wijkbeheerder phone=053-5550103
# seat: school label="the school" by=e.mulder name="Els Mulder" function=directeur phone=053-5550104
# seat: enschede-contact-income label="the contact manager of Work and Income" by=manager name="Marga Pol"
  function=contactmanager phone=053-5550105
# seat: enschede-contact-housing label="the contact manager of the corporation" by=manager name="Jos Wolf"
  function=contactmanager phone=053-5550106
# seat: enschede-alderman label="the alderman" by=wethouder name="Mieke Tijhuis" function="wethouder zorg"
  phone=053-5550109
# seat: enschede-care-team-oost label="the neighbourhood care team" by=wijkzorgteam name="Sander Krol"
  function="regisseur van de gemeente" phone=053-5550108
# seat: enschede-coach-velve-lindenhof label="the neighbourhood coach" by=wijkcoach name="Rianne Spit"
  function=wijkcoach phone=053-5550101
# seat: youth-health-care label="youth health care" by=f.nijhuis name="Floor Nijhuis"
  function=jeugdverpleegkundige phone=053-5550120
at 2026-03-02 10:00

part One coach for one family
tell Rianne Spit, neighbourhood coach in Velve-Lindenhof, registers a mother and her boy.
neighbourhood-coaching: register i1 child=boy@today-4000 parent=mother area=velve-lindenhof informed=today
  => nothing
tell Gijs van den Elzen of Work and Income registers the mother:
social-services: register i2 parent=mother area=velve-lindenhof informed=today => neighbourhood-coaching
neighbourhood-coaching: inbox => includes match own=i1 with=social-services
tell Can Aydin of the housing corporation registers her too:
housing-corporation: register i3 parent=mother area=velve-lindenhof informed=today
  => neighbourhood-coaching | social-services
neighbourhood-coaching: inbox => includes match own=i1 with=housing-corporation
social-services: inbox => includes match own=i2 with=housing-corporation
tell Els Mulder registers the boy for her school:
school: register i4 child=boy@today-4000 area=velve-lindenhof informed=today => neighbourhood-coaching
neighbourhood-coaching: inbox => includes match own=i1 with=school
tell The boy comes to school without breakfast. Els Mulder sends a concern signal, which is for the coach of
  the neighbourhood.
school: send-signal s1 child=boy@today-4000 parent=mother area=velve-lindenhof acute=no
  => ok recipient=enschede-coach-velve-lindenhof crisis=no
enschede-coach-velve-lindenhof: inbox => includes signal-received signal=s1
enschede-coach-velve-lindenhof: answer-signal s1 answer=taken_up => ok case=c1
school: inbox => includes signal-taken-up signal=s1
tell The coach knows them, and says that they are one family: those who are involved see each other.
enschede-coach-velve-lindenhof: confirm-persons c1 => ok
tell One coach, one family: Rianne Spit manages it herself.
enschede-coach-velve-lindenhof: manager c1 organisation=neighbourhood-coaching
  => ok organisation=neighbourhood-coaching

part Advice that becomes a decision at once
tell The benefit was agreed, and does not come. The coach has the partners' mandate in fact, and writes what
  she would decide.
neighbourhood-coaching: open-ticket t1 involvement=i1 track=B obstacle=delivered_late target=social-services
  category=coach => ok step=1 handler=enschede-coach-velve-lindenhof director=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: inbox => includes ticket-assigned ticket=t1
tell Every organisation has one manager as contact; this one has two days to make her advice a decision.
enschede-coach-velve-lindenhof: escalate t1 => ok step=2 handler=enschede-contact-income
enschede-contact-income: inbox => includes ticket-assigned ticket=t1
tell Marga Pol signs the same day. The knot is untied.
enschede-contact-income: resolve t1 how=task_done => ok state=resolved handler=nobody
tell The coach hears that it is done.
enschede-coach-velve-lindenhof: inbox => includes ticket-resolved ticket=t1

part Too much for one coach
tell The corporation wants to evict. Rianne Spit advises against it.
neighbourhood-coaching: open-ticket t2 involvement=i1 track=B obstacle=not_participating
  target=housing-corporation category=coach
  => ok step=1 handler=enschede-coach-velve-lindenhof director=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: inbox => includes ticket-assigned ticket=t2
tell Its contact manager is to decide.
enschede-coach-velve-lindenhof: escalate t2 => ok step=2 handler=enschede-contact-housing
enschede-contact-housing: inbox => includes ticket-assigned ticket=t2
tell He does not follow the advice. The neighbourhood care team brings the parties together.
enschede-contact-housing: escalate t2 => ok step=2 handler=enschede-care-team-oost
enschede-care-team-oost: inbox => includes ticket-assigned ticket=t2
tell The school, no party to it, cannot see the ticket.
school: ticket t2 => refused PERMISSION_DENIED NOT_ALLOWED
tell The coach finds the family one of the heaviest. There the municipality directs: the neighbourhood care
  team of the district.
enschede-coach-velve-lindenhof: classify c1 category=heaviest => ok director=enschede-care-team-oost
enschede-care-team-oost: ticket t2 => ok step=2 handler=enschede-care-team-oost
tell Sander Krol gets everybody to one table: no eviction as long as the coach comes.
enschede-care-team-oost: resolve t2 how=agreement => ok state=resolved handler=nobody

part The municipality decides
tell Who carries out the plan? The parties do not agree.
school: open-ticket t3 involvement=i4 track=A obstacle=no_family_manager category=heaviest
  => ok step=1 handler=enschede-coach-velve-lindenhof director=enschede-care-team-oost
enschede-coach-velve-lindenhof: inbox => includes ticket-assigned ticket=t3
tell Against nobody in particular no contact manager has a turn: the care team at once.
enschede-coach-velve-lindenhof: escalate t3 => ok step=2 handler=enschede-care-team-oost
enschede-care-team-oost: inbox => includes ticket-assigned ticket=t3
tell It directs itself and does not get them to agree: the alderman decides.
enschede-care-team-oost: escalate t3 => ok step=3 handler=enschede-alderman
enschede-alderman: inbox => includes ticket-assigned ticket=t3
tell The municipality rules, binding on all:
enschede-alderman: rule t3 item=neighbourhood-coaching:provide_family_manager:today+5
  item=housing-corporation:take_part:today+10 => ok state=ruled
neighbourhood-coaching: inbox => includes ticket-ruled ticket=t3
housing-corporation: inbox => includes ticket-ruled ticket=t3
