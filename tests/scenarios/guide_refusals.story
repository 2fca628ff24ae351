# The guide knows one category, nobody escalates to a judge, and track B names somebody
# source: guide § 5.6.4; plan § 3.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => refused fields area
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=social-services category=MPG2 => refused fields category
school: open-ticket t1 involvement=i1 track=B target=judiciary category=MPG3 => refused FAILED_PRECONDITION JUDICIARY
school: open-ticket t1 involvement=i1 track=B category=MPG3 => refused fields target_oin
school: explain track=B step=5 category=MPG3 area=stadsdeel-oost target=judiciary => ok refusal=JUDICIARY
