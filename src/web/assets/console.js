// What a page can do without: it rings when something came, checks a BSN while it is typed, copies a
// reference, and says when the session is about to end.
const bell = document.getElementById("bel");
const words = bell ? bell.dataset : {};

function say(text, link) {
  bell.textContent = text;
  if (link) {
    const a = document.createElement("a");
    a.href = location.pathname;
    a.textContent = link;
    bell.append(a);
  }
}

// The bell says how many are new, never what. 204 ends it: the session is over.
if (bell && "EventSource" in window) {
  const ringing = new EventSource("/bel");
  ringing.onmessage = (event) => {
    const number = Number(event.data);
    if (number > 0) {
      say(number === 1 ? words.een : words.meer.replace("{}", number), words.toon);
    }
  };
  addEventListener("pagehide", () => ringing.close());
}

// The 11-check, so that a slip of the finger is seen before it is sent. The server checks again.
function isBsn(text) {
  if (!/^\d{9}$/.test(text) || text === "000000000") return false;
  const sum = [...text].reduce((sum, digit, at) => sum + digit * (at === 8 ? -1 : 9 - at), 0);
  return sum % 11 === 0;
}

for (const field of document.querySelectorAll("input[data-bsn]")) {
  const wrong = document.createElement("span");
  wrong.className = "wrong";
  wrong.setAttribute("role", "alert");
  field.closest("p").append(wrong);
  field.addEventListener("change", () => {
    const text = field.value.replace(/[\s.]/g, "");
    if (text !== field.value) field.value = text;
    wrong.textContent = text === "" || isBsn(text) ? "" : words.bsn;
  });
}

// A page that comes back from the browser's memory shows no BSN.
addEventListener("pageshow", () => {
  for (const field of document.querySelectorAll("input[data-bsn]")) field.value = "";
});

if (navigator.clipboard) {
  for (const reference of document.querySelectorAll("h1 .ref, h2 .ref")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.kopieer;
    button.setAttribute("aria-label", words.kopieer + " " + reference.textContent);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(reference.textContent);
      button.textContent = words.gekopieerd;
    });
    reference.after(button);
  }
}

// Thirteen minutes of quiet: two are left.
if (bell) setTimeout(() => say(words.einde), 13 * 60 * 1000);
