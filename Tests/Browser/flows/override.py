"""A customer in doubt who insists on paying cash: a manager may allow it, and finance sees it."""

from shop import until
from till import Place


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))

    with flow.step("R25: cash in doubt only with a manager's number, PIN and reason"):
        before = len(shop.orders())
        shop.fault("loseAnswer", call="pay", times=1)
        shop.fault("down", call="query")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("lin", "wechat"))
        till.shows("[data-offer=supplementary]")
        till.type("1")
        till.press("Enter")
        till.shows(".message.doubt button")
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.shows(".timeline.doubt")
        till.press("Escape")
        till.cursor_in("method")
        till.type("1")
        till.press("Enter")
        till.shows(".message.doubt button").click()
        till.cursor_in("received")
        till.press("Enter")
        till.cursor_in("overrideReason")
        till.shows("[role=dialog]", "财务")
        till.shoot("dialog-cash-override")
        till.press("Enter")
        till.type("no reason")
        till.press("Escape")
        till.hides("[role=dialog]")
        assert till.read()["sale"]["paidFen"] == 0

    with flow.step("R25: a cashier cannot approve it"):
        till.press("Enter")
        till.cursor_in("overrideReason")
        till.page.keyboard.press("Control+A")
        till.type("insists")
        till.press("Enter")
        till.type("1007")
        till.press("Enter")
        till.type("1234")
        till.press("Enter")
        till.shows("[role=dialog] .message", "授权人工号、密码或权限不对")

    with flow.step("R25: a manager can; the sale is cash, and the scan's money goes back"):
        till.tab_to("(element) => element.matches('[data-field=overrideStaff]')", back=True)
        till.page.keyboard.press("Control+A")
        till.type("1001")
        till.press("Enter")
        till.cursor_in("overridePIN")
        till.type("1234")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows(".figure-box.settled", "0.00")
        till.shows(".invitation .tick")
        till.shows(".tender.failed", "正在撤销")
        till.shoot("checkout-cash-approved")
        till.press("F9")
        till.posted()
        assert "现金(1)" in till.receipt()
        shop.mend()
        order = shop.newest(before)
        until(lambda: till.read()["tray"] == [], "the scan's outcome is known", seconds=120)
        order = shop.order(order["number"])
        assert order["returnedFen"] == order["debitedFen"] == 1650, order
