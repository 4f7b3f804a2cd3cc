"""Nobody does anything: a debit whose answer was lost is posted by itself."""

from shop import until
from till import Place


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))

    with flow.step("R07: a lost answer is asked after and the sale posted, with nobody's help"):
        before = len(shop.orders())
        shop.fault("loseAnswer", call="pay", times=1)
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("lin", "wechat"))
        number = till.posted()
        order = shop.newest(before)
        assert (order["state"], order["debitedFen"]) == ("PAID", 1650), order
        receipt = till.receipt()
        assert number in receipt and "聚合支付(41)" in receipt, receipt

    with flow.step("R07: the next customer's goods are scanned as if nothing had been"):
        till.ring_up("6990000012032")
        till.hides(".posted")

    with flow.step("R40: a payment in doubt is taken back, and only then scanned again"):
        before = len(shop.orders())
        shop.fault("loseAnswer", call="pay", times=1)
        shop.fault("down", call="query")
        till.to_checkout()
        till.scan(shop.code("zhou", "alipay"))
        till.shows("[data-offer=cancel]")
        till.press("F4")
        till.shows("[role=dialog]", "不要撤销")
        till.shoot("dialog-take-back")
        till.press("Enter")
        till.hides("[role=dialog]")
        assert till.read()["sale"]["tenders"][-1]["attempt"]["state"] == "unresolved"
        till.press("F4")
        till.tab_to("(element) => element.matches('.danger')")
        till.press("Enter")
        till.shows(".timeline.doubt", "正在撤销")
        number = shop.newest(before)["number"]
        till.scan(shop.code("zhou", "alipay"))
        till.says("没有结果")
        until(lambda: shop.order(number)["returnedFen"] == 1090, "the money goes back", seconds=60)
        shop.mend()
        till.shows(".timeline.bad", "已撤销")
        till.shoot("checkout-taken-back")
        assert len(shop.orders()) == before + 1
        till.scan(shop.code("zhou", "alipay"))
        till.shows(".timeline.good")
        till.complete()

    with flow.step("R40: a sale held in doubt lets the next customer through, and is paid later"):
        shop.fault("loseAnswer", call="pay", times=1)
        shop.fault("down", call="query")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("lin", "wechat"))
        till.shows("[data-offer=suspend]")
        till.press("F8")
        till.cursor_in("note")
        till.type("blue coat")
        till.shoot("dialog-hold")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows(".top", "挂单 1")
        till.shows(".tray")
        till.ring_up("6990000012032")
        till.shoot("sale-with-tray")
        shop.mend()
        till.shows(".banner.good", "已付款")
        till.shoot("sale-late-paid")
        till.to_checkout()
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.press("Enter")
        till.complete()
        till.wait("() => !document.querySelector('.top').innerText.includes('挂单')",
                  "the held sale is posted by itself")
        held = till.page.evaluate(
            "() => fetch('/api/sales/suspended').then((answer) => answer.json())")
        assert held == [], held
