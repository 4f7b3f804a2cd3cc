"""Shifts (班次): a float, a blind count, and the drawer to the next person, by keyboard alone."""

from till import PICTURES, PIN, Place

from flows.reports import picture


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0201", "01", "1207"))
    page = till.page

    with flow.step("a register sells without a float; the top bar names the shift that began by itself"):
        till.shows(".shift", "班次 1")
        to_shift(till)
        till.cursor_in("float")

    with flow.step("the float is put right before the first cash, and Esc goes back to selling"):
        till.type("200")
        till.press("Enter")
        till.says("备用金已保存")
        to_till(till)
        till.cursor_in("entry")

    with flow.step("cash is taken, one sale is held, one payment is in doubt"):
        cash(till)
        till.ring_up("6990000010212")
        till.press("F8")
        till.shows("[role=dialog]")
        till.press("Enter")
        till.hides("tr[data-line]")
        shop.fault("loseAnswer", channel="wechat", call="pay", times=1)
        shop.fault("down", channel="wechat", call="query")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("lin", "wechat"))
        till.wait("""() => fetch('/api/shift').then((answer) => answer.json()).then(
          (shift) => shift.openThings.some((thing) => thing.kind === 'payment'))""", "a payment in doubt")

    with flow.step("the page shows what is open, and tells nobody what should be in the drawer"):
        till.open("/shift")
        till.cursor_in("n10000")
        till.shows(".things", "挂单")
        till.shows(".things", "结果未明")
        assert "应有现金" not in page.locator("main table").all_inner_texts()
        told = page.evaluate("() => fetch('/api/shift').then((answer) => answer.text())")
        assert "expectedFen" not in told, told
        till.type("2")
        till.press("Enter", "Enter", "Enter")
        till.cursor_in("n1000")
        till.type("1")
        shoot(till, "shift-counting")

    with flow.step("what was typed of a count is there after a reload"):
        page.reload()
        till.cursor_in("n10000")
        assert till.value("n10000") == "2" and till.value("n1000") == "1"

    with flow.step("handed in, it says what was expected; it may be counted once more"):
        for _ in range(8):
            till.press("Enter")
        till.cursor_in("handIn")
        till.press("Enter")
        till.cursor_in("to")
        till.shows(".counts", "少 ¥6.50")
        till.tab_to("(element) => element.dataset.field === 'recount'", back=True)
        till.press("Enter")
        till.cursor_in("n10000")
        till.type("2")
        for _ in range(8):
            till.press("Enter")
        till.cursor_in("handIn")
        till.press("Enter")
        till.cursor_in("to")
        till.shows(".counts", "少 ¥16.50")
        till.hides("[data-field=recount]")

    with flow.step("R36: short by what was rung up as cash and was not: a manager's PIN and a reason"):
        till.type("1201")
        till.shows("[data-field=manager]")
        shoot(till, "shift-short")
        for text in (PIN, "", PIN, "1201", PIN):
            till.press("Enter")
            if text:
                till.type(text)
        till.press("Enter")
        till.cursor_in("reason")
        till.press("Enter")
        till.cursor_in("handOver")
        till.press("Enter")
        till.says("还没有填：原因")
        till.cursor_in("reason")
        page.keyboard.insert_text("顾客已扫码，选成了现金")
        till.press("Enter")
        till.cursor_in("handOver")
        till.press("Enter")
        till.shows(".done", "班次 1")
        till.cursor_in("next")
        slip = page.evaluate("() => fetch('/api/shifts/1/slip.txt').then((answer) => answer.text())")
        for words in ("交接班单", "-16.50", "交班人", "接班人", "结果未明", "挂单"):
            assert words in slip, (words, slip)
        shoot(till, "shift-done")

    with flow.step("the next person signs in, and has by name what was handed over"):
        till.press("Enter")
        page.wait_for_url("**/10034")
        # Not into the entry: the sale that was handed over is on the screen.
        for field, text in (("staff", "1201"), ("pin", PIN)):
            till.cursor_in(field)
            till.type(text)
            till.press("Enter")
        till.shows(".banner", "交给您")
        shoot(till, "shift-handed")
        to_shift(till)
        till.cursor_in("read")
        till.shows(".given", "结果未明")
        shoot(till, "shift-given")
        till.press("Enter")
        till.hides(".given")
        shop.mend()
        to_till(till)
        # Its outcome has come, or comes now; what is held is taken back and dropped.
        till.wait("() => fetch('/api/till').then((answer) => answer.json()).then("
                  "(state) => state.tray.length === 0 && state.handed.length === 0)", "no payment open")

    with flow.step("manager and finance read the shift in reports, and take it away as a file"):
        finance = flow.till(Place("0201", "02", "1900"))
        for reader, path in ((till, "/reports/shifts"), (finance, "/reports/shifts?lang=en")):
            reader.open(path)
            reader.shows("tbody", "-16.50")
        reports(flow, till, finance)


def reports(flow, till, finance):
    """The list, its file, and the day's page."""
    page = till.page
    page.set_viewport_size({"width": 1024, "height": 768})
    picture(page, "shifts-zh")
    picture(finance.page, "shifts-en")
    with finance.page.expect_download() as download:
        finance.page.locator("a[href*='format=csv']").first.click()
    text = open(download.value.path(), encoding="utf-8-sig").read()
    assert "-16.50" in text, text
    page.locator("tbody a").first.click()
    till.shows("h1", "门店日报")
    till.shows("form.sign, .hint", "")
    picture(page, "shift-day-zh")
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/reports/shifts", "/shift"):
        till.open(path)
        till.shows("main")
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
    picture(page, "shift-phone-zh")


def to_shift(till):
    """Shift+F8."""
    till.press("Shift+F8")
    till.page.wait_for_url("**/shift")


def to_till(till):
    """Esc."""
    till.press("Escape")
    till.page.wait_for_url("**/10034")


def cash(till):
    """One sale for cash."""
    till.ring_up("6990000010212")
    till.to_checkout()
    till.type("1")
    till.press("Enter")
    till.cursor_in("received")
    till.press("Enter")
    till.shows(".figure-box.settled")
    till.complete()


def shoot(till, name):
    """A picture of the whole page in both languages."""
    field = till.page.evaluate("() => document.activeElement?.dataset?.field ?? ''")
    for language, button in (("en", "English"), ("zh", "中文")):
        till.page.locator(f"button:has-text('{button}')").first.click()
        till.page.wait_for_timeout(60)
        PICTURES.mkdir(exist_ok=True)
        till.page.screenshot(path=PICTURES / f"{name}-{language}.png", full_page=True)
    if field:
        till.page.locator(f"[data-field={field}]").focus()
