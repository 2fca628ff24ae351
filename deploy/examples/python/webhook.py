#!/usr/bin/env python3
"""How does an agency's web server take what the broker sends to it? It agrees to be called, checks the
signature, and answers; then it reads its inbox, over gRPC or REST, as the other examples do.

    python3 webhook.py 8444 certs/server certs/ca.pem webhook.pub verwijspunt.example.nl 1

Arguments: the port; certificate and key without .pem and .key; who signed the broker's certificate; the
broker's public key; the broker's name. The last one ends it after so many events. Needs: cryptography
"""

import base64
import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def is_signed(key, signature, body):
    """Whether a detached signature (RFC 7515 appendix F, RFC 7797) is this key's, over this body."""
    try:
        header, between, value = signature.split(".")
        # The header says how it was signed, and by which key ("kid", of use while keys are replaced).
        # Take what was agreed and nothing else.
        said = json.loads(decoded(header)) | {"kid": None}
        if between or said != {"alg": "ES256", "kid": None, "b64": False, "crit": ["b64"]}:
            return False
        r, s = (int.from_bytes(decoded(value)[at:at + 32], "big") for at in (0, 32))
        signed = header.encode() + b"." + body
        key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
        return True
    except (ValueError, InvalidSignature):
        return False

class Receiver(BaseHTTPRequestHandler):
    key, broker, seen = None, "", set()

    def do_OPTIONS(self):
        agrees = self.headers.get("WebHook-Request-Origin") == self.broker
        self.answer(200 if agrees else 403, {"WebHook-Allowed-Origin": self.broker} if agrees else {})

    def do_POST(self):
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 65536))
        if not is_signed(self.key, self.headers.get("X-JWS-Signature", ""), body):
            print("refused: not signed by the broker", flush=True)
            return self.answer(401)
        event = json.loads(body)
        # The same event can come twice: keep the ids of the last ones beside your own records.
        if event["id"] not in self.seen:
            print(f"event: {event['type']}, read {event['dataref']}", flush=True)
        self.seen.add(event["id"])
        self.answer(204)

    def answer(self, status, headers={}):
        self.send_response(status)
        for name, value in (headers | {"Content-Length": "0"}).items():
            self.send_header(name, value)
        self.end_headers()

def main(port, own, authority, public, broker, count):
    Receiver.broker, Receiver.key = broker, serialization.load_pem_public_key(open(public, "rb").read())
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority)
    trust.verify_mode = ssl.CERT_REQUIRED     # nobody without a certificate comes in
    trust.load_cert_chain(f"{own}.pem", f"{own}.key")
    server = HTTPServer(("127.0.0.1", int(port)), Receiver)
    server.socket = trust.wrap_socket(server.socket, server_side=True)
    print(f"listening on {server.server_port}", flush=True)
    while len(Receiver.seen) < int(count):
        server.handle_request()

if __name__ == "__main__":
    main(*sys.argv[1:])
