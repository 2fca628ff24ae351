# One broker for six covenants: the family's area decides which one holds
# source: covenants side by side
# covenant: amsterdam-2009 amsterdam-guide-2011 zwolle-2007 almere-2015 enschede-2010 rotterdam-models
at 2026-03-02 10:00
youth-care-agency-2: register i1 child=Sanne area=zwolle-noord => ok
youth-care-agency-2: register i2 child=Bram area=velve-lindenhof => ok
youth-care-agency-2: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=case => ok
  handler=youth-care-agency-2 director=zwolle-case-group covenant=zwolle-2007@1
youth-care-agency-2: open-ticket t0 involvement=i2 track=A obstacle=no_agreement category=case => refused FAILED_PRECONDITION UNKNOWN_CATEGORY
youth-care-agency-2: open-ticket t2 involvement=i2 track=A obstacle=no_agreement category=coach => ok
  handler=enschede-coach-velve-lindenhof covenant=enschede-2010@1
youth-care-agency: register i3 child=Mira area=zeeburg => ok
youth-care-agency: register i4 child=Mira area=stadsdeel-oost => ok
youth-care-agency: explain track=A step=3 category=MPG3 area=zeeburg => ok handler=region-portfolio-holder covenant=amsterdam-2009@1
youth-care-agency: explain track=A step=3 category=MPG3 area=stadsdeel-oost => ok handler=guide-process-manager-oost covenant=amsterdam-guide-2011@1
guardianship: register i5 child=Sanne area=charlois => ok involved=youth-care-agency-2
youth-care-agency-2: inbox => includes match with=guardianship
