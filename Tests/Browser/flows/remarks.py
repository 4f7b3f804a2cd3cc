"""Function 400449: a sale by 42 needs no remark, and none stands in for a recovery."""

from till import PICTURES, Place


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))
    page = till.page

    till.ring_up("6990000010212")
    till.to_checkout()
    till.type("1")
    till.press("Enter")
    till.cursor_in("received")
    till.press("Enter")
    till.shows(".figure-box.settled")
    by_cash = till.complete()
    by_number = pay_by_number(shop, till)

    with flow.step("R30: 400449 says 无需备注 for a sale by 42, and has no box for one"):
        till.open("/400449")
        till.cursor_in("receipt")
        till.type(by_number)
        till.press("Enter")
        till.shows(".none-needed", "无需备注")
        till.hides("[data-field=text]")
        till.shoot("remarks-none-needed")

    with flow.step("R29: the server takes no remark for it either: it counts as normal posting"):
        refusal = page.evaluate("""async (receipt) => {
          const answer = await fetch('/api/remarks', {method: 'POST',
            headers: {'Content-Type': 'application/json', 'Idempotency-Key': 'remark-by-hand-1'},
            body: JSON.stringify({receipt, text: 'the customer paid'})});
          return [answer.status, (await answer.json()).error?.code];
        }""", by_number)
        assert refusal == [409, "F-101"], refusal

    with flow.step("R36: a remark that cash was really a scan is refused, and its text stays"):
        till.scan(by_cash)
        till.shows(".card", by_cash)
        page.locator("[data-field=text]").click()
        page.keyboard.insert_text("实为聚合支付，顾客已扫码")
        till.press("Enter")
        till.says("不能用备注代替补单")
        assert till.value("text") == "实为聚合支付，顾客已扫码"
        till.shoot("remarks-refused")

    with flow.step("R30: an ordinary remark on a cash sale is kept"):
        page.locator("[data-field=text]").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("顾客要求开发票")
        till.press("Enter")
        till.says("备注已保存")
        till.shows(".remark", "顾客要求开发票")
        till.shows(".remark", "陈小满")
        till.shoot("remarks-saved")

    with flow.step("a whole day takes a remark, by its date, and none that calls its cash a scan"):
        day = page.evaluate(
            "new Intl.DateTimeFormat('en-CA', {timeZone: 'Asia/Shanghai'}).format(new Date())")
        find(till, day)
        till.shows(".card", "营业日")
        write(till, "今天有一笔现金实为聚合支付")
        till.says("不能用备注代替补单")
        write(till, "下午换过钱箱")
        till.says("备注已保存")

    with flow.step("a payment takes one by its number, from the function box, by keyboard alone"):
        number = shop.orders()[-1]["number"]
        till.open("/10034")
        till.cursor_in("entry")
        till.tab_to("(element) => element.dataset.field === 'function'", back=True)
        till.type("400449")
        till.press("Enter")
        page.wait_for_url("**/400449")
        till.cursor_in("receipt")
        find(till, number)
        till.shows(".none-needed", "无需备注")

    with flow.step("finance finds what waits, answers it, and the cashier reads the answer"):
        finance = flow.till(Place("0101", "01", "1900"))
        finance.open("/400449")
        finance.shows(".list .remark", "下午换过钱箱")
        finance.cursor_in("receipt")
        finance.shoot("remarks-list")
        finance.tab_to("(element) => element.matches('.open-answer')")
        finance.press("Enter")
        finance.cursor_in("answer")
        finance.page.keyboard.insert_text("已核对，金额一致")
        finance.press("Enter")
        finance.says("答复已保存")
        finance.page.select_option("[data-field=state]", "answered")
        finance.shows(".list .remark .answer", "已核对，金额一致")
        finance.shoot("remarks-answered")
        find(till, day)
        till.shows(".card .answer", "已核对，金额一致")
        finance.page.set_viewport_size({"width": 390, "height": 844})
        wide = finance.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide
        finance.page.screenshot(path=str(PICTURES / "remarks-phone-zh.png"), full_page=True)


def find(till, text):
    if till.page.evaluate("document.activeElement?.dataset?.field") != "receipt":
        till.tab_to("(element) => element.dataset.field === 'receipt'", back=True)
    till.page.keyboard.press("Control+A")
    till.type(text)
    till.press("Enter")
    till.shows(".card h2", text)


def write(till, words):
    till.tab_to("(element) => element.dataset.field === 'text'")
    till.page.keyboard.press("Control+A")
    till.page.keyboard.insert_text(words)
    till.press("Enter")


def pay_by_number(shop, till):
    """A sale that was recovered by 42; its receipt's number."""
    before = len(shop.orders())
    shop.fault("loseAnswer", call="pay", times=1)
    shop.fault("down", call="query")
    till.ring_up("6990000010212")
    till.to_checkout()
    till.scan(shop.code("lin", "wechat"))
    till.shows("[data-offer=supplementary]")
    number = shop.newest(before)["number"]
    till.wait_between_queries()
    shop.mend()
    till.scan(number)
    till.shows(".message.good", "付款已确认")
    return till.complete()
