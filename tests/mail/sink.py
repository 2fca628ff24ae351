"""Which mails did the broker hand over? A mail server for the tests, over STARTTLS.

It prints its port, and then each mail that it took as a line of JSON. By the name of the recipient it
behaves: `grey` is put off once, `gone` is unknown, `listed` and `ruled` are refused
because of the sender, `hang` is taken and never confirmed.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self):
        self.put_off = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "gone":
            return "550 5.1.1 no such mailbox"
        if name == "listed":
            return "554 5.7.1 the sender is on a list"
        if name == "ruled":
            return "550 5.7.26 a rule for senders"
        if name == "grey" and address not in self.put_off:
            self.put_off.add(address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(address.startswith("hang@") for address in envelope.rcpt_tos):
            await asyncio.sleep(3600)
        text = envelope.content.decode("ascii")
        mail = {"to": envelope.rcpt_tos, "text": text, "tls": session.ssl is not None}
        print(json.dumps(mail), flush=True)
        return "250 taken"


def main():
    certificate, key, offer = sys.argv[1:]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    tls = {"tls_context": context, "require_starttls": True} if offer == "starttls" else {}
    controller = Controller(Sink(), hostname="127.0.0.1", port=0, **tls)
    # The controller connects to itself to see that it runs, by the port that it was given.
    loop = controller.loop
    controller.server = loop.run_until_complete(
        loop.create_server(controller.factory, "127.0.0.1", 0)
    )
    print(controller.server.sockets[0].getsockname()[1], flush=True)
    # It lives as long as whoever started it holds its standard input open.
    loop.run_until_complete(loop.run_in_executor(None, sys.stdin.read))
    sys.stdout.flush()
    import os

    os._exit(0)


main()
