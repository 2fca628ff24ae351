"""Is the console what it promises to be, in a real browser? Every page in both languages and four ways of
showing it; the story of a family by keyboard only, and once without JavaScript; pictures for the README.

    python check.py PROGRAM AXE [PICTURES]

PROGRAM is the built binary, AXE the file axe.min.js, PICTURES a directory for pictures.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import sync_playwright

from look import FLAGS, Looker
from story import Story

# Most seconds until the demonstration prints its links.
STARTS_WITHIN = 120

# Pages that are in no menu.
BESIDE = ["/ik", "/woorden", "/toegankelijkheid"]

# The ids of an address make no other page.
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def demo(program, directory):
    """Starts the demonstration; its links by the label of each seat."""
    running = subprocess.Popen([program, "demo", "--dir", str(directory / "demo")], stdout=subprocess.PIPE, text=True)
    links, begun = {}, time.monotonic()
    for line in running.stdout:
        found = re.match(r"\s+(\S.*?)\s+(http://localhost:\d+/demo/\S+)$", line.rstrip())
        if found:
            links[found.group(1)] = found.group(2)
        elif links and not line.strip():
            return running, links
        if time.monotonic() - begun > STARTS_WITHIN:
            break
    running.kill()
    raise SystemExit("the demonstration printed no links")


def pages_of(page, base, looker):
    """The addresses that a reader can go to from here: the menu, and the first of each kind below it."""
    seen, found = set(), []
    todo = [page.url.removeprefix(base)] + BESIDE
    while todo:
        path = todo.pop(0)
        kind = ID.sub("ID", path.split("?")[0])
        if kind in seen or kind.startswith(("/taal", "/demo", "/bestand", "/cijfers.csv")):
            continue
        seen.add(kind)
        answer = page.goto(base + path)
        if answer.status != 200:
            looker.wrong.append(f"{path}, linked to from a page of {page.url}, is answered with {answer.status}")
            continue
        found.append(path)
        todo += [href for href in page.eval_on_selector_all("a[href^='/']", "all => all.map((a) => a.getAttribute('href'))")]
    return found


def look_at_everything(browser, looker, links, base):
    """Every page of every seat, once in each language; a page that several seats have, once."""
    seen = set()
    for language in ("nl", "en"):
        for label, link in links.items():
            context = browser.new_context(locale=language, viewport={"width": 1280, "height": 900})
            page = context.new_page()
            looker.watch(page)
            page.goto(link)
            for path in pages_of(page, base, looker):
                office = page.locator(".who p").first.inner_text().split(",")[-1]
                kind = (language, ID.sub("ID", path.split("?")[0]), path.startswith("/escalaties") and office)
                if kind in seen:
                    continue
                seen.add(kind)
                page.goto(base + path)
                if page.locator("html").get_attribute("lang") != language:
                    looker.wrong.append(f"{path}: is not in {language}")
                looker.look_in_every_way(page)
            context.close()
    return len(seen)


def pictures(browser, links, base, directory):
    """What the README shows."""
    shown = [
        ("my-work", "the school", "/mijn-werk", 1000),
        ("work-list", "the coordinator", "/werklijst", 900),
        ("escalation", "the process manager", "escalaties", 1100),
        ("involved", "the school", "betrokkenheden", 900),
    ]
    for name, who, path, height in shown:
        link = next(link for label, link in links.items() if label.startswith(who))
        context = browser.new_context(locale="nl", viewport={"width": 1200, "height": height})
        page = context.new_page()
        page.goto(link)
        if path.startswith("/"):
            page.goto(base + path)
        else:
            page.goto(f"{base}/{path}?rol=3" if path == "escalaties" else f"{base}/{path}")
            first = page.locator("main table a").first
            if first.count():
                first.click()
        page.screenshot(path=directory / f"{name}.png")
        context.close()


def main(program, axe, directory=None):
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        running, links = demo(program, pathlib.Path(work))
        try:
            base = next(iter(links.values())).split("/demo/")[0]
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            looker = Looker(pathlib.Path(axe).read_text(), base)
            Story(browser, looker, links, base).by_keyboard()
            Story(browser, looker, links, base).without_javascript()
            pages = look_at_everything(browser, looker, links, base)
            if directory:
                pictures(browser, links, base, pathlib.Path(directory))
            browser.close()
        finally:
            running.terminate()
            running.wait(timeout=30)
    if looker.wrong:
        raise SystemExit("\n".join(dict.fromkeys(looker.wrong)))
    seconds = time.monotonic() - begun
    print(f"{pages} pages in {looker.looked} ways, the story by keyboard and without JavaScript: nothing wrong ({seconds:.0f} s)")


if __name__ == "__main__":
    main(*sys.argv[1:])
