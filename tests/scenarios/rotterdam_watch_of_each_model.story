# Each model has a watch of its own: how often, how long, and who looks
# source: what works, p. 93; own reading of the numbers
# covenant: rotterdam-models
at 2026-03-02 10:00
outreach-care: register i1 child=Sanne,Bram,Mees area=overschie => ok
rotterdam-coordinator-overschie: open-case c1 person=Sanne category=support-and-prop area=overschie => ok
rotterdam-coordinator-overschie: manager c1 organisation=outreach-care => ok
rotterdam-coordinator-overschie: close-case c1 reason=stagnation_lifted => ok
rotterdam-coordinator-overschie: keep-watch c1 act=start => ok watch=outreach-care look-due=2026-06-01 watch-end=2028-02-28
rotterdam-coordinator-overschie: open-case c2 person=Bram category=direct-help area=overschie => ok
rotterdam-coordinator-overschie: manager c2 organisation=outreach-care => ok
rotterdam-coordinator-overschie: close-case c2 reason=stagnation_lifted => ok
rotterdam-coordinator-overschie: keep-watch c2 act=start => ok watch=rotterdam-coordinator-overschie look-due=2026-03-16
rotterdam-coordinator-overschie: open-case c3 person=Mees category=refresh area=overschie => ok
rotterdam-coordinator-overschie: manager c3 organisation=outreach-care => ok
rotterdam-coordinator-overschie: close-case c3 reason=stagnation_lifted => ok
rotterdam-coordinator-overschie: keep-watch c3 act=start => ok watch=outreach-care look-due=2026-06-01 watch-end=2027-03-01
