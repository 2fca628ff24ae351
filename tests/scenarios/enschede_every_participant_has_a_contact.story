# Every participant names one manager as contact and one professional: corporations, school attendance, income, youth care, social work, addiction care
# source: thesis § 5.1
# covenant: enschede-2010
at 2026-03-02 10:00
school: explain track=B step=2 category=coach area=velve-lindenhof target=housing-corporation => ok handler=enschede-contact-housing
school: explain track=B step=2 category=coach area=velve-lindenhof target=housing-corporation-2 => ok handler=enschede-contact-housing-2
school: explain track=B step=2 category=coach area=velve-lindenhof target=housing-corporation-3 => ok handler=enschede-contact-housing-3
school: explain track=B step=2 category=coach area=velve-lindenhof target=school-attendance => ok handler=enschede-contact-school-attendance
school: explain track=B step=2 category=coach area=velve-lindenhof target=social-services => ok handler=enschede-contact-income
school: explain track=B step=2 category=coach area=velve-lindenhof target=youth-care-agency => ok handler=enschede-contact-youth-care
school: explain track=B step=2 category=coach area=velve-lindenhof target=social-work => ok handler=enschede-contact-social-work
school: explain track=B step=2 category=coach area=velve-lindenhof target=addiction-care => ok handler=enschede-contact-addiction-care
school: offices page-size=200 => includes enschede-contact-housing deputies=1
school: offices page-size=200 => includes enschede-contact-housing-2 deputies=1
school: offices page-size=200 => includes enschede-contact-housing-3 deputies=1
school: offices page-size=200 => includes enschede-contact-school-attendance deputies=1
school: offices page-size=200 => includes enschede-contact-income deputies=1
school: offices page-size=200 => includes enschede-contact-youth-care deputies=1
school: offices page-size=200 => includes enschede-contact-social-work deputies=1
school: offices page-size=200 => includes enschede-contact-addiction-care deputies=1
