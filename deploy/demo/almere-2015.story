# One entrance, the neighbourhood team; a network for what is complex, and one official whose word binds all
# source: factsheet, Toeleiding; factsheet, Ontwikkeling 2014; factsheet, Continu
# covenant: almere-2015
# seat: family-support label="family support" by=n.kramer name="Nadia Kramer" function=gezinsbegeleider
  phone=036-5550101
# seat: school label="the school" by=t.mol name="Theo Mol" function="intern begeleider" phone=036-5550102
# seat: debt-counselling label="debt counselling" by=y.chen name="Yu Chen" function=schuldhulpverlener
  phone=036-5550103
# seat: police label="the police" by=b.haan name="Bas de Haan" function=wijkagent phone=036-5550104
# seat: almere-team-haven-1 label="the neighbourhood team" by=wijkteam name="Sjoukje Wiersma"
  function=wijkteamleider phone=036-5550105
# seat: almere-focal-point label="the focal-point official" by=brandpunt name="Ingrid Saab"
  function=brandpuntfunctionaris phone=036-5550107
# seat: almere-supporters-haven label="the network of family supporters" by=netwerk name="Lia Boon"
  function="voorzitter van het netwerk" phone=036-5550108
# seat: youth-health-care label="youth health care" by=c.pot name="Carla Pot"
  function=jeugdverpleegkundige phone=036-5550120
at 2026-03-02 10:00

part Who else is involved?
tell Nadia Kramer, family supporter in Almere Haven, registers a mother and two children.
family-support: register i1 child=boy@today-4000,sister@today-5200 parent=mother area=almere-haven-1
  informed=today => nothing
tell Theo Mol registers the boy for his school:
school: register i2 child=boy@today-4000 area=almere-haven-1 informed=today => family-support
family-support: inbox => includes match own=i1 with=school
tell Yu Chen of debt counselling registers the mother:
debt-counselling: register i3 parent=mother area=almere-haven-1 informed=today => family-support
family-support: inbox => includes match own=i1 with=debt-counselling
tell Bas de Haan, neighbourhood officer, registers the girl:
police: register i4 child=sister@today-5200 area=almere-haven-1 informed=today => family-support
family-support: inbox => includes match own=i1 with=police

part Everything enters through the neighbourhood team
tell Bas de Haan finds the girl in the street at night, and sends a concern signal. As every report it comes
  to the family's neighbourhood team.
police: send-signal s1 child=sister@today-5200 parent=mother area=almere-haven-1 acute=no
  => ok recipient=almere-team-haven-1 crisis=no
almere-team-haven-1: inbox => includes signal-received signal=s1
almere-team-haven-1: answer-signal s1 answer=taken_up => ok case=c1
police: inbox => includes signal-taken-up signal=s1
tell The team finds the family complex. The network of family supporters works per district, with a mandate
  for a round table: it directs from now on.
almere-team-haven-1: confirm-persons c1 => ok
almere-team-haven-1: classify c1 category=complex => ok director=almere-supporters-haven
tell The network calls everybody to a round table:
almere-supporters-haven: milestone c1 code=round-table => ok plan=almere-support-plan

part Cooperation stalls
tell Everybody waits for everybody. Other than in most towns nobody tries a step below first: when cooperation
  stalls, it goes to the brandpuntfunctionaris at once.
school: open-ticket t1 involvement=i2 track=A obstacle=no_agreement category=complex
  => ok step=1 handler=almere-focal-point
almere-focal-point: inbox => includes ticket-assigned ticket=t1
tell The police, no party to it, cannot see the ticket.
police: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
tell Ingrid Saab decides, and what she decides binds all parties:
almere-focal-point: rule t1 item=family-support:provide_family_manager:today+5
  item=debt-counselling:give_priority:today+10 item=school:take_part:today+10 => ok state=ruled
family-support: inbox => includes ticket-ruled ticket=t1
debt-counselling: inbox => includes ticket-ruled ticket=t1
school: inbox => includes ticket-ruled ticket=t1

part The pilot flame
tell The network, which directs, has Nadia Kramer manage the family.
almere-supporters-haven: manager c1 organisation=family-support => ok organisation=family-support
tell In the end things go well. The case is closed.
almere-supporters-haven: close-case c1 reason=stagnation_lifted help=helpers_go_on safeguarding=watch tickets=first => ok
tell A pilot flame stays on: the last responsible professional keeps watch.
almere-supporters-haven: keep-watch c1 act=start => ok watch=family-support
