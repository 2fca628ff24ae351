# A certificate whose OIN is no party is refused everywhere
# source: admission and audit; identity
at 2026-03-02 10:00
stranger: register i1 child=Sanne => refused UNAUTHENTICATED NOT_A_PARTY
stranger: pull => refused UNAUTHENTICATED NOT_A_PARTY
stranger: covenant => refused UNAUTHENTICATED NOT_A_PARTY
