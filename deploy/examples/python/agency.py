#!/usr/bin/env python3
"""How does an agency's own system talk to the broker over gRPC? It listens to its inbox, says whom to call,
acknowledges what it handled, and registers a parent meanwhile. After a break it goes on where it was.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    echo 111222333 | venv/bin/python agency.py localhost:7443 certs basisschool-de-waterlelie record 1

`record` is a file, for want of your own records. The last argument ends it after so many notifications.
"""

import datetime, os, pathlib, random, sys, threading, time, uuid
import grpc

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "proto"))
# For trying out. In production you make the code once, with grpc_tools.protoc.
common, (registry, registry_calls), (inbox, inbox_calls) = grpc.protos("verwijspunt/v1/common.proto"), *(
    grpc.protos_and_services(f"verwijspunt/v1/{name}.proto") for name in ("registry", "inbox"))

SERVER, CERTS, NAME, RECORD, COUNT = (*sys.argv[1:], "inf")[:5]
ACTING = "example-agency"
PASSING = ("UNAVAILABLE", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED", "ABORTED", "INTERNAL", "CANCELLED")
handled = 0

def connect():
    """A channel with mutual TLS: their authority, our key and certificate. Pings notice a dead server."""
    files = (pathlib.Path(CERTS, file).read_bytes() for file in ("ca.pem", f"{NAME}.key", f"{NAME}.pem"))
    pings = [("grpc.keepalive_time_ms", 20_000), ("grpc.keepalive_timeout_ms", 10_000)]
    return grpc.secure_channel(SERVER, grpc.ssl_channel_credentials(*files), options=pings)

def persist(attempt):
    """Until it is done: the same again, after growing pauses of unequal length."""
    pause, done = 0.2, False
    while not done:
        before, told = handled, 0
        try:
            with connect() as channel: done = attempt(channel)     # the files anew: a certificate is renewed
        except grpc.RpcError as broke:
            if broke.code().name not in PASSING: raise
            print(f"again later: {broke.code().name}: {broke.details()}", file=sys.stderr)
            # The reason stands in the details. This one comes back after up to a day.
            details = dict(broke.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
            told = 3_600 if b"LOOKUP_BUDGET" in details else 0
        pause = 0.2 if handled > before else min(pause * 2, 30)
        time.sleep(0 if done else max(told, pause * random.uniform(0.5, 1)))

def register(channel):
    if not os.path.exists(RECORD):     # the id, a UUID of version 7, is kept before anything is sent
        value = (int(time.time() * 1000) << 80) | random.SystemRandom().getrandbits(76) | (0x7 << 76)
        value = uuid.UUID(int=value & ~(0x3 << 62) | (0x2 << 62))
        pathlib.Path(RECORD).write_text(f"{value} {datetime.date.today()}")
    id, start = pathlib.Path(RECORD).read_text().split()
    card = common.ContactCard(professional_id="j.jansen", name="J. Jansen", function="social worker", phone="020-5550100")
    registry_calls.RegistryServiceStub(channel).RegisterInvolvement(registry.RegisterInvolvementRequest(
        involvement_id=id, start_date=start, area="zeeburg", professional=card, acting_professional=ACTING,
        members=[registry.FamilyMember(bsn=BSN, role=common.FAMILY_ROLE_PARENT)]), timeout=30)
    print(f"registered {id}", flush=True)
    return True

def listen(channel):
    global handled
    calls = inbox_calls.InboxServiceStub(channel)
    # Without `after` it begins after what was acknowledged: the broker remembers.
    for message in calls.Subscribe(inbox.SubscribeRequest(acting_professional=ACTING)):
        # A crisis comes ahead of its place as well, as another part, and again in its place.
        if not message.HasField("notification"):
            continue
        # Bring it to your own store here. It can come twice: notification_id tells. Acknowledge every kind.
        event, party = message.notification, message.notification.match.party
        whom = f"the office {party.office_contact.name_nl or party.contact_office}" if party.withheld else party.organisation_name
        print(f"match: call {whom}" if event.HasField("match") else "something else", flush=True)
        calls.Acknowledge(inbox.AcknowledgeRequest(position=event.sequence, acting_professional=ACTING), timeout=30)
        handled += 1
        if handled >= float(COUNT): return True

BSN = sys.stdin.readline().strip()     # never an argument: others on the machine could see it
# Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
threading.Thread(target=persist, args=[register]).start()
persist(listen)
