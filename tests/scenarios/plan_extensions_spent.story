# A plan that the covenant lets be extended once is not extended again
# source: what works, p. 93 (within ten months, in principle); one extension is an own reading
at 2026-03-02 10:00
nuisance-director: open-case c1 person=Sanne category=MPG4 measure=child_protection => ok
nuisance-director: milestone c1 code=city-analysis-team => ok
nuisance-director: extend c1 reason=help_came_late weeks=14 => refused fields weeks
nuisance-director: extend c1 reason=help_came_late weeks=4 => ok extended-by=4
nuisance-director: extend c1 reason=help_came_late weeks=4 => refused FAILED_PRECONDITION EXTENSIONS_SPENT
