"""A reload, a crash, a second window: the sale is the server's, and is there as it was."""

from shop import until
from till import Place

PLACE = Place("0101", "02", "1007")


def run(flow):
    shop = flow.shop
    till = flow.till(PLACE)
    page = till.page

    with flow.step("a reload keeps what was typed, at the front desk and in the 41 box"):
        till.ring_up("6990000010212")
        till.type("hxz")
        page.reload()
        till.shows("tr[data-line]")
        assert till.value("entry") == "hxz"
        till.press("Escape")
        till.to_checkout()
        till.type("41")
        till.press("Enter")
        till.cursor_in("payCode")
        till.type("1345 67")
        page.reload()
        till.shows(".box.pay")
        till.cursor_in("payCode")
        assert till.value("payCode") == "1345 67"
        till.press("Escape")

    with flow.step("R38: a reload in mid-payment returns to the payment as it is"):
        till.scan(shop.code("slow", "wechat"))
        till.shows(".timeline.wait", "密码")
        number = shop.orders()[-1]["number"]
        page.reload()
        till.shows(".timeline.wait", "密码")
        assert number in till.shows(".number").inner_text().replace(" ", "")

    with flow.step("a crashed browser comes back, signed in or not, to the same payment"):
        cookies = page.context.storage_state()
        page.context.close()
        again = flow.window(flow.context(PLACE, storage_state=cookies))
        again.open()
        again.shows(".timeline.wait", "密码")
        again.page.context.close()
        till = flow.window(flow.context(PLACE))
        page = till.page
        # The list of stores is slower than the cashier; this register knows what it was.
        held = []
        page.route("**/api/session/choices", lambda route: held.append(route))
        till.open()
        till.cursor_in("staff")
        till.type("1007")
        till.press("Enter")
        till.cursor_in("pin")
        till.type("1234")
        till.press("Enter")
        till.shows(".timeline.wait", "密码")
        assert held, "the list came before the cashier"
        for route in held:
            route.continue_()

    with flow.step("the list of stores comes while the number is typed, and the cursor stays"):
        other = flow.window(flow.context(PLACE))
        held = []
        other.page.route("**/api/session/choices", lambda route: held.append(route))
        other.open()
        other.cursor_in("staff")
        other.type("10")
        until(lambda: held, "the list is asked for")[0].continue_()
        other.shows(".person")
        other.type("07")
        assert other.value("staff") == "1007", other.value("staff")
        other.press("Enter")
        other.cursor_in("pin")
        other.page.context.close()

    with flow.step("what happens in one window appears in the other"):
        other = flow.window(page.context)
        other.open()
        other.shows(".timeline.wait")
        shop.approve(number, shop.password("slow"))
        till.shows(".timeline.good")
        other.shows(".timeline.good")

    with flow.step("R20: F9 in two windows at once is one sale with one receipt"):
        page.keyboard.down("F9")
        other.page.keyboard.down("F9")
        page.keyboard.up("F9")
        other.page.keyboard.up("F9")
        first = till.posted()
        assert other.posted() == first
        assert till.receipt().count("聚合支付(41)") == 1
        till.ring_up("6990000010212")
        other.counts("tr[data-line]", 1)
        other.ring_up("6990000012032")
        till.counts("tr[data-line]", 2)
        till.to_checkout()
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.press("Enter")
        till.shows(".figure-box.settled", "0.00")
        second = till.complete()
        assert int(second[-4:]) == int(first[-4:]) + 1, (first, second)

    with flow.step("a key in a window that shows an old sale never acts on the next one"):
        till.ring_up("6990000010212")
        other.counts("tr[data-line]", 1)
        other.press("Escape")
        other.shows("[role=dialog]")
        till.void()
        other.hides("[role=dialog]")
        assert till.read().get("sale") is None
