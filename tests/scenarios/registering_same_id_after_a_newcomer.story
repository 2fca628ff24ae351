# A retry gives the answer of then, also when somebody came since
# source: idempotency; promise S3
at 2026-03-02 10:00
school: register i1 child=Sanne => ok involved=nobody
again
