# A family that declines is not simply let go: closing needs the code of what happens instead
# source: factsheet, Aanpak ( not let go when it no longer cooperates)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
school: open-ticket t1 involvement=i1 track=A obstacle=family_declines category=MPG1 => ok obstacle=family_declines
school: resolve t1 how=no_longer_needed => ok
coordinator-zeeburg: close-case c1 reason=family_declines instead=- => refused fields instead
coordinator-zeeburg: close-case c1 reason=family_declines help=regular_help => refused fields follow_up_help
coordinator-zeeburg: close-case c1 reason=family_declines instead=child_protection_inquiry => ok
coordinator-zeeburg: case c1 => ok state=closed closed=family_declines instead=child_protection_inquiry help=-
