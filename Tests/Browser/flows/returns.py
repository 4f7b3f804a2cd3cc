"""Goods come back (退货): their money goes back the way it came, once, and is seen to arrive."""

from shop import until
from till import Place

#: The register with a printer: the slip prints by itself.
PLACE = Place("0101", "01", "1012")
SYRUP = "6990000010212"


def run(flow):
    shop, printer = flow.shop, flow.shop.printer
    till = flow.till(PLACE)
    page = till.page

    with flow.step("F8 on an empty sale: held sales and returns, the caret in the receipt's box"):
        order, receipt = pay_by_scan(till, pieces=2)
        till.press("F8")
        till.cursor_in("returnEntry")
        till.shows("[data-column=held]", "没有挂起的单")
        till.shows("[data-column=returns] .held-one", receipt[-4:])
        till.shoot("dialog-retrieve-or-return")
        till.type("9999")
        till.press("Enter")
        till.shows("[role=dialog] .message", "没有找到")
        assert till.value("returnEntry") == "9999"

    with flow.step("the arrows choose one of today's sales, by keyboard alone"):
        page.keyboard.press("Control+A")
        till.press("Delete", "ArrowDown", "Enter")
        till.shows("main.return", receipt)
        till.cursor_in(count_field(till, 1))
        till.shows(".return-lines tr.chosen", "急支糖浆")

    with flow.step("digits set the pieces; more than were sold is refused, and stays as typed"):
        till.type("3")
        till.says("最多还能退 2 件")
        till.press("F9")
        till.says("最多还能退 2 件")
        assert till.value(count_field(till, 1)) == "3"
        till.press("Backspace")
        till.press(" ")
        till.shows(".goes-back", "33.00")
        till.press("Control+A")
        till.type("1")
        till.shows(".goes-back li", "¥16.50 → 微信支付")
        till.shows(".goes-back li", "退回顾客自己的钱包")

    with flow.step("Esc leaves, and the same receipt scanned brings back what was typed"):
        till.press("Escape")
        till.shows("main.sale .empty")
        till.cursor_in("entry")
        till.scan(receipt)
        till.shows("main.return", receipt)
        assert till.value(count_field(till, 1)) == "1"
        till.shows(".goes-back", "16.50")

    with flow.step("F9 without a reason asks for it; a digit gives it; a reload keeps all of it"):
        till.press("F9")
        till.says("还没有选择退货原因")
        till.cursor_in(reason_field(till))
        till.type("1")
        till.shows(".reason.open", "质量问题")
        page.reload()
        till.shows(".reason.open", "质量问题")
        till.shows(".goes-back", "16.50")
        assert till.value(count_field(till, 1)) == "1"
        till.shoot("return")

    with flow.step("F9: one piece goes back to the wallet that paid, and is seen to arrive"):
        jobs = len(printer.jobs)
        till.press("F9")
        till.shows(".returned", "16.50")
        till.shows(".returned", f"{receipt}-T1")
        till.cursor_in("entry")
        till.shoot("returned-on-its-way")
        till.shows(".returned [data-refund=succeeded]", "已到账")
        given_back(shop, order, 1650, refunds=1)
        till.shoot("returned-arrived")

    with flow.step("the slip prints by itself, with the numbers; Ctrl+P prints it again, marked"):
        until(lambda: len(printer.jobs) > jobs, "the slip is printed")
        slip = printer.jobs[-1].decode("gb18030", errors="replace")
        assert "退货小票" in slip and receipt in slip and f"{receipt}-T1" in slip, slip
        assert "微信支付(原路退回)" in slip and "质量问题" in slip, slip
        assert b"\x1bp\x00" not in printer.jobs[-1], "no drawer for a wallet"
        till.shows(".returned .print", "已打印")
        till.press("Control+p")
        until(lambda: len(printer.jobs) == jobs + 2, "the slip is printed again")
        assert "补打 第1次" in printer.jobs[-1].decode("gb18030", errors="replace")

    with flow.step("a reload shows the same return, and Enter calls the next customer"):
        page.reload()
        till.shows(".returned", f"{receipt}-T1")
        till.shows(".returned [data-refund=succeeded]", "已到账")
        till.cursor_in("entry")
        till.press("Enter")
        till.shows("main.sale .empty")

    with flow.step("the rest, by scanning the goods; F9 pressed and held is one return"):
        till.press("F8")
        till.cursor_in("returnEntry")
        till.scan(order)
        till.shows("main.return", receipt)
        till.shows(".return-lines tbody tr", "/ 1")
        till.shows(".earlier [data-refund=succeeded]", "已到账")
        till.scan(SYRUP)
        till.shows(".goes-back", "16.50")
        till.scan(SYRUP)
        till.says("不在这张单上，或已全部退回")
        till.press("Enter")
        till.cursor_in(reason_field(till))
        till.type("2")
        till.shows(".reason.open", "发错")
        page.keyboard.down("F9")
        page.keyboard.down("F9")
        page.keyboard.up("F9")
        till.press("F9")
        till.shows(".returned", f"{receipt}-T2")
        till.shows(".returned [data-refund=succeeded]")
        given_back(shop, order, 3300, refunds=2)
        till.press("Enter")

    with flow.step("nothing is left: the page says so, and the server refuses whatever is asked"):
        till.scan(receipt)
        till.shows(".goes-back", "已全部退回")
        till.shoot("return-nothing-left")
        till.press("F9")
        sale = read_sale(till, receipt)["sale"]["id"]
        answer = post(till, "/api/returns", {
            "sale": sale, "lines": [{"line": 1, "quantity": 1}], "reason": "quality"})
        assert answer["error"]["code"] == "S-305", answer
        given_back(shop, order, 3300, refunds=2)
        till.press("Escape")
        till.shows("main.sale")

    with flow.step("cash for what a wallet paid: only with a manager's number, PIN and reason"):
        order, receipt = pay_by_scan(till, pieces=1)
        till.press("Escape")
        jobs = len(printer.jobs)
        till.scan(receipt)
        till.cursor_in(count_field(till, 1))
        till.press("Shift+Space", "F4")
        till.shows(".goes-back li", "¥16.50 → 现金")
        till.press("Enter")
        till.cursor_in(reason_field(till))
        till.type("1")
        till.press("F9")
        till.cursor_in("overrideReason")
        till.shows("[role=dialog]", "须店长授权")
        till.shoot("dialog-return-in-cash")
        approve(till, "phone is broken", "1012")
        till.shows("[role=dialog] .message", "授权人工号、密码或权限不对")
        till.press("Escape")
        till.shows(".goes-back li", "¥16.50 → 现金")
        till.press("F9")
        till.cursor_in("overrideReason")
        page.keyboard.press("Control+A")
        approve(till, "phone is broken", "1001")
        till.shows(".returned .hand-over", "16.50")
        till.hides("[data-refund]")
        until(lambda: len(printer.jobs) > jobs, "the slip is printed")
        slip = printer.jobs[-1]
        assert "批准:" in slip.decode("gb18030", errors="replace")
        assert b"\x1bp\x00" in slip, "the drawer opens for cash"
        given_back(shop, order, 0, refunds=0)
        till.press("Enter")

    with flow.step("P3: a refund in doubt says that nothing is to be done, and recovers by itself"):
        order, receipt = pay_by_scan(till, pieces=1)
        till.press("Escape")
        lost = shop.fault("loseAnswer", call="refund")
        silent = shop.fault("down", call="refundQuery")
        assert lost != silent
        till.scan(receipt)
        till.cursor_in(count_field(till, 1))
        till.press(" ", "Enter")
        till.type("1")
        till.press("F9")
        till.shows(".returned .refund.doubt", "不用做任何事")
        till.shoot("returned-in-doubt")
        till.ring_up(SYRUP)
        till.hides(".returned")
        till.press("F8")
        till.cursor_in("note")
        till.press("Enter")
        till.scan(receipt)
        till.shows(".earlier .refund.doubt", "未知")
        shop.mend()
        till.press("F2")
        till.shows(".earlier [data-refund=succeeded]", "已到账")
        given_back(shop, order, 1650, refunds=1)
        till.press("Escape")

    with flow.step("F8 with nothing typed and Enter still retrieves the first held sale"):
        till.press("F8")
        till.cursor_in("returnEntry")
        till.shows("[data-column=held] .held-one.open")
        till.press("Enter")
        till.shows("tr[data-line]")
        till.scan(receipt)
        till.says("先完成或挂起")
        till.press("Escape")
        till.hides(".message")
        till.void()

    with flow.step("R20: F9 in two windows at once is one return with one refund"):
        order, receipt = pay_by_scan(till, pieces=2)
        till.press("Escape")
        other = flow.window(page.context)
        other.open()
        for window in (till, other):
            window.cursor_in("entry")
            window.scan(receipt)
            window.cursor_in(count_field(window, 1))
            window.type("1")
            window.press("Enter")
            window.type("1")
            window.shows(".goes-back li", "¥16.50 → 微信支付")
            window.shows(".reason.open", "质量问题")
        page.keyboard.down("F9")
        other.page.keyboard.down("F9")
        page.keyboard.up("F9")
        other.page.keyboard.up("F9")
        till.shows(".returned", f"{receipt}-T1")
        other.shows(".returned", f"{receipt}-T1")
        till.shows(".returned [data-refund=succeeded]", "已到账")
        other.shows(".returned [data-refund=succeeded]", "已到账")
        given_back(shop, order, 1650, refunds=1)
        other.page.close()
        till.press("Enter")

    with flow.step("English and a phone's width: all of it is readable, nothing is too wide"):
        till.scan(receipt)
        till.shows(".earlier")
        page.get_by_role("button", name="English").click()
        till.shows(".return-head", "Return")
        page.set_viewport_size({"width": 390, "height": 844})
        fits(till)
        till.shoot("phone-return")
        page.set_viewport_size({"width": 1024, "height": 768})
        till.press("F1")
        till.shows("[role=dialog]", "钱按原路退回")
        till.press("Escape", "Escape")
        till.shows("main.sale")


