# A case is closed with a coded follow-up and safeguarding, and with a measure whether the guardian stays
# source: guide § 5.7 (always with advice on further help and safeguarding of results)
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: open-case c2 person=Bram category=MPG2 => ok
process-manager-zeeburg: close-case c1 reason=stagnation_lifted help=- safeguarding=- => refused fields follow_up_help guardian safeguarding
process-manager-zeeburg: close-case c1 reason=stagnation_lifted => refused fields guardian
process-manager-zeeburg: close-case c1 reason=stagnation_lifted guardian=stays instead=outreach => refused fields instead
process-manager-zeeburg: close-case c1 reason=stagnation_lifted guardian=raw:9 help=raw:9 safeguarding=raw:9 instead=raw:9
    => refused fields follow_up_help guardian instead safeguarding
process-manager-zeeburg: case c1 => ok state=open help=- guardian=-
process-manager-zeeburg: close-case c1 reason=stagnation_lifted help=specialised_help safeguarding=thin_line guardian=another_one => ok
process-manager-zeeburg: case c1 => ok state=closed help=specialised_help safeguarding=thin_line guardian=another_one instead=-
process-manager-zeeburg: close-case c2 reason=stagnation_lifted guardian=stays => refused fields guardian
process-manager-zeeburg: close-case c2 reason=not_needed help=none_needed safeguarding=nothing_to_keep => ok
process-manager-zeeburg: case c2 => ok help=none_needed safeguarding=nothing_to_keep guardian=-
