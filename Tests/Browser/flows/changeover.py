"""Old sales from a file of an old till: checked, imported, found, given back, and reported under their method."""

import tempfile
import pathlib

from till import Place

from flows.reports import picture

HEADER = "门店,单号,营业日,时间,款台,收银员,类别,编码,名称,数量,单价,金额"


def lines(method="11"):
    """Sales on both old methods and in cash, over a week."""
    found = [HEADER]
    for day in range(19, 26):
        for place, (paid, fen) in enumerate([(method, 4000 + day * 37), ("12", 2500 + day * 91), ("1", 1650)]):
            head = f"0101,K{day}-{place},2019-09-{day},1{place}:05,01,1007"
            yuan = f"{fen // 100}.{fen % 100:02}"
            found.append(f"{head},商品,0003,急支糖浆,1,{yuan},{yuan}")
            found.append(f"{head},收款,{paid},,,,{yuan}")
    return "\r\n".join(found) + "\r\n"


def run(flow):
    finance = flow.till(Place("0101", "01", "1900"))
    page = finance.page
    folder = pathlib.Path(tempfile.mkdtemp())
    good, bad = folder / "old.csv", folder / "bad.csv"
    # As old tills write it.
    good.write_bytes(lines().encode("gbk"))
    bad.write_text(lines("41"), encoding="utf-8")

    with flow.step("R05 the tender methods lead to the import"):
        finance.open("/reports/methods")
        press_link(finance, "/import")
        finance.shows("h1", "导入旧销售")

    with flow.step("R09 a file with 41 before its day is refused, each problem with its line"):
        send(finance, bad, 2)
        finance.shows("[role=alert]", "第 3 行「编码」：41 和 42 不能导入")
        picture(page, "import-refused-zh")

    with flow.step("N1 a file in GBK is checked, and then imported; again it changes nothing"):
        send(finance, good, 1)
        finance.shows("[role=status]", "可以导入 21 张单")
        send(finance, good, 2)
        finance.shows("[role=status]", "已导入 21 张单")
        picture(page, "import-done-zh")
        finance.open("/import?lang=en")
        send(finance, good, 2)
        finance.shows("[role=status]", "0 sales are imported, ¥0.00; 21 were there")
        picture(page, "import-again-en")

    with flow.step("R11 the days around the change: the old methods before the line, for the chain"):
        finance.open("/reports/changeover")
        finance.shows("thead", "微信 (11)")
        finance.shows("tbody", "聚合支付起")
        assert page.locator("path.mark").count() == 1
        assert page.locator("rect.part").count() == 21
        picture(page, "changeover-chain-zh")
        with page.expect_download() as download:
            page.click("text=导出 Excel")
        assert pathlib.Path(download.value.path()).read_bytes()[:2] == b"PK"
        finance.open("/reports/changeover?lang=en&store=0101")
        finance.shows("thead", "Aggregated payment")
        assert "(41)" not in page.locator("table").inner_text()
        picture(page, "changeover-store-en")

    with flow.step("R11 the old day has its line for the retired methods, down to the sale"):
        finance.open("/reports/day/0101/2019-09-25")
        finance.shows(".figures", "原收款方式")
        picture(page, "day-retired-zh")
        page.click("a:text-is('0101-old-K25-0')")
        finance.shows("h1", "销售单")
        finance.shows("main", "原收款方式 (11)")

    with flow.step("R11 the till finds it by its old number and gives it back by the old method"):
        till = flow.till(Place("0101", "02", "1007"))
        till.press("F8")
        till.cursor_in("returnEntry")
        till.type("K25-0")
        till.press("Enter")
        till.shows("main.return", "0101-old-K25-0")
        till.type("1")
        till.shows(".goes-back li", "微信")
        till.shows(".goes-back li", "财务按原收款方式退款")
        till.shoot("return-old")
        till.press("F9")
        till.type("1")
        till.press("F9")
        till.shows(".returned", "0101-old-K25-0-T1")
        till.shoot("returned-old")
        till.press("Enter")
        till.shows("main.sale .empty")
        finance.open("/cases")
        finance.shows("table", "按原收款方式退款")

    with flow.step("on a phone nothing is cut off"):
        page.set_viewport_size({"width": 390, "height": 844})
        for path in ("/import", "/reports/changeover", "/reports/changeover?store=0101&lang=en"):
            finance.open(path)
            finance.shows("h1")
            wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide, path
            picture(page, "phone-" + path.strip("/").split("?")[0].replace("/", "-"))


def send(till, file, button):
    """Chooses a file, then by keyboard to one of the two buttons."""
    till.page.set_input_files("[name=file]", file)
    till.page.locator("[name=file]").focus()
    till.press(*["Tab"] * button, "Enter")


def press_link(till, path):
    till.tab_to(f"(element) => element.getAttribute('href') === '{path}'")
    till.press("Enter")
