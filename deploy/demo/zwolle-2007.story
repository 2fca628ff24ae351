# An own attempt first, then a neutral adviser between the parties; and somebody within a day in a crisis
# source: thesis § 4.1; thesis § 4.1.1; thesis § 4.1.2; own reading
# covenant: zwolle-2007
# seat: social-work label="social work" by=j.kist name="Joke Kist" function="maatschappelijk werker"
  phone=038-5550101
# seat: school label="the school" by=p.dogan name="Pinar Dogan" function="intern begeleider"
  phone=038-5550102
# seat: housing-corporation label="the housing corporation" by=h.vos name="Henk Vos" function=woonconsulent
  phone=038-5550103
# seat: mental-health-care label="mental health care" by=l.prins name="Lotte Prins" function=psychiater
  phone=038-5550104
# seat: zwolle-steering-group label="the steering group" by=voorzitter
  name="Riet Zandstra" function=voorzitter phone=038-5550105
# seat: zwolle-adviser label="the adviser" by=adviseur name="Tineke Bos"
  function="adviseur Bijzondere Doelgroepen" phone=038-5550107
# seat: zwolle-structural-group label="the structural group" by=voorzitter
  name="Tineke Bos" function=voorzitter phone=038-5550107
# seat: zwolle-case-group label="the case-dependent group" by=voorzitter
  name="Tineke Bos" function=voorzitter phone=038-5550107
# seat: youth-health-care label="youth health care" by=b.sok name="Bert Sok"
  function=jeugdverpleegkundige phone=038-5550120
at 2026-03-02 10:00

part Only organisations report
tell Joke Kist, social worker, registers a mother and her boy. Nobody else is involved yet.
social-work: register i1 child=boy@today-4000 parent=mother area=zwolle-noord informed=today => nothing
tell Pinar Dogan of the school registers the boy, and reads whom to call:
school: register i2 child=boy@today-4000 area=zwolle-noord informed=today => social-work
social-work: inbox => match own=i1 with=school
tell Henk Vos of the housing corporation registers the mother, who has arrears:
housing-corporation: register i3 parent=mother area=zwolle-noord informed=today => social-work
social-work: inbox => match own=i1 with=housing-corporation
tell Lotte Prins, psychiatrist, registers the mother too:
mental-health-care: register i4 parent=mother area=zwolle-noord informed=today
  => social-work | housing-corporation
social-work: inbox => match own=i1 with=mental-health-care
housing-corporation: inbox => match own=i3 with=mental-health-care

part Intake, then a plan
tell Henk Vos worries about the boy and sends a concern signal. Every new case is reported to the
  structural group, where the three corporations sit too. It asks on which ground, and what the corporation
  tried itself:
housing-corporation: send-signal s1 child=boy@today-4000 parent=mother area=zwolle-noord acute=no
  entry-ground=eviction-for-debts => refused fields own_attempts
tell They called on the mother, made a file and called in help. The group takes the family up.
housing-corporation: send-signal s1 child=boy@today-4000 parent=mother area=zwolle-noord acute=no
  entry-ground=eviction-for-debts own-attempts=mediation,file,help-called-in
  => ok recipient=zwolle-structural-group crisis=no
zwolle-structural-group: inbox => includes signal-received signal=s1
zwolle-structural-group: answer-signal s1 answer=taken_up => ok case=c1
housing-corporation: inbox => includes signal-taken-up signal=s1
tell A signal names persons, it does not decide about them: nobody sees anybody by it. The group finds that
  these two are one family, and says so.
zwolle-structural-group: confirm-persons c1 => ok
tell From now on all who are involved know of each other. The school, which registered the boy only, sees:
school: involved i2 => social-work | housing-corporation | mental-health-care
tell The two years of the working method run from the report:
zwolle-structural-group: milestone c1 code=report plan=zwolle-two-years => ok plan=zwolle-two-years
tell It finds that a plan is needed: the case-dependent group directs.
zwolle-structural-group: classify c1 category=case => ok director=zwolle-case-group
tell It meets with the client, and makes the plan:
zwolle-case-group: milestone c1 code=case-group => ok plan=zwolle-two-years
tell And it appoints the case manager: Joke Kist.
zwolle-case-group: manager c1 organisation=social-work => ok organisation=social-work

part An own attempt first, then the adviser between the parties
tell The corporation stays away from the plan. Social work opens a ticket; before anybody else looks at it,
  its own organisation tries to mediate.
social-work: open-ticket t1 involvement=i1 track=B obstacle=not_participating target=housing-corporation
  category=case => ok step=1 handler=social-work director=zwolle-case-group
social-work: inbox => includes ticket-assigned ticket=t1
tell The adviser Special Target Groups, who is informed by all parties, hears at once that an agreed
  plan is not carried out.
zwolle-adviser: inbox => includes ticket-opened ticket=t1
tell It does not help. The adviser is of the town and of no party: she is the intermediary.
social-work: escalate t1 => ok step=2 handler=zwolle-adviser
zwolle-adviser: inbox => includes ticket-assigned ticket=t1
tell Mental health care, no party to this knot, cannot see the ticket.
mental-health-care: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
tell Friction stays. Above the adviser there is the steering group of the managers.
zwolle-adviser: escalate t1 => ok step=3 handler=zwolle-steering-group
zwolle-steering-group: inbox => includes ticket-assigned ticket=t1
tell The managers decide: the corporation takes part in the plan.
zwolle-steering-group: rule t1 item=housing-corporation:take_part:today+14 => ok state=ruled
housing-corporation: inbox => includes ticket-ruled ticket=t1

part A crisis does not wait
tell The mother breaks down. The group calls it a crisis: the adviser acts within 24 hours.
zwolle-case-group: classify c1 category=crisis => ok director=zwolle-adviser
tell Nobody comes. In a crisis nobody mediates first: the adviser has the school's ticket at once.
school: open-ticket t2 involvement=i2 track=B obstacle=not_delivered target=mental-health-care
  category=crisis => ok step=1 handler=zwolle-adviser director=zwolle-adviser
zwolle-adviser: inbox => includes ticket-assigned ticket=t2
tell Tineke Bos goes there with the psychiatrist the same day, and closes the ticket.
zwolle-adviser: resolve t2 how=task_done => ok state=resolved handler=nobody
tell The school thinks that the juvenile court holds things up. No covenant binds a judge:
school: open-ticket t3 involvement=i2 track=B obstacle=delivered_late target=judiciary category=crisis
  => refused FAILED_PRECONDITION JUDICIARY
