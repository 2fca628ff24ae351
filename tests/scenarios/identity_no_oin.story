# A certificate without an OIN is refused
# source: covenant, words (organisation); identity
at 2026-03-02 10:00
no-oin: register i1 child=Sanne => refused UNAUTHENTICATED CERT_NOT_OIN
no-oin: organisations => refused UNAUTHENTICATED CERT_NOT_OIN
