# An office that the covenant does not list, or an organisation that claims one, is refused
# source: identity
at 2026-03-02 10:00
unlisted-office: pull => refused UNAUTHENTICATED any
false-office: pull => refused UNAUTHENTICATED any
false-office: register i1 child=Sanne => refused UNAUTHENTICATED any
