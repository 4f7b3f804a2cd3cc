"""The reports: one figure for all scanned payments, from a month to one sale, signed by the manager."""

import pathlib

from till import PICTURES, Place

WALLETS = ["微信", "支付宝", "翼支付", "云闪付", "WeChat", "Alipay", "wechat", "alipay"]


def run(flow):
    till = flow.till(Place("0101", "02", "1007"))
    shop = flow.shop

    with flow.step("a day is sold: by two wallets and in cash"):
        receipts = []
        for wallet in ("wechat", "alipay"):
            till.ring_up("6990000010212")
            till.to_checkout()
            till.type("41")
            till.press("Enter")
            till.scan(shop.code("lin", wallet))
            till.shows(".figure-box.settled")
            receipts.append(till.complete())
        till.ring_up("6990000010212")
        till.to_checkout()
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.press("Enter")
        receipts.append(till.complete())

    with flow.step("a cashier is not let in, and is told so"):
        till.open("/reports/day/0101/2026-01-01")
        till.shows("[role=alert]")

    manager = flow.till(Place("0101", "01", "1001"))
    page = manager.page

    with flow.step("R12: the manager's month and day have one figure 聚合支付, and name no wallet"):
        manager.open("/reports")
        manager.shows("h1", "门店月报 0101")
        picture(page, "reports-month-zh")
        names_no_wallet(page)
        follow(manager, "tbody tr:last-child a")
        manager.shows("h1", "门店日报 0101")
        rows = page.locator(".figures tr", has_text="聚合支付")
        assert rows.count() == 1
        scanned = yuan(rows.first)
        column = "h2:has-text('销售明细') ~ .wide tbody tr td:nth-child(7)"
        listed = [yuan_of(cell) for cell in page.locator(column).all_inner_texts()]
        assert scanned == sum(listed) > 0, (scanned, listed)
        names_no_wallet(page)
        picture(page, "reports-day-zh")

    with flow.step("a sale on the list shows its goods, its tenders and its entries"):
        follow(manager, f"a:text-is('{receipts[0]}')")
        manager.shows("h1", "销售单")
        assert page.locator("text=柜台往来").count() >= 2
        names_no_wallet(page)
        picture(page, "reports-sale-zh")
        page.go_back()

    with flow.step("the manager counts the cash and signs; the day says by whom, and what is over"):
        cash = yuan(page.locator(".figures tr", has_text="现金").first)
        page.locator("[name=counted]").focus()
        manager.type(f"{(cash + 100) // 100}.{(cash + 100) % 100:02}")
        manager.press("Enter")
        manager.shows(".signed", "1001")
        manager.shows(".signed", "1.00")
        picture(page, "reports-signed-zh")

    finance = flow.till(Place("0101", "01", "1900"))
    page = finance.page

    with flow.step("from a store's monthly figure to one customer's receipt in four clicks, or less"):
        finance.open("/reports?lang=en")
        finance.shows("h1", "Chain report")
        page.set_viewport_size({"width": 1024, "height": 768})
        picture(page, "reports-chain-en")
        clicks = ["tbody a[href*='/store/0101']", "tbody tr:last-child a", f"a:text-is('{receipts[1]}')"]
        assert len(clicks) <= 4
        for click in clicks:
            page.click(click)
        finance.shows("h1", "Sale 0101")
        finance.shows("dd", receipts[1])

    with flow.step("above the store the wallets are told apart, and add up to the one figure"):
        finance.open("/reports/chain?lang=en")
        rows = page.locator("table").last.locator("tbody tr")
        assert {row.split("\t")[0] for row in rows.all_inner_texts()} >= {"WeChat Pay", "Alipay"}
        finance.open("/reports/balance?lang=en")
        finance.shows("tfoot", "0.00")
        picture(page, "reports-balance-en")
        follow(finance, "tbody tr:has-text('WeChat Pay') a")
        finance.shows("h1", "WeChat Pay")
        picture(page, "reports-account-en")
        follow(finance, "tbody tr a")
        finance.shows(".story", "answer: paid")

    with flow.step("the chain's day is under the month, beside other days; its file is called what it is"):
        finance.open("/reports/chain")
        follow(finance, ".labels a")
        finance.shows("h1", "总部日报")
        day = page.url.split("/")[-1]
        assert page.locator("th", has_text="上周同日").count() == 1
        picture(page, "reports-chain-day-zh")
        with page.expect_download() as download:
            page.click("text=导出 Excel")
        assert download.value.suggested_filename == f"总部日报-{day}.xlsx"
        assert pathlib.Path(download.value.path()).read_bytes()[:2] == b"PK"

    with flow.step("the month's statements: none yet, and when they come"):
        finance.open("/reports/statements?lang=en")
        finance.shows("h1", "Statements")
        finance.shows(".hint", "after ten in the morning")

    with flow.step("on a phone nothing is cut off"):
        page.set_viewport_size({"width": 390, "height": 844})
        for path in ("/reports/chain", "/reports/store/0101", "/reports/balance", "/reports/statements",
                     f"/reports/chain/{day}", f"/reports/day/0101/{day}"):
            finance.open(path)
            finance.shows("h1")
            wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide, path
        picture(page, "reports-phone-zh")


def follow(till, selector):
    """By keyboard: Tab until the link has the focus, then Enter."""
    address = till.page.locator(selector).first.get_attribute("href")
    till.tab_to(f"(element) => element.getAttribute('href') === '{address}'")
    till.press("Enter")


def names_no_wallet(page):
    text = page.locator("body").inner_text()
    named = [name for name in WALLETS if name in text]
    assert not named, named


def yuan(row):
    return yuan_of(row.locator("td").last.inner_text())


def yuan_of(text):
    """Fen of an amount as it is written."""
    whole, _, tail = text.replace(",", "").partition(".")
    return int(whole) * 100 + int(tail)


def picture(page, name):
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
