#!/usr/bin/env python3
"""How does an agency's own system talk to the broker with what Python brings along, over REST? It listens to its
inbox, says whom to call, acknowledges what it handled, and registers a parent meanwhile. After a break it goes on.

    echo 111222333 | python3 agency_rest.py localhost:7443 certs basisschool-de-waterlelie record 1

`record` is a file, for want of your own records. The last argument ends it after so many notifications.
"""

import datetime, http.client, json, os, pathlib, random, ssl, sys, threading, time, uuid

SERVER, CERTS, NAME, RECORD, COUNT = (*sys.argv[1:], "inf")[:5]
HEADERS = {"Acting-Professional": "example-agency", "Content-Type": "application/json"}
CARD = {"professionalId": "j.jansen", "name": "J. Jansen", "function": "social worker", "phone": "020-5550100"}
handled = 0

class Passing(Exception):
    """A refusal that passes by itself, and after how many seconds when that is told."""

def ask(verb, path, body=None):
    """An answer, when it is none of the refusals."""
    trust = ssl.create_default_context(cafile=f"{CERTS}/ca.pem")
    trust.load_cert_chain(f"{CERTS}/{NAME}.pem", f"{CERTS}/{NAME}.key")     # anew: a certificate is renewed
    connection = http.client.HTTPSConnection(SERVER, context=trust, timeout=60)
    connection.request(verb, path, body and json.dumps(body), HEADERS)
    answer = connection.getresponse()
    if answer.status in (200, 201):     # 201: made by this request, and not before
        return answer
    problem = json.load(answer)
    text = f"{problem['reason']}: {problem['detail']}"
    if answer.status in (408, 429, 503, 504, 507) or problem["reason"] == "TX_CONFLICT":
        raise Passing(text, problem.get("retryAfterMs", 0) / 1000)
    raise RuntimeError(text)

def persist(attempt):
    """Until it is done: the same again, after growing pauses of unequal length, or when we were told to come back."""
    pause, done = 0.2, False
    while not done:
        before, told = handled, 0
        try:
            done = attempt()
        except (Passing, OSError, http.client.HTTPException) as broke:
            print(f"again later: {broke}", file=sys.stderr)
            told = broke.args[1] if isinstance(broke, Passing) else 0
        pause = 0.2 if handled > before else min(pause * 2, 30)
        time.sleep(0 if done else max(told, pause * random.uniform(0.5, 1)))

def register():
    if not os.path.exists(RECORD):     # the id, a UUID of version 7, is kept before anything is sent
        value = (int(time.time() * 1000) << 80) | random.SystemRandom().getrandbits(76) | (0x7 << 76)
        value = uuid.UUID(int=value & ~(0x3 << 62) | (0x2 << 62))
        pathlib.Path(RECORD).write_text(f"{value} {datetime.date.today()}")
    id, start = pathlib.Path(RECORD).read_text().split()
    ask("POST", "/v1/involvements", {"involvementId": id, "startDate": start, "area": "zeeburg", "professional": CARD,
                                     "members": [{"role": "FAMILY_ROLE_PARENT", "bsn": BSN}]})
    print(f"registered {id}", flush=True)
    return True

def listen():
    global handled
    name = None     # Without Last-Event-ID it begins after what was acknowledged: the broker remembers.
    for line in ask("GET", "/v1/inbox/events"):
        key, _, value = line.decode().rstrip("\n").partition(": ")
        name = value if key == "event" else name
        if key != "data" or name != "notification":
            continue
        # Bring it to your own store here. It can come twice: notificationId tells. Acknowledge every kind.
        event = json.loads(value)
        party = event.get("match", {}).get("party", {})
        office = party.get("officeContact", {}).get("nameNl") or party.get("contactOffice")
        whom = f"the office {office}" if party.get("withheld") else party.get("organisationName")
        print(f"match: call {whom}" if party else "something else", flush=True)
        ask("POST", "/v1/inbox/acknowledgements", {"position": event["sequence"]})
        handled += 1
        if handled >= float(COUNT): return True

BSN = sys.stdin.readline().strip()     # never an argument: others on the machine could see it
# Listening waits for nothing. A registration that is refused for good is for a person, and ends nothing else.
threading.Thread(target=persist, args=[register]).start()
persist(listen)
