"""A payment followed by any of its numbers, and a case from the list to its end: by keyboard and scanner."""

from till import PICTURES, Place

from flows.reports import follow, names_no_wallet, picture


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))

    with flow.step("a payment whose answer was lost, and one that the wallet took too much for"):
        shop.fault("loseAnswer", channel="wechat", call="pay", times=1)
        number = scan(till, shop, "wechat")
        # What had been in doubt is posted by itself.
        receipt = till.posted()
        shop.fault("wrongAmount", channel="alipay", call="pay", times=1)
        wrong = scan(till, shop, "alipay")
        till.shows(".timeline.bad", "已撤销")
        till.scan(shop.code("lin", "alipay"))
        till.shows(".timeline.good")
        till.complete()

    with flow.step("a cashier finds neither payments nor cases"):
        for path in ("/payments", "/cases"):
            till.open(path)
            till.shows("[role=alert]")

    finance = flow.till(Place("0101", "01", "1900"))
    page = finance.page

    with flow.step("a scanned receipt leads to its payment, and so does each of its numbers"):
        finance.open("/payments")
        finance.cursor_in("number")
        finance.scan(receipt)
        finance.shows("h1", number)
        trade = page.locator(".boxes div", has_text="交易单号").locator("dd").inner_text()
        for text in (trade, number):
            finance.open("/payments")
            finance.cursor_in("number")
            finance.scan(text)
            finance.shows("h1", number)
        picture(page, "payment-zh")

    with flow.step("both halves are seen, and what happened is drawn between those it was between"):
        assert "已下账" in page.locator(".halves").inner_text()
        assert "对账单未到" in page.locator(".halves").inner_text()
        said = page.locator(".story .said").all_inner_texts()
        for words in ("请求扣款", "没有可信的答复", "查询：已付款", "下账，小票", "扣款"):
            assert any(words in line for line in said), (words, said)
        assert page.locator(".story i.lost").count() >= 1
        finance.open(f"/payments/{number}?lang=en")
        finance.shows(".story", "query: paid")
        page.set_viewport_size({"width": 1024, "height": 768})
        picture(page, "payment-en")

    with flow.step("a number that nobody knows is said to be unknown, and stays in the field"):
        finance.open("/payments")
        finance.cursor_in("number")
        finance.scan("4200000000000000000000000000")
        finance.shows("[role=status]", "没有找到")
        assert finance.value("number") == "4200000000000000000000000000"

    with flow.step("finance finds the case, takes it, and what was typed is not lost when it is refused"):
        finance.open("/cases")
        finance.shows("h1", "异常单")
        picture(page, "cases-zh")
        follow(finance, f"tr:has-text('{wrong}') a")
        finance.shows("h1", "扣款金额不符")
        press(finance, "take")
        finance.shows(".standing", "接手")
        # As somebody would who got around the field's own limit.
        page.evaluate("document.querySelector('textarea').removeAttribute('maxlength')")
        page.fill("textarea", "x" * 501)
        press(finance, "close")
        finance.shows("[role=alert]", "C-102")
        assert page.locator("textarea").input_value() == "x" * 501
        picture(page, "case-refused-zh")

    with flow.step("it is closed with a reason, and leaves the list"):
        page.locator("textarea").focus()
        page.keyboard.press("Control+A")
        finance.type("已与支付宝平台核对，金额一致")
        press(finance, "close")
        finance.shows(".boxes", "已结")
        finance.shows(".standing", "已与支付宝平台核对，金额一致")
        picture(page, "case-closed-zh")
        finance.open("/cases?lang=en")
        finance.shows("h1", "Cases")
        assert wrong not in page.locator("main").inner_text()
        finance.open("/cases?state=closed&lang=en")
        finance.shows("tbody", wrong)
        picture(page, "cases-en")

    with flow.step("the store's manager follows the store's payments, and is told of no wallet"):
        manager = flow.till(Place("0101", "01", "1001"))
        manager.open(f"/payments/{number}")
        manager.shows("h1", number)
        names_no_wallet(manager.page)
        manager.open("/cases?state=closed")
        manager.shows("tbody", wrong)
        follow(manager, f"tr:has-text('{wrong}') a")
        manager.shows("h1", "扣款金额不符")
        assert manager.page.locator("form").count() == 0

    with flow.step("on a phone nothing is cut off"):
        page.set_viewport_size({"width": 390, "height": 844})
        for path in ("/payments", f"/payments/{number}", "/cases?state=closed"):
            finance.open(path)
            finance.shows("h1")
            wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide, path
        finance.open(f"/payments/{number}")
        picture(page, "payment-phone-zh")


def scan(till, shop, wallet):
    """Rings one thing up and scans; the order's number."""
    before = len(shop.orders())
    till.ring_up("6990000010212")
    till.to_checkout()
    till.type("41")
    till.press("Enter")
    till.scan(shop.code("lin", wallet))
    return shop.newest(before)["number"]


def press(till, act):
    """A button by keyboard."""
    till.tab_to(f"(element) => element.name === 'act' && element.value === '{act}'")
    till.press("Enter")
