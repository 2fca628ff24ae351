"""What do a thousand open bells cost, and do they delay anybody? Over the demonstration, on loopback.

    python bells.py PROGRAM

The memory is that of the server's process, measured at rest before and after, over HTTP/1 without TLS: of a build with
optimisation, a figure. Nothing is installed. Needs `ulimit -n 4096`.
"""

import http.client
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile
import time

BELLS = 1000
# A session has two at most.
EACH = 2
# Most bytes of one bell: its connection, its stream, its place and its subscription.
COST_MOST = 16 * 1024
# Pages whose time is taken, and the most milliseconds of the slow ones among them while all bells are open.
PAGES = 200
DELAY_MOST = 50.0
STARTS_WITHIN = 120


def demo(program, directory):
    """Starts the demonstration; the links of its seats."""
    command = [program, "demo", "--dir", str(directory / "demo")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    links, begun = [], time.monotonic()
    for line in running.stdout:
        found = re.search(r"http://(localhost:\d+)(/demo/\S+)$", line.rstrip())
        if found:
            links.append(found.groups())
        elif links and not line.strip():
            return running, links
        if time.monotonic() - begun > STARTS_WITHIN:
            break
    running.kill()
    raise SystemExit("the demonstration printed no links")


def memory(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1))


def at_rest(process):
    """The memory when it does not change any more."""
    before = memory(process)
    for _ in range(30):
        time.sleep(0.5)
        now = memory(process)
        if abs(now - before) < 64 * 1024:
            break
        before = now
    return now


def session(host, link):
    """Opens the link of a seat: the cookie of a session of its own."""
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", link)
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("set-cookie")
    connection.close()
    assert answer.status == 303 and cookie, f"{link}: {answer.status}"
    return cookie.split(";")[0]


def bell(host, cookie):
    """An open bell: the connection, after the first line of its stream. Nothing where there is no place for it."""
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", "/bel", headers={"cookie": cookie})
    answer = connection.getresponse()
    if answer.status == 204:
        connection.close()
        return None
    assert answer.status == 200, f"a bell was answered with {answer.status}"
    assert answer.readline().startswith(b"retry:")
    return connection, answer


def slow(host, cookie):
    """Milliseconds of the page that is slower than 95 of 100."""
    connection, took = http.client.HTTPConnection(host, timeout=30), []
    for _ in range(PAGES):
        begun = time.monotonic()
        connection.request("GET", "/mijn-werk", headers={"cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        took.append(1000 * (time.monotonic() - begun))
    return sorted(took)[PAGES * 95 // 100]


def main(program):
    with tempfile.TemporaryDirectory() as directory:
        running, links = demo(program, pathlib.Path(directory))
        try:
            host, link = links[0]
            reader = session(host, link)
            # Of all seats: nobody has more than a share of the streams.
            cookies = [session(host, links[n % len(links)][1]) for n in range(BELLS // EACH)]
            # What the first ones need once is no cost of each.
            warm = [bell(host, session(host, link)) for _, link in links]
            before, without = at_rest(running), slow(host, reader)
            open_bells = []
            for cookie in itertools.chain(cookies, (session(host, link) for _, link in itertools.cycle(links))):
                if len(open_bells) >= BELLS:
                    break
                # A party that has its share gets no more; the others do.
                open_bells += filter(None, (bell(host, cookie) for _ in range(EACH)))
            each = (at_rest(running) - before) / len(open_bells)
            beside = slow(host, reader)
            print(f"{len(open_bells)} bells: {each / 1024:.1f} KiB each; a page {without:.1f} ms before, {beside:.1f} ms beside them (p95)")
            del warm
            goals = ((f"at most {COST_MOST // 1024} KiB each", each <= COST_MOST), ("nobody is delayed", beside <= max(DELAY_MOST, 2 * without)))
            for goal, met in goals:
                print(f"{goal}: {'met' if met else 'NOT MET'}")
            return 0 if all(met for _, met in goals) else 1
        finally:
            running.kill()
            running.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
