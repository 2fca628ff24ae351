# Whoever commissions the other: step 3 is the process manager's, other than in the covenant of 2009
# source: guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: explain track=B step=3 category=MPG3 area=stadsdeel-oost target=debt-counselling => ok handler=guide-process-manager-oost
school: explain track=B step=3 category=MPG3 area=stadsdeel-oost target=welfare => ok handler=guide-process-manager-oost
school: explain track=B step=3 category=MPG3 area=stadsdeel-nieuw-west target=youth-care-agency => ok handler=guide-process-manager-west
school: explain track=B step=3 category=MPG3 area=stadsdeel-zuidoost target=disability-support => ok handler=guide-process-manager-zuidoost
school: explain track=A step=3 category=MPG3 area=stadsdeel-centrum => ok handler=guide-process-manager-centrum
  director=guide-process-manager-centrum covenant=amsterdam-guide-2011@1 dutch=yes english=yes
# Who stays away from the meetings is first the manager's of its own organisation, from step 2 on as anybody
school: explain track=B step=1 category=MPG3 area=stadsdeel-oost target=welfare absence=yes => ok handler=welfare rule=guide-step1-manager-of-the-absent
school: explain track=B step=2 category=MPG3 area=stadsdeel-oost target=welfare absence=yes => ok handler=school rule=guide-step2-own-manager
school: explain track=B step=3 category=MPG3 area=stadsdeel-oost target=welfare absence=yes => ok handler=guide-process-manager-oost
