#!/usr/bin/env python3
"""How does an agency's own system talk to the broker? Made from the proto files only.

It registers an involvement, listens for matches on a stream, and acknowledges each one after it
was handled. After a break it subscribes again and goes on where it was.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    echo parent:111222333 | venv/bin/python agency.py --certs ../../../certs \\
        --as basisschool-de-waterlelie --members -

The organisation is read from the client certificate, never from a message.
"""

import argparse
import datetime
import os
import pathlib
import random
import sys
import tempfile
import time
import uuid

import grpc

PROTO = pathlib.Path(__file__).resolve().parents[3] / "proto"


def load_api(proto):
    """Makes the Python code from the proto files in a temporary directory, and imports it.

    In production you would do this once, at build time.
    """
    from grpc_tools import protoc

    out = tempfile.mkdtemp(prefix="verwijspunt-")
    files = sorted(str(path) for path in proto.glob("**/*.proto"))
    well_known = pathlib.Path(protoc.__file__).parent / "_proto"
    command = ["protoc", f"-I{proto}", f"-I{well_known}", f"--python_out={out}",
               f"--grpc_python_out={out}", *files]
    if not files or protoc.main(command) != 0:
        sys.exit(f"the proto files in {proto} could not be compiled")
    sys.path.insert(0, out)


def uuid7():
    """A UUID that begins with the time, as the API asks for ids that the caller chooses."""
    value = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)      # version 7
    value = value & ~(0x3 << 62) | (0x2 << 62)      # variant
    return str(uuid.UUID(int=value))


def connect(options):
    """A channel with mutual TLS: their authority, our certificate and key."""
    def read(path):
        return pathlib.Path(path).read_bytes()

    certs = pathlib.Path(options.certs)
    credentials = grpc.ssl_channel_credentials(
        root_certificates=read(certs / "ca.pem"),
        private_key=read(certs / f"{options.name}.key"),
        certificate_chain=read(certs / f"{options.name}.pem"),
    )
    # Pings notice a dead server; the channel connects again by itself.
    keep_alive = [("grpc.keepalive_time_ms", 20_000), ("grpc.keepalive_timeout_ms", 10_000)]
    return grpc.secure_channel(options.server, credentials, options=keep_alive)


def register(channel, options):
    from verwijspunt.v1 import common_pb2, registry_pb2, registry_pb2_grpc

    roles = {"parent": common_pb2.FAMILY_ROLE_PARENT, "child": common_pb2.FAMILY_ROLE_CHILD}
    # A BSN is never an argument: others on the machine could see it.
    source = sys.stdin if options.members == "-" else open(options.members, encoding="utf-8-sig")
    members = []
    with source:
        for line in filter(None, map(str.strip, source)):
            role, bsn, *born = line.split(":")
            members.append(registry_pb2.FamilyMember(
                bsn=bsn, role=roles[role], birth_date=born[0] if born else ""))
    request = registry_pb2.RegisterInvolvementRequest(
        # Keep this id beside your own record, before you send: a retry with it is harmless.
        involvement_id=uuid7(),
        members=members,
        professional=common_pb2.ContactCard(
            professional_id="j.jansen", name="J. Jansen", function="social worker",
            phone="020-5550100"),
        area=options.area,
        start_date=datetime.date.today().isoformat(),
        acting_professional=options.system,
    )
    answer = registry_pb2_grpc.RegistryServiceStub(channel).RegisterInvolvement(request, timeout=30)
    print(f"registered {answer.involvement.involvement_id}", flush=True)
    for party in answer.match.parties:
        print(f"also involved: {who(party)}", flush=True)


def who(party):
    """Who to call. A sensitive organisation is reached through an office."""
    if party.withheld:
        return f"an involved organisation, through {party.contact_office}"
    contact = party.contact
    return f"{party.organisation_name}, {contact.name} ({contact.function}) {contact.phone}"


def listen(channel, options):
    """Handles notifications until the stream ends; answers how many are still wanted."""
    from verwijspunt.v1 import inbox_pb2, inbox_pb2_grpc

    inbox = inbox_pb2_grpc.InboxServiceStub(channel)
    # Without `after` it begins after what was acknowledged: the broker remembers.
    stream = inbox.Subscribe(inbox_pb2.SubscribeRequest(acting_professional=options.system))
    for message in stream:
        if message.WhichOneof("part") == "heartbeat" and message.heartbeat.closing:
            return
        # A crisis comes ahead of its place as well, as another part: who wants to be quick looks
        # at it here. It comes again in its place.
        if message.WhichOneof("part") != "notification":
            continue
        notification = message.notification
        kind = notification.WhichOneof("event")
        # Bring it to your own store here. It can come twice: notification_id tells.
        if kind == "match":
            print(f"match: call {who(notification.match.party)}", flush=True)
        else:
            # A kind that this program does not know is acknowledged too.
            print(f"notification {notification.sequence}: {kind}", flush=True)
        inbox.Acknowledge(inbox_pb2.AcknowledgeRequest(
            position=notification.sequence, acting_professional=options.system), timeout=30)
        if options.count:
            options.count -= 1
            if options.count == 0:
                stream.cancel()
                sys.exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default="localhost:7443", help="host:port of the broker")
    parser.add_argument("--certs", default="certs", help="directory with NAME.pem, NAME.key, ca.pem")
    parser.add_argument("--as", dest="name", required=True, help="NAME of the certificate")
    parser.add_argument("--proto", default=PROTO, type=pathlib.Path, help="directory of the proto files")
    parser.add_argument("--members", help="register these, then listen: a file with lines parent:BSN or"
                        " child:BSN:YYYY-MM-DD; - is standard input")
    parser.add_argument("--area", default="zeeburg", help="area code of the covenant")
    parser.add_argument("--system", default="example-agency", help="name of this system, for the audit log")
    parser.add_argument("--count", type=int, help="end after this many notifications")
    options = parser.parse_args()

    load_api(options.proto)
    with connect(options) as channel:
        if options.members:
            register(channel, options)
        wait = 0.25
        while True:
            began = time.monotonic()
            try:
                listen(channel, options)
            except grpc.RpcError as error:
                passes = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)
                if error.code() not in passes:
                    sys.exit(f"{error.code().name}: {error.details()}")
                print(f"the stream broke: {error.details()}", file=sys.stderr)
            wait = 0.25 if time.monotonic() - began > 30 else min(wait * 2, 30)
            time.sleep(wait * random.uniform(0.8, 1.2))     # not everybody at the same moment


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
