# A dry run says who would handle, who directs and why, and changes nothing
# source: plan § 3.4; ExplainRoute
at 2026-03-02 10:00
school: explain track=A step=1 category=MPG1 => ok handler=school director=coordinator-zeeburg
school: explain track=B step=2 category=MPG2 target=debt-zeeburg => ok handler=coordinator-zeeburg director=process-manager-zeeburg
  refusal=- dutch=yes english=yes facts=yes covenant=amsterdam-2009@1 own-reading=no
school: explain track=B step=2 category=MPG1 target=bjaa => ok handler=process-manager-zeeburg director=coordinator-zeeburg
school: explain track=B step=2 category=MPG1 target=debt-elsewhere => ok handler=coordinator-noord own-reading=both
school: explain track=B step=2 category=MPG4 target=housing => ok handler=nuisance-outside director=nuisance-director
school: explain track=B step=3 category=MPG2 target=debt-zeeburg => ok handler=portfolio-holder-zeeburg
school: explain track=B step=3 category=MPG2 nuisance=yes target=debt-zeeburg => ok handler=chair-zeeburg
school: explain track=B step=3 category=MPG3 target=bjaa handled-by=process-manager-zeeburg => ok handler=region-portfolio-holder
school: explain track=A step=2 category=MPG3 area=noord => ok handler=process-manager-noord
nobody-else is told
