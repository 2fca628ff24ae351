#!/usr/bin/env python3
"""How does an agency's own system talk to the broker without gRPC? With what Python brings along.

It registers a parent, listens to its inbox as server-sent events, and acknowledges each notification
after it was handled. After a break it goes on where it was.

    echo 111222333 | python3 agency_rest.py localhost:7443 ../../../certs basisschool-de-waterlelie 1

The last argument ends it after so many notifications. Who calls is read from the client certificate.
"""

import datetime
import http.client
import json
import os
import random
import ssl
import sys
import time
import uuid

SYSTEM = {"Acting-Professional": "example-agency"}
CARD = {"professionalId": "j.jansen", "name": "J. Jansen", "function": "social worker", "phone": "020-5550100"}

def uuid7():
    """A UUID that begins with the time, as the API asks for ids that the caller chooses."""
    value = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    return str(uuid.UUID(int=value & ~(0xF << 76) & ~(0x3 << 62) | (0x7 << 76) | (0x2 << 62)))

def ask(server, trust, verb, path, body=None, **headers):
    """An answer, when it is none of the refusals."""
    connection = http.client.HTTPSConnection(server, context=trust, timeout=60)
    text = None if body is None else json.dumps(body)
    connection.request(verb, path, text, SYSTEM | {"Content-Type": "application/json"} | headers)
    answer = connection.getresponse()
    if answer.status in (200, 201):     # 201: made by this request, and not before
        return answer
    problem = json.load(answer)
    if answer.status in (429, 503):     # the same again, later: the ids make that harmless
        raise ConnectionError(problem["detail"])
    sys.exit(f"{problem['reason']}: {problem['detail']}")

def events(answer):
    """What a stream of events says: the name of each, and what it holds."""
    name = None
    for line in answer:
        key, _, value = line.decode().rstrip("\n").partition(": ")
        if key == "event":
            name = value
        elif key == "data":
            yield name, json.loads(value)

def main(server, certs, name, count):
    trust = ssl.create_default_context(cafile=f"{certs}/ca.pem")
    trust.load_cert_chain(f"{certs}/{name}.pem", f"{certs}/{name}.key")
    # Keep the id beside your own record, before you send.
    registration = {"involvementId": uuid7(), "professional": CARD, "area": "zeeburg",
                    "members": [{"role": "FAMILY_ROLE_PARENT", "bsn": sys.stdin.readline().strip()}],
                    "startDate": datetime.date.today().isoformat()}
    registered = json.load(ask(server, trust, "POST", "/v1/involvements", registration))
    print(f"registered {registered['involvement']['involvementId']}", flush=True)
    while count > 0:
        try:    # Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
            for kind, event in events(ask(server, trust, "GET", "/v1/inbox/events")):
                if kind != "notification":
                    continue
                party = event.get("match", {}).get("party") or {}
                print(f"match: call {party.get('organisationName')}" if party else "something else", flush=True)
                ask(server, trust, "POST", "/v1/inbox/acknowledgements", {"position": event["sequence"]})
                count -= 1
                if count == 0:
                    return
        except (ConnectionError, TimeoutError, http.client.HTTPException) as broke:
            print(f"the stream broke: {broke}", file=sys.stderr)
        time.sleep(random.uniform(0.2, 2))     # not everybody at the same moment

if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
