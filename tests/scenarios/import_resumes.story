# A broken import goes on where it was; rows done before change nothing
# source: registry.proto (ImportResume)
at 2026-03-02 10:00
bjaa: register i0 child=Sanne => ok
school: import imp1 row="i1 child=Bram" row="i2 child=Sanne" => ok next=1 ; registered | matched
bjaa: inbox => match
school: import imp1 first-row=3 row="i3 child=Cees" => ok next=3 ; registered row=3 id=i3
school: import imp1 row="i1 child=Bram" row="i2 child=Sanne" row="i3 child=Cees" => ok next=4 ; unchanged | unchanged | unchanged
nobody-else is told
