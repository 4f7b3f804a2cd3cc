"""The customer scans the till: a broken scanner, a code on the screen, the network's phone."""

from playwright.sync_api import expect

from shop import until
from till import PICTURES, Place


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))
    phone = flow.window(flow.context(viewport={"width": 390, "height": 844})).page
    phone.goto(shop.network["phone"])
    expect(phone.locator("#person option")).not_to_have_count(0)
    phone.locator("#person").select_option("lin")

    with flow.step("F3 asks which wallet; its digit and Enter show a code, the amount, the time left"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.press("F3")
        till.cursor_in("offerWallet")
        till.shoot("dialog-show-code")
        till.type("7")
        till.press("Enter")
        till.says("没有这个数字")
        till.press("Backspace")
        till.type("1")
        till.press("Enter")
        till.shows(".timeline.wait .offer-code")
        till.shows(".timeline.wait", "16.50")
        till.shows(".timeline.wait .wallet.wechat")
        till.shows(".offer-words strong", ":")
        till.shoot("checkout-offer")

    with flow.step("the same code is there after a reload, and no second one is begun"):
        path = drawn(till)
        number = till.read()["sale"]["tenders"][-1]["attempt"]["number"]
        till.page.reload()
        till.shows(".offer-code")
        assert drawn(till) == path
        till.press("F3", "F3")
        assert [one["attempt"]["number"] for one in till.read()["sale"]["tenders"]] == [number]
        assert shop.order(number) is None, "nobody has scanned it"

    with flow.step("the phone lists the codes that tills show"):
        expect(phone.locator(f"button.offer[data-number='{number}']")).to_contain_text("16.50")
        phone.locator(".scan").scroll_into_view_if_needed()
        PICTURES.mkdir(exist_ok=True)
        phone.screenshot(path=PICTURES / "phone-page-scan.png")

    with flow.step("at a phone's width the code is whole"):
        till.page.set_viewport_size({"width": 390, "height": 844})
        box = till.page.locator(".offer-code").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, box
        till.shoot("checkout-offer-narrow")
        till.page.set_viewport_size({"width": 1024, "height": 768})

    with flow.step("the customer scans it, types the password; the till says paid, one sale"):
        phone.locator(f"button.offer[data-number='{number}']").click()
        expect(phone.locator("#sheet")).to_be_visible()
        expect(phone.locator("#sheet")).to_contain_text("16.50")
        phone.screenshot(path=PICTURES / "phone-page-scanned.png")
        shop.approve(number, shop.password("lin"))
        till.shows(".timeline.good", "16.50")
        till.hides(".offer-code")
        order = shop.order(number)
        assert (order["state"], order["debitedFen"]) == ("PAID", 1650), order
        receipt = till.complete()
        assert number in till.receipt().replace(" ", ""), receipt

    with flow.step("Alipay knows it only when it is scanned; then it is found, and paid"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.press("F3")
        till.cursor_in("offerWallet")
        till.type("2")
        till.press("Enter")
        till.shows(".timeline.wait .offer-code")
        attempt = until(lambda: asked(till), "it has been asked about")
        assert attempt["state"] == "awaitingShopper", attempt
        phone.locator(f"button.offer[data-number='{attempt['number']}']").click()
        expect(phone.locator("#sheet")).to_be_visible()
        shop.approve(attempt["number"], shop.password("lin"))
        till.shows(".timeline.good", "支付宝")
        till.complete()

    with flow.step("the customer will not pay: F4 takes it back, the code is gone and leads nowhere"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.press("F3")
        till.cursor_in("offerWallet")
        till.type("1")
        till.press("Enter")
        till.shows(".offer-code")
        number = till.read()["sale"]["tenders"][-1]["attempt"]["number"]
        till.press("F4")
        till.shows("[role=dialog]")
        till.tab_to("(element) => element.matches('.danger')")
        till.press("Enter")
        till.hides(".offer-code")
        till.shows(".timeline.bad")
        expect(phone.locator(f"button.offer[data-number='{number}']")).to_have_count(0)
        till.shoot("checkout-offer-closed")
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.press("Enter")
        till.complete()

    with flow.step("F1 on the 41 box tells of it"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.type("41")
        till.press("Enter")
        till.cursor_in("payCode")
        till.shoot("checkout-41-show-code")
        till.press("F1")
        till.shows("[role=dialog]", "F3")
        till.press("Escape", "Escape", "Escape")
        till.void()


def drawn(till):
    """The code on the screen, as it is drawn."""
    return till.page.locator(".offer-code path").get_attribute("d")


def asked(till):
    """The payment on the screen, once its wallet has been asked about it."""
    attempt = till.read()["sale"]["tenders"][-1]["attempt"]
    return attempt if attempt["asked"] > 0 and attempt["nextStep"] == "query" else None
