"""A till's page as a person meets it: keys, a scanner, and what can be read on the screen."""

import pathlib
import time

from playwright.sync_api import expect

from shop import PATIENCE, PIN, until

PICTURES = pathlib.Path(__file__).resolve().parent / "screenshots"

#: Sets the page's language without a click, since a dialog covers the button.
SPEAK = """async (language) => {
  (await import('/static/shared/words.js')).setLanguage(language);
  if (document.getElementById('till')) (await import('/static/till/state.js')).schedule();
}"""


class Place:
    """A register and who works there."""

    def __init__(self, store, register, staff):
        self.store, self.register, self.staff = store, register, staff


class Till:
    """One window of a till."""

    def __init__(self, page, shop):
        self.page, self.shop = page, shop
        self._session = None

    # --- getting there ---------------------------------------------------------------------------

    def open(self, path="/10034"):
        """Opens a page of the till's server."""
        self.page.goto(self.shop.address + path)

    def sign_in(self, staff):
        """Number, Enter, PIN, Enter."""
        self.cursor_in("staff")
        expect(self.page.locator("select").first).not_to_be_empty()
        self.type(staff)
        self.press("Enter")
        self.cursor_in("pin")
        self.type(PIN)
        self.press("Enter")
        self.cursor_in("entry")

    # --- keys and scanner ------------------------------------------------------------------------

    def press(self, *keys):
        """Presses keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        """Types as a person does: too slow to pass for a scanner."""
        self.page.keyboard.type(text, delay=60)

    def scan(self, text, end="Enter"):
        """A scanner: real keys whose own time stamps are 4 ms apart, however busy this machine."""
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        began = time.time()
        for place, character in enumerate(text):
            self._key(character, began + place * 0.004)
        if end:
            self._key(end, began + len(text) * 0.004)

    def _key(self, key, at):
        named = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, "")}
        if key in named:
            code, number, text = named[key]
        elif key.isdigit():
            code, number, text = f"Digit{key}", ord(key), key
        elif key == "-":
            code, number, text = "Minus", 189, key
        else:
            code, number, text = f"Key{key.upper()}", ord(key.upper()), key
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number, "timestamp": at}
        self._session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **common})
        self._session.send("Input.dispatchKeyEvent", {"type": "keyUp", **common})

    def numpad_page_up(self):
        """PageUp on the numeric pad."""
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        key = {"key": "PageUp", "code": "Numpad9", "windowsVirtualKeyCode": 33, "location": 3,
               "isKeypad": True}
        self._session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
        self._session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})

    def tab_to(self, is_there, back=False):
        """Presses Tab until the focus is where the script `is_there(element)` says."""
        for _ in range(60):
            self.press("Shift+Tab" if back else "Tab")
            if self.page.evaluate(f"() => ({is_there})(document.activeElement)"):
                return
        raise AssertionError(f"Tab never reaches {is_there}")

    # --- what is on the screen -------------------------------------------------------------------

    def find(self, selector, text=None):
        """What a selector finds, perhaps with a text."""
        return self.page.locator(selector, has_text=text) if text else self.page.locator(selector)

    def shows(self, selector, text=None):
        """Waits until something is on the screen, and has a text."""
        found = self.page.locator(selector).first
        expect(found).to_be_visible()
        if text is not None:
            expect(found).to_contain_text(text)
        return found

    def hides(self, selector):
        """Waits until nothing of the kind is on the screen."""
        expect(self.page.locator(selector)).to_have_count(0)

    def counts(self, selector, number):
        """Waits until there are so many."""
        expect(self.page.locator(selector)).to_have_count(number)

    def says(self, text):
        """Waits for the message."""
        self.shows(".message", text)

    def cursor_in(self, field):
        """Waits until the cursor is in a field."""
        self.wait(f"() => document.activeElement?.dataset?.field === '{field}'",
                  f"the cursor in {field}")

    def wait(self, script, what):
        """Waits for a script to be true in the page.

        Not by Playwright's own waiting, which the page's content security policy forbids.
        """
        return until(lambda: self.page.evaluate(script), what)

    def value(self, field):
        """What is in a field."""
        return self.page.input_value(f"[data-field={field}]")

    def read(self):
        """The till, as the server says it is."""
        return self.page.evaluate("() => fetch('/api/till').then((answer) => answer.json())")

    def receipt(self):
        """The text of the receipt that was posted last."""
        return self.page.evaluate("""async () => {
          const till = await (await fetch('/api/till')).json();
          return (await fetch(`/api/sales/${till.lastPosted.sale}/receipt.txt`)).text();
        }""")

    # --- what every flow does --------------------------------------------------------------------

    def ring_up(self, *codes):
        """Scans goods, and waits for each line."""
        for code in codes or ("6990000010212",):
            before = self.page.locator("tr[data-line] .quantity").all_inner_texts()
            self.scan(code)
            self.wait(f"""() => JSON.stringify([...document.querySelectorAll(
              'tr[data-line] .quantity')].map((cell) => cell.innerText)) !==
              JSON.stringify({before})""", f"a line for {code}")

    def to_checkout(self):
        """PageUp."""
        self.press("PageUp")
        self.shows("main.checkout")

    def complete(self):
        """F9, and the receipt's number."""
        self.press("F9")
        return self.posted()

    def posted(self):
        """Waits for the completed sale; its receipt's number."""
        text = self.shows(".posted").inner_text()
        number = next(word for word in text.split() if word.count("-") == 3)
        return number

    def wait_between_queries(self):
        """Waits until the till has just asked the wallet, so that a person can be first."""
        def pause():
            state = self.read()
            attempt = state["sale"]["tenders"][-1]["attempt"]
            if attempt.get("nextStep") != "query" or not attempt.get("nextAt"):
                return False
            return attempt["nextAt"] - state["now"] > 2_000_000
        until(pause, "a pause between two queries", seconds=60)

    def void(self):
        """Esc, and the button that is not the harmless one."""
        self.press("Escape")
        self.shows("[role=dialog]")
        self.tab_to("(element) => element.matches('.danger')")
        self.press("Enter")
        self.hides("[role=dialog]")
        self.hides("tr[data-line]")

    def shoot(self, name):
        """A picture of the page in both languages."""
        PICTURES.mkdir(exist_ok=True)
        for language in ("en", "zh"):
            self.page.evaluate(SPEAK, language)
            if self.page.url.endswith("/400449"):
                # This page draws only when somebody acts: its own button, from the other language.
                self.page.evaluate(SPEAK, "zh" if language == "en" else "en")
                self.page.evaluate(
                    "() => [...document.querySelectorAll('header button')].at(-1).click()")
            self.page.screenshot(path=PICTURES / f"{name}-{language}.png")


def patience(page):
    """Gives a page the time that a busy machine needs."""
    page.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
