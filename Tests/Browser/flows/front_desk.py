"""The front desk (10034): from sign-in to the checkout and back, by keyboard and scanner alone."""

from playwright.sync_api import expect

from shop import until

#: Notes for every key whether the page cancelled it, and how far the page was scrolled then.
WATCH_KEYS = """() => {
  window.seenKeys = [];
  document.body.style.minHeight = '3000px';
  window.addEventListener('keydown', (event) => setTimeout(() => window.seenKeys.push(
    {key: event.key, isCancelled: event.defaultPrevented, scrolled: window.scrollY,
     isRepeat: event.repeat}), 0), true);
}"""


def run(flow):
    till = flow.window(flow.context())
    page = till.page

    with flow.step("R13: signs in by keyboard alone; 10034 opens with the cursor ready for a scan"):
        till.open()
        till.cursor_in("staff")
        till.shows(".people")
        till.shoot("sign-in")
        till.type("1007")
        till.press("Enter")
        till.cursor_in("pin")
        expect(page.locator("select").first).not_to_be_empty()
        till.type("1234")
        till.tab_to("(element) => element.matches('select')")
        till.press("Tab", "ArrowDown")
        till.tab_to("(element) => element.matches('[data-field=pin]')", back=True)
        till.press("Enter")
        till.cursor_in("entry")
        till.shows(".top", "0101-02")
        assert "零售前台开票" in page.title(), page.title()

    with flow.step("R13: the function box leads to 400449, and 10034 leads back"):
        till.tab_to("(element) => element.matches('[data-field=function]')", back=True)
        till.type("400449")
        till.press("Enter")
        page.wait_for_url("**/400449")
        till.cursor_in("receipt")
        till.tab_to("(element) => element.matches('[data-field=function]')", back=True)
        till.type("10034")
        till.press("Enter")
        page.wait_for_url("**/10034")
        till.cursor_in("entry")

    with flow.step("R15: an empty sale is refused with its reason"):
        till.press("PageUp")
        till.says("销售单是空的")
        till.shoot("sale-empty")

    with flow.step("R13: goods by scan, by code, and by pinyin from a list"):
        till.ring_up("6990000010212")
        till.type("0011")
        till.press("Enter")
        till.counts("tr[data-line]", 2)
        expect(page.locator("tr[data-line]").nth(1)).to_contain_text("感冒灵颗粒")
        till.type("hxzq")
        till.counts(".picks li", 2)
        till.shoot("sale-pick-list")
        till.press("ArrowDown", "Enter")
        till.counts("tr[data-line]", 3)
        expect(page.locator("tr[data-line]").nth(2)).to_contain_text("39.80")
        assert till.value("entry") == ""

    with flow.step("R13: two scans in one breath are two lines, and a typed text stays"):
        till.type("hx")
        till.scan("6990000012032")
        till.scan("6990000012872")
        till.counts("tr[data-line]", 5)
        assert till.value("entry") == "hx", till.value("entry")
        till.press("Escape")
        assert till.value("entry") == ""

    with flow.step("R14: quantity, discounts and salespersons by their keys"):
        till.press("F2")
        till.cursor_in("quantity")
        till.shoot("dialog-quantity")
        till.type("3")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows("tr.chosen .quantity", "3")
        till.press("F3")
        till.cursor_in("lineDiscount")
        till.type("5%")
        till.shoot("dialog-discount")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows("tr.chosen .saved", "-1.49")
        till.press("F4")
        till.cursor_in("saleDiscount")
        till.type("2")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows(".totals", "-2.00")
        till.press("F6")
        till.cursor_in("salesperson")
        till.shoot("dialog-salesperson")
        till.type("1012")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows("tr.chosen .person-cell", "周雨晴")
        till.press("Shift+F6")
        till.cursor_in("saleSalesperson")
        till.type("1007")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.shows(".totals dl", "陈小满")

    with flow.step("R14: a discount beyond the authority takes a manager's word"):
        till.press("F3")
        till.cursor_in("lineDiscount")
        till.type("50%")
        till.press("Enter")
        till.cursor_in("overrideReason")
        till.shows("[role=dialog]", "折扣超出权限")
        till.type("VIP")
        till.press("Enter")
        till.type("1001")
        till.press("Enter")
        till.type("9999")
        till.shoot("dialog-override")
        till.press("Enter")
        till.shows("[role=dialog] .message", "授权人工号、密码或权限不对")
        till.type("1234")
        till.press("Enter")
        till.hides("[role=dialog]")
        till.wait("() => /-1[4-9]\\./.test(document.querySelector('tr.chosen .saved').innerText)",
                  "half of 29.70 off")
        till.shoot("sale")

    with flow.step("R15: PageUp goes to the checkout from anywhere, and the page never scrolls"):
        page.evaluate(WATCH_KEYS)
        lines = page.locator("tbody").inner_text()
        for reach in ("typing", "button", "numpad", "repeat"):
            if reach == "typing":
                till.type("ab")
            if reach == "button":
                till.tab_to("(element) => element.matches('button')")
            if reach == "numpad":
                till.numpad_page_up()
            else:
                page.keyboard.down("PageUp")
            if reach == "repeat":
                page.keyboard.down("PageUp")
                page.keyboard.down("PageUp")
            if reach != "numpad":
                page.keyboard.up("PageUp")
            till.shows("main.checkout")
            till.cursor_in("method")
            if reach == "repeat":
                till.hides(".message")
            till.press("Escape")
            till.shows("main.sale")
            if reach == "typing":
                assert till.value("entry") == "ab"
                till.press("Escape")
        keys = [key for key in page.evaluate("() => window.seenKeys") if key["key"] == "PageUp"]
        assert len(keys) == 6, keys
        assert all(key["isCancelled"] and key["scrolled"] == 0 for key in keys), keys
        assert sum(key["isRepeat"] for key in keys) == 2, keys

    with flow.step("R14: Esc back from the checkout keeps lines, discounts and people"):
        till.to_checkout()
        till.press("PageUp")
        till.says("已在收款界面")
        till.press("Escape")
        till.shows("main.sale")
        assert page.locator("tbody").inner_text() == lines
        till.shows(".totals dl", "陈小满")

    with flow.step("a payment code or an order number at the front desk says where it belongs"):
        till.scan(flow.shop.code())
        till.says("请先按 PageUp")
        till.scan("6900000000007")
        till.says("没有这个商品")
        till.counts("tr[data-line]", 5)

    with flow.step("R14: a fixed discount grows when goods go, so that takes a manager's word too"):
        till.press("Home", "Delete")
        till.cursor_in("overrideReason")
        till.shows("[role=dialog]", "折扣超出权限")
        till.press("Escape")
        till.hides("[role=dialog]")
        till.counts("tr[data-line]", 5)
        till.press("F4")
        till.cursor_in("saleDiscount")
        till.type("0")
        till.press("Enter")
        till.hides("[role=dialog]")

    with flow.step("a line and the sale are dropped only when asked twice"):
        till.press("Home", "Delete")
        till.counts("tr[data-line]", 4)
        # The answer to the act before may take a dialog away again that was opened just before it.
        until(lambda: till.find("[role=dialog]").count() or till.press("Escape"), "the dialog", 1)
        till.shows("[role=dialog]", "作废")
        till.shoot("dialog-void")
        till.press("Enter")
        till.counts("tr[data-line]", 4)
        till.void()
        assert till.read().get("sale") is None