def pay_by_scan(till, pieces):
    """A sale paid by 41; its order number and its receipt number."""
    till.ring_up(*[SYRUP] * pieces)
    till.to_checkout()
    before = len(till.shop.orders())
    till.scan(till.shop.code("lin", "wechat"))
    till.shows(".figure-box.settled", "0.00")
    return till.shop.newest(before)["number"], till.complete()


def read_sale(till, receipt):
    """What the server says of a sale's returns."""
    return till.page.evaluate(
        "(receipt) => fetch(`/api/returns/sale?receipt=${receipt}`).then((a) => a.json())", receipt)


def post(till, path, body):
    """Asks the server past the page."""
    return till.page.evaluate("""([path, body]) => fetch(path, { method: 'POST', headers: {
      'Content-Type': 'application/json', 'Idempotency-Key': String(Math.random()).slice(2) },
      body: JSON.stringify(body) }).then((answer) => answer.json())""", [path, body])


def count_field(till, line):
    """The name of the box for a line's pieces."""
    return field_ending(till, f"-{line}")


def reason_field(till):
    """The name of the reason's box."""
    return field_ending(till, "-reason")


def field_ending(till, ending):
    """A box of the return that is on the screen."""
    found = till.page.locator(f'main.return [data-field$="{ending}"]')
    found.wait_for()
    return found.get_attribute("data-field")


def approve(till, reason, staff):
    """Fills the manager's dialog, where the caret is in the reason."""
    till.type(reason)
    till.press("Enter")
    till.cursor_in("overrideStaff")
    till.page.keyboard.press("Control+A")
    till.type(staff)
    till.press("Enter")
    till.cursor_in("overridePIN")
    till.type("1234")
    till.press("Enter")


def given_back(shop, number, fen, refunds):
    """The wallet itself says what went back of an order, and in how many refunds."""
    def is_so():
        order = shop.order(number)
        return order["returnedFen"] == fen and len(order["refunds"]) == refunds
    until(is_so, f"{fen} fen of {number} given back in {refunds}")


def fits(till):
    """Nothing makes the page scroll sideways."""
    till.wait("() => document.documentElement.scrollWidth <= window.innerWidth",
              "the page is no wider than the window")
