"""What is looked at on a page that a browser shows: rules of accessibility, overflow, pictures, size."""

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The ways in which a page is shown: name, width in pixels, colour scheme, forced colours.
SHOWN = [
    ("light", 1280, "light", "none"),
    ("dark", 1280, "dark", "none"),
    ("forced", 1280, "light", "active"),
    ("narrow", 320, "light", "none"),
]

# Nothing to the right of the window, but inside a part that scrolls by itself.
OVERFLOW = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const right = document.documentElement.clientWidth;
  const out = [...document.querySelectorAll('body *')].filter((one) =>
    !one.closest('.scroll, .skip') && one.getBoundingClientRect().right > right + 1);
  return out.slice(0, 5).map((one) => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 40));
}"""

# Every text of a picture lies inside the box that was drawn around it, and none on another text.
PICTURES = """() => {
  const wrong = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const texts = [...svg.querySelectorAll('text')].map((one) => [one, one.getBoundingClientRect()]);
    const boxes = [...svg.querySelectorAll('rect, circle')].map((one) => one.getBoundingClientRect());
    for (const [text, at] of texts) {
      if (at.left < frame.left - 1 || at.right > frame.right + 1 || at.top < frame.top - 1 || at.bottom > frame.bottom + 1)
        wrong.push('outside the picture: ' + text.textContent);
      const middle = { x: (at.left + at.right) / 2, y: (at.top + at.bottom) / 2 };
      const around = boxes.filter((box) => box.left <= middle.x && middle.x <= box.right && box.top <= middle.y && middle.y <= box.bottom);
      for (const box of around)
        if (at.left < box.left - 1 || at.right > box.right + 1) wrong.push('wider than its box: ' + text.textContent);
    }
    texts.forEach(([a, one], n) => texts.slice(n + 1).forEach(([b, other]) => {
      const apart = one.right <= other.left + 1 || other.right <= one.left + 1 || one.bottom <= other.top + 3 || other.bottom <= one.top + 3;
      if (!apart) wrong.push(a.textContent + ' lies on ' + b.textContent);
    }));
  }
  return wrong;
}"""

# What can be pressed is at least 44 pixels high, or stands in a line of text.
TARGETS = """() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), nav a, footer a')]
  .filter((one) => { const at = one.getBoundingClientRect(); return at.height > 0 && at.height < 43.5 && !one.classList.contains('copy'); })
  .map((one) => one.tagName + ' ' + one.textContent.slice(0, 30) + ' ' + one.getBoundingClientRect().height)"""


class Looker:
    """Shows pages in every way and collects what is wrong."""

    def __init__(self, axe_source, base):
        self.axe, self.base = axe_source, base
        self.wrong, self.looked = [], 0

    def watch(self, page):
        """Listens for errors and for requests to elsewhere."""
        # A form with a slip in it is answered with 422, of which the browser makes a note of its own.
        page.on("console", lambda said: said.type == "error" and "status of 422" not in said.text
                and self._add(page, f"console: {said.text}"))
        page.on("pageerror", lambda error: self._add(page, f"error: {error}"))
        page.on("request", lambda asked: asked.url.startswith(self.base) or asked.url.startswith("data:")
                or self._add(page, f"asks elsewhere: {asked.url}"))

    def _add(self, page, words):
        self.wrong.append(f"{page.url}: {words}")

    def look(self, page, how):
        """Looks at the page as it is shown now."""
        self.looked += 1
        page.evaluate(self.axe)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        for rule in found["violations"]:
            where = [" ".join(map(str, node["target"])) for node in rule["nodes"][:3]]
            self._add(page, f"{how}: axe {rule['id']}: {rule['help']} {where}")
        for name, script in (("overflow", OVERFLOW), ("picture", PICTURES), ("target", TARGETS)):
            for words in page.evaluate(script):
                self._add(page, f"{how}: {name}: {words}")

    def look_in_every_way(self, page, ways=SHOWN):
        """Looks at one page in every way, without loading it anew."""
        for name, width, scheme, forced in ways:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, forced_colors=forced)
            self.look(page, name)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light", forced_colors="none")
