"""What the bank received: typed and imported by finance, booked, short and then whole, and taken back."""

import datetime

from till import Place

from flows.reports import follow, picture
from flows.statements import choose, press_upload, statement


def run(flow):
    finance = flow.till(Place("0101", "01", "1900"))
    page = finance.page

    with flow.step("a statement of the day before yesterday is brought, so that something is owed"):
        finance.open("/reports/statements")
        finance.shows("#upload")
        yesterday = datetime.date.fromisoformat(page.locator("#upload [name=day]").input_value())
        day = (yesterday - datetime.timedelta(days=1)).isoformat()
        option = page.locator("#upload option[value^='wechat/']").first
        account = option.get_attribute("value").split("/")[1]
        page.fill("#upload [name=day]", day)
        choose(finance, account, "settled.csv", statement(day, account, 3))
        press_upload(finance)
        page.locator(".runs li", has_text="settled.csv").wait_for(timeout=60_000)
        page.locator(".runs li.doubt", has_text="settled.csv").wait_for(timeout=60_000)

    with flow.step("finance sees what it comes to, and that nothing has come"):
        month = f"/reports/settlements?month={day[:7]}"
        finance.open(month)
        finance.shows(f"tr:has-text('{day}')", "未到账")
        picture(page, "settlements-zh")

    with flow.step("what cannot be is refused, and what was typed stays"):
        record(finance, "abc", "BANK-1", day)
        finance.shows("[role=alert]", "B-201")
        assert finance.value("reference") == "BANK-1"

    with flow.step("too little is a break with a case; a mistake is reversed by another record"):
        record(finance, "2.50", "BANK-1", day)
        finance.shows(f"tr:has-text('{day}')", "少到")
        follow(finance, f"tr:has-text('{day}') a")
        finance.shows(".runs", "BANK-1")
        finance.tab_to("(element) => element.dataset.field === 'reason'")
        page.keyboard.insert_text("金额记错")
        finance.press("Enter")
        finance.shows(".runs", "金额记错")
        picture(page, "settlement-day-zh")

    with flow.step("a file of settlements is read whole or not at all"):
        finance.open(month)
        head = "\ufeffdate,amount,wallet,account,reference,days\r\n"
        good = f"{yesterday.isoformat()},3.00,微信支付,{account},BANK-1,{day}\r\n"
        send(finance, (head + good + "x,1,wechat,a,b,c\r\n").encode())
        finance.shows("#import [role=alert]", "第 3 行")
        send(finance, (head + good).encode())
        finance.shows("#import [role=alert]", "新记 1 行")
        finance.shows(f"tr:has-text('{day}')", "已结清")
        page.set_viewport_size({"width": 1024, "height": 768})
        finance.open(month + "&lang=en")
        finance.shows(f"tr:has-text('{day}')", "settled")
        picture(page, "settlements-en")

    with flow.step("from the day to the statement's lines, and to a payment"):
        follow(finance, f"tr:has-text('{day}') a")
        finance.shows("h2", "By store")
        finance.open(page.locator(".path a").nth(1).get_attribute("href"))
        finance.shows("tbody tr", "1.00")
        assert page.locator("tbody tr").count() == 3
        picture(page, "statement-lines-en")

    with flow.step("on a phone nothing is cut off"):
        page.set_viewport_size({"width": 390, "height": 844})
        finance.open(month)
        finance.shows("h1")
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide
        picture(page, "settlements-phone-zh")


def record(finance, amount, reference, days):
    """The form, by keyboard from its amount on."""
    page = finance.page
    finance.tab_to("(element) => element.dataset.field === 'amount'")
    page.keyboard.press("Control+A")
    finance.type(amount)
    finance.tab_to("(element) => element.dataset.field === 'reference'")
    page.keyboard.press("Control+A")
    finance.type(reference)
    finance.tab_to("(element) => element.dataset.field === 'days'")
    page.keyboard.press("Control+A")
    finance.type(days)
    finance.press("Enter")
    page.wait_for_load_state()


def send(finance, bytes_):
    page = finance.page
    page.set_input_files("#import [name=file]", {
        "name": "bank.csv", "mimeType": "text/csv", "buffer": bytes_})
    finance.tab_to("(element) => element.matches('#import button')")
    finance.press("Enter")
