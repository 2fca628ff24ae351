"""The story of a family, as its people live it with a browser: by keyboard only, or without JavaScript."""

import itertools

# Most presses of Tab to get to something on a page.
TABS = 120

NUMBERS = itertools.count(1)


def bsn():
    """A BSN of nobody that no other family of this run has."""
    while True:
        number = 990000000 + next(NUMBERS) * 7
        digits = [int(digit) for digit in str(number)]
        check = sum(digit * weight for digit, weight in zip(digits, [9, 8, 7, 6, 5, 4, 3, 2])) % 11
        if check < 10:
            return "".join(map(str, digits[:8])) + str(check)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, looker, base, link, javascript):
        # The browser writes days as people here do, whatever the language of the page.
        self.context = browser.new_context(locale="nl-NL", java_script_enabled=javascript)
        self.page, self.base, self.keys = self.context.new_page(), base, javascript
        looker.watch(self.page)
        self.page.goto(link)

    def go(self, path):
        self.page.goto(self.base + path)

    def tab_to(self, selector):
        """Presses Tab until what is looked for has the focus, and sees that it shows."""
        for _ in range(TABS):
            self.page.keyboard.press("Tab")
            there = self.page.evaluate(
                "(selector) => { const one = document.activeElement; return one.matches(selector) &&"
                " (getComputedStyle(one).outlineStyle !== 'none' || 'no outline'); }",
                selector,
            )
            if there is True:
                return
            assert there != "no outline", f"{selector} has the focus and does not show it"
        raise AssertionError(f"{self.page.url}: {selector} cannot be reached with Tab")

    def fill(self, form, fields):
        """Fills in a form and sends it."""
        for name, value in fields.items():
            selector = f"form[action$='{form}'] [name='{name}']"
            if isinstance(value, tuple):
                selector, value = f"{selector}[value='{value[0]}']", None
            if not self.keys:
                self.one(selector, value)
                continue
            if value is None:
                # The arrows move within a group of choices; Tab goes to the group.
                self.tab_to(f"form[action$='{form}'] [name='{name}']")
                for _ in range(12):
                    if self.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                        break
                    self.page.keyboard.press("ArrowDown")
                self.page.keyboard.press("Space")
                continue
            self.tab_to(selector)
            kind = self.page.evaluate("() => document.activeElement.type")
            if kind == "date":
                year, month, day = value.split("-")
                self.page.keyboard.type(day + month + year)
            elif kind == "select-one":
                for _ in range(150):
                    if self.page.evaluate("(s) => document.querySelector(s).value", selector) == value:
                        break
                    self.page.keyboard.press("ArrowDown")
            else:
                self.page.keyboard.press("Control+A")
                self.page.keyboard.type(value)
        self.send(form)

    def one(self, selector, value):
        field = self.page.locator(selector).first
        if value is None:
            field.check()
        elif self.page.locator(f"{selector} option").count():
            field.select_option(value)
        else:
            field.fill(value)

    def open(self, form):
        """Opens what a form stands behind."""
        words = f"details:has(form[action$='{form}']) > summary"
        if not self.keys:
            self.page.locator(words).first.click()
            return
        self.tab_to(words)
        self.page.keyboard.press("Enter")

    def send(self, form):
        button = f"form[action$='{form}'] button:not([type=button])"
        if not self.keys:
            self.page.locator(button).first.click()
            return
        self.tab_to(button)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sees(self, words):
        text = self.page.locator("body").inner_text()
        assert words in text, f"{self.page.url} does not say {words!r}:\n{text}"


class Story:
    """A school and debt counselling find each other; a knot climbs the ladder."""

    def __init__(self, browser, looker, links, base):
        self.browser, self.looker, self.links, self.base = browser, looker, links, base

    def person(self, label, javascript):
        link = next(link for known, link in self.links.items() if known.startswith(label))
        return Person(self.browser, self.looker, self.base, link, javascript)

    def by_keyboard(self):
        self.play(True)

    def without_javascript(self):
        self.play(False)

    def play(self, javascript):
        number = bsn()
        school, debt = self.person("the school,", javascript), self.person("debt counselling", javascript)
        card = {"naam": "Saskia de Wit", "functie": "schoolmaatschappelijk werker", "telefoon": "020-5550101"}
        child = {"rol1": "1", "geboren1": "2016-05-01", "bsn1": number}
        school.go("/registreren")
        # A slip first: the summary leads to the field, and the BSN is gone.
        school.fill("/registreren", {"postcode": "1094", **card, **child})
        school.sees("Er is niets veranderd")
        assert number not in school.page.content(), "the BSN came back"
        assert school.page.locator("#fouten a").count() >= 1, "the summary leads to the field"
        school.go("/registreren")
        school.fill("/registreren", {"postcode": "1094 AB", **card, "ingelicht": ("later",), **child})
        school.sees("Geregistreerd.")
        debt.go("/registreren")
        other = {"naam": "Murat Yilmaz", "functie": "schuldhulpverlener", "telefoon": "020-5550102"}
        debt.fill("/registreren", {"postcode": "1094AB", **other, "ingelicht": ("later",), **child})
        debt.sees("Saskia de Wit")
        debt.sees("020-5550101")

        school.go("/mijn-werk")
        school.sees("Murat Yilmaz")
        school.send("/mijn-werk")
        school.sees("Contact vastgelegd.")

        involvement = debt.page.url.split("?")[0].removeprefix(self.base)
        debt.go(f"{involvement}/escaleren")
        target = debt.page.locator("[name=tegen] option", has_text="asisschool").first.get_attribute("value")
        debt.fill("/escaleren", {"spoor": ("2",), "knelpunt": "4", "tegen": target, "categorie": "MPG2"})
        debt.sees("Trede 1")
        debt.open("/hoger")
        debt.fill("/hoger", {"trede": "2"})
        debt.sees("een trede hoger")
        ticket = debt.page.url.split("?")[0].removeprefix(self.base)
        handlers = [label for label in self.links if label.startswith(("the coordinator", "the process manager"))]
        for label in handlers:
            handler = self.person(label, javascript)
            if handler.page.goto(self.base + ticket).status == 200 and "U behandelt." in handler.page.content():
                break
        else:
            raise AssertionError("nobody handles the ticket")
        handler.fill("/opgelost", {"hoe": "2"})
        handler.sees("Opgelost vastgelegd.")
        debt.go(ticket)
        debt.sees("opgelost")

        page = debt.page
        debt.send("/uitloggen")
        debt.go("/mijn-werk")
        debt.sees("Open een van de links")
        page.go_back()
        assert "Murat Yilmaz" not in page.content(), "the page before signing out came back"
        for one in (school, debt, handler):
            one.context.close()
