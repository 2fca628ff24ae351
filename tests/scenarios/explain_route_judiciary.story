# The dry run tells of a refusal instead of making one
# source: plan § 3.4
at 2026-03-02 10:00
school: explain track=B step=2 category=MPG3 target=judiciary => ok handler=- refusal=JUDICIARY dutch=yes english=yes
