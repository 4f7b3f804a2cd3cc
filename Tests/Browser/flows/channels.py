"""The health of the channels: pictures without a script, for managers and those above, by keyboard."""

from till import PICTURES, Place


def run(flow):
    till = flow.till(Place("0101", "02", "1001"))
    page = till.page

    with flow.step("before any call the page says so"):
        till.open("/health/channels")
        till.shows(".sheet .hint", "最近一小时")
        assert page.locator("script").count() == 0

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
        till.open("/health/channels")
        till.shows(".lines:last-child .line", "0101")
        assert page.locator(".line svg[role=img]").count() >= 2
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


def picture(page, name):
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")
