"""The health of the channels: pictures without a script, for managers and those above, by keyboard."""

from shop import until
from till import PICTURES, Place


def run(flow):
    till = flow.till(Place("0101", "02", "1001"))
    page = till.page

    with flow.step("the page says what it shows, without a script"):
        till.open("/health/channels")
        till.shows(".sheet .hint", "各服务器合计")
        assert page.locator("script").count() == 0
        before = asked(till)

    with flow.step("a payment shows at its store and wallet, with a picture"):
        till.open("/10034")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.type("41")
        till.press("Enter")
        till.scan(flow.shop.code("lin", "wechat"))
        till.shows(".figure-box.settled")
        # Posted, so that the register is free for whoever comes next.
        till.complete()
        # Written every ten seconds.
        until(lambda: asked(till) > before, "the payment is not counted", pause=1, seconds=40)
        assert page.locator(".card svg[role=img]").count() >= 2
        page.set_viewport_size({"width": 1024, "height": 768})
        picture(page, "health-zh")

    with flow.step("the other language is one Tab and Enter away, and a phone shows it all"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        till.shows("h1", "Health of the channels")
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, "the page is wider than a phone"
        picture(page, "health-phone-en")


def asked(till):
    """How many calls the store's first wallet has had in the last hour."""
    till.open("/health/channels")
    till.shows("h2", "0101")
    calls = till.page.locator(".card tbody tr").first.locator("td").first
    return int(calls.inner_text()) if calls.count() else 0


def picture(page, name):
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
