"""English, a phone's width, help on every screen, and the way out by keyboard alone."""

from playwright.sync_api import expect

from till import Place

PLACE = Place("0102", "02", "1112")


def run(flow):
    shop = flow.shop
    till = flow.till(PLACE)
    page = till.page

    with flow.step("F1 explains each screen, and Esc goes back to it"):
        till.press("F1")
        till.shows("[role=dialog]", "PageUp")
        till.shoot("help-sale")
        till.press("Escape")
        till.hides("[role=dialog]")
        till.cursor_in("entry")
        till.ring_up("6990000010212", "6990000011264", "6990000010076")
        till.to_checkout()
        till.press("F1")
        till.shows("[role=dialog]", "不能选现金")
        till.shoot("help-checkout")
        till.press("Escape")
        till.cursor_in("method")

    with flow.step("the page speaks English, remembers it, and changes back"):
        page.get_by_role("button", name="English").click()
        till.shows(".figures", "Due")
        till.cursor_in("method")
        page.reload()
        till.shows(".figures", "Due")
        left = page.evaluate("""() => [...document.querySelectorAll('main *')]
          .filter((each) => each.children.length === 0 && !each.closest('.tender-name'))
          .map((each) => each.innerText ?? '').filter((text) => /[\\u4e00-\\u9fff]/.test(text))""")
        assert left == [], left
        till.press("F1")
        till.shows("[role=dialog]", "Checkout")
        till.press("Escape")
        page.get_by_role("button", name="中文").click()
        till.shows(".figures", "应收")

    with flow.step("nothing is wider than a phone, and no button too small for a finger"):
        page.set_viewport_size({"width": 390, "height": 844})
        fits(till)
        till.shoot("phone-checkout")
        till.find("button.method", "41").click()
        till.shows(".box.pay")
        fits(till)
        till.shoot("phone-41")
        till.find("button.method", "42").click()
        till.shows(".box.claim")
        fits(till)
        till.shoot("phone-42")
        till.find("button.method", "现金").click()
        till.shows(".box.cash")
        fits(till)
        till.shoot("phone-cash")
        till.press("Escape")
        till.press("Escape")
        till.shows("main.sale")
        fits(till)
        till.shoot("phone-sale")

    with flow.step("on a wide screen and at 200 % nothing is lost"):
        page.set_viewport_size({"width": 1366, "height": 768})
        fits(till)
        till.shoot("wide-sale")
        page.set_viewport_size({"width": 512, "height": 384})
        fits(till)
        till.shoot("zoomed-sale")
        page.set_viewport_size({"width": 1024, "height": 768})
        fits(till)

    with flow.step("what every key of the bottom bar does is also on a button with its name"):
        keys = page.locator("footer.keys button")
        expect(keys.first).to_be_visible()
        shortcuts = [each.get_attribute("aria-keyshortcuts") for each in keys.all()]
        assert {"PageUp", "F2", "F3", "F4", "F6", "F8", "F1", "Escape"} <= set(shortcuts), shortcuts

    with flow.step("the same key pressed in a dialog acts on the dialog alone"):
        till.press("F2")
        till.cursor_in("quantity")
        till.press("PageUp", "F9")
        till.shows("[role=dialog]")
        till.shows("main.sale")
        till.scan(shop.code())
        till.shows("[role=dialog] .message", "没有使用")
        till.press("Escape")
        till.void()

    with flow.step("signing out by keyboard alone"):
        till.tab_to("(element) => element.innerText === '退出'", back=True)
        till.press("Enter")
        till.cursor_in("staff")
        assert page.evaluate("() => fetch('/api/till').then((answer) => answer.status)") == 401
        page.set_viewport_size({"width": 390, "height": 844})
        fits(till)
        till.shoot("phone-sign-in")
        till.type("1112")
        till.press("Enter")
        till.cursor_in("pin")
        till.type("9999")
        till.press("Enter")
        till.says("工号或密码不对")
        assert till.value("staff") == "1112" and till.value("pin") == ""


def fits(till):
    """Nothing makes the page scroll sideways, and no button is too small to touch."""
    till.wait("""() => document.documentElement.scrollWidth <= window.innerWidth""",
              "the page is no wider than the window")
    small = till.page.evaluate("""() => [...document.querySelectorAll('button')]
      .filter((each) => each.offsetParent)
      .map((each) => [each.innerText, Math.round(each.offsetWidth), Math.round(each.offsetHeight)])
      .filter(([, width, height]) => width < 40 || height < 40)""")
    assert small == [], small
