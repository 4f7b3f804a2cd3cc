"""The tree above the stores: changed by keyboard, and read from the region down to one receipt."""

from till import Place

from flows.reports import follow, picture


def run(flow):
    till = flow.till(Place("0101", "02", "1007"))

    with flow.step("a sale in an area, and one in another"):
        receipt = cash_sale(till)
        other = flow.till(Place("0201", "02", "1207"))
        foreign = cash_sale(other)

    finance = flow.till(Place("0101", "01", "1900"))
    page = finance.page

    with flow.step("a region, an area of it and its manager are made by keyboard"):
        finance.open("/organisation")
        finance.shows("h1", "组织架构")
        enter(finance, "form:has([value='add-region']) [name=name]", "川南战区")
        finance.shows("h2:text-is('川南战区')")
        new = "section:has(h2:text-is('川南战区')) form:has([value='add-area'])"
        page.locator(f"{new} [name=name]").focus()
        finance.type("宜宾片区")
        finance.press("Tab")
        finance.type("1801")
        finance.press("Tab", "Enter")
        area = page.locator("section:has(h2:text-is('川南战区')) form:has([value='area'])")
        area.wait_for()
        assert area.locator("[name=name]").input_value() == "宜宾片区"
        assert area.locator("select").input_value() == "1801"
        picture(page, "organisation-zh")

    with flow.step("a name that is taken is refused, and stays in its field"):
        enter(finance, "form:has([value='add-region']) [name=name]", "川西战区")
        finance.shows("[role=alert]", "T-302")
        assert page.locator("form:has([value='add-region']) [name=name]").input_value() == "川西战区"

    with flow.step("a store moves from a day on; a date that is none is refused, and stays"):
        finance.open("/organisation?lang=en")
        move = "form:has([name=store][value='0201'])"
        page.locator(f"{move} select").focus()
        finance.press("End")
        finance.press("Tab")
        page.locator(f"{move} [name=from]").press("Control+a")
        finance.type("2099-02-30")
        finance.press("Enter")
        finance.shows("[role=alert]", "T-400")
        assert page.locator(f"{move} [name=from]").input_value() == "2099-02-30"
        picture(page, "organisation-refused-en")
        page.locator(f"{move} [name=from]").focus()
        page.locator(f"{move} [name=from]").press("Control+a")
        finance.type("2099-12-31")
        finance.press("Enter")
        finance.shows("tr:has-text('0201') small", "2099-12-31 宜宾片区")

    with flow.step("from the chain's month to a region, its area, a store, a day, a sale: by keyboard"):
        finance.open("/reports/chain")
        page.set_viewport_size({"width": 1024, "height": 768})
        picture(page, "chain-regions-zh")
        for link, title in (("川西战区", "川西战区"), ("成都南片区", "成都南片区")):
            follow(finance, f"tbody a:text-is('{link}')")
            finance.shows("h1", title)
        picture(page, "area-month-zh")
        follow(finance, "tbody a[href*='/store/0101']")
        finance.shows("h1", "门店月报 0101")
        follow(finance, "tbody tr:last-child a")
        finance.shows("h1", "门店日报 0101")
        follow(finance, f"a:text-is('{receipt}')")
        finance.shows("dd", receipt)

    with flow.step("an area's day stands beside other days; the region's files are its pages' figures"):
        finance.open("/reports/region/1?lang=en")
        finance.shows("h1", "川西战区")
        picture(page, "region-month-en")
        follow(finance, ".labels a[href*='/region/1/']")
        finance.shows("thead", "Same day last week")
        picture(page, "region-day-en")
        follow(finance, "tbody a:text-is('成都南片区')")
        finance.shows(".hint", "唐川")
        with page.expect_download() as download:
            page.click("text=Export CSV")
        assert download.value.suggested_filename.startswith("成都南片区-")

    with flow.step("an area manager comes to the own area, and to no store of another"):
        area = flow.till(Place("0101", "02", "1800"))
        area.open("/reports")
        area.shows("h1", "成都南片区")
        area.shows("tbody", "0101")
        day = page.url.split("/")[-1].split("?")[0]
        for path in ("/reports/store/0201", f"/reports/day/0201/{day}", "/reports/area/3", "/reports/region/1",
                     "/reports/chain", "/organisation", "/reports/balance/0201"):
            area.open(path)
            area.shows("[role=alert]", "T-203")
            assert foreign not in area.page.content()

    with flow.step("on a phone nothing is cut off"):
        page.set_viewport_size({"width": 390, "height": 844})
        for path in ("/organisation", "/reports/region/1", "/reports/area/1", f"/reports/area/1/{day}"):
            finance.open(path)
            finance.shows("h1")
            wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not wide, path
            picture(page, "phone-" + path.strip("/").replace("/", "-"))


def enter(till, field, text):
    """Types into a form's field and sends it by Enter."""
    till.page.locator(field).focus()
    till.page.locator(field).press("Control+a")
    till.type(text)
    till.press("Enter")


def cash_sale(till):
    till.ring_up("6990000010212")
    till.to_checkout()
    till.type("1")
    till.press("Enter")
    till.cursor_in("received")
    till.press("Enter")
    return till.complete()
