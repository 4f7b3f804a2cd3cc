"""A normal sale paid by 41, every way to it; cash; and both together."""

from playwright.sync_api import expect

from shop import identity_like_pay_code
from till import Place

#: Notes when a payment's line of time is first seen, from the scanner's last key on.
WATCH_TIMELINE = """() => {
  let pressed = 0;
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === 'Tab') pressed = performance.now();
  }, true);
  new MutationObserver(() => {
    if (window.timelineAfter === undefined && document.querySelector('.timeline')) {
      window.timelineAfter = performance.now() - pressed;
    }
  }).observe(document.body, {childList: true, subtree: true});
}"""


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))
    page = till.page
    before = len(shop.orders())

    with flow.step("R16: 41 by its number, by arrows and by click; the box shows the amount"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.shoot("checkout")
        till.type("41")
        till.press("Enter")
        till.cursor_in("payCode")
        assert till.value("payAmount") == "16.50"
        till.shoot("checkout-41")
        till.press("Escape")
        till.cursor_in("method")
        till.press("ArrowDown", "ArrowDown", "Enter")
        till.cursor_in("payCode")
        till.press("Escape")
        till.find("button.method", "41").click()
        till.cursor_in("payCode")

    with flow.step("R18: a wrong shape is refused before anything is sent, and stays to be mended"):
        for text, sentence in [
            ("1345 6789", "位数"), ("99 1234 5678 9012 3456", "不是付款码"),
            ("hello", "数字"),
        ]:
            till.type(text)
            till.press("Enter")
            till.says(sentence)
            assert till.value("payCode") == text
            page.keyboard.press("Control+A")
        till.shoot("checkout-41-refused")
        assert len(shop.orders()) == before
        assert till.read()["sale"]["tenders"] == []
        till.press("Delete")

    with flow.step("R18: an identity card in the pay box is asked about, and Enter sends nothing"):
        card = identity_like_pay_code("110101")
        till.scan(card)
        till.shows("[role=dialog]", "身份证")
        till.shoot("dialog-identity-card")
        assert card not in page.inner_text("body")
        till.press("Enter")
        till.hides("[role=dialog]")
        assert len(shop.orders()) == before
        assert till.read()["sale"]["tenders"] == []
        kept = page.evaluate("() => JSON.stringify([sessionStorage, localStorage])")
        assert card not in kept

    with flow.step("R08: a wallet that the shop cannot take is named; no screen asks which it is"):
        till.scan("0100000000000000017")
        till.says("本店还不能收")
        assert len(shop.orders()) == before
        till.shoot("checkout-ecny")

    with flow.step("R18: the digits of a code typed in groups of four"):
        code = shop.code("lin", "wechat")
        till.type("41")
        till.press("Enter")
        till.cursor_in("payCode")
        till.type(" ".join(code[at:at + 4] for at in range(0, 18, 4)))
        till.shows(".pay .wallet", "微信")
        till.press("Enter", "Enter")

    with flow.step("R19: a second Enter starts nothing new; the payment is found paid"):
        till.shows(".timeline.good", "16.50")
        assert len(shop.orders()) == before + 1
        order = shop.orders()[-1]
        assert (order["state"], order["debitedFen"]) == ("PAID", 1650), order
        till.shoot("checkout-paid")

    with flow.step("R20: F9 pressed twice and held down is one sale with one receipt"):
        page.keyboard.down("F9")
        page.keyboard.down("F9")
        page.keyboard.down("F9")
        page.keyboard.up("F9")
        till.press("F9")
        first = till.posted()
        till.press("F9")
        till.hides(".message")
        assert till.read()["lastPosted"]["receiptNumber"] == first

    with flow.step("R21: the receipt is there by itself, drawn from the printer's bytes"):
        till.wait("() => document.querySelector('.receipt img')?.naturalWidth > 100",
                  "the receipt's picture")
        receipt = till.receipt()
        assert "聚合支付(41)" in receipt and first in receipt, receipt
        till.shoot("completed")

    with flow.step("R17: at the checkout a scan alone is 41, also from a scanner that ends with Tab"):
        page.evaluate(WATCH_TIMELINE)
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("slow", "alipay"), end="Tab")
        till.shows(".timeline.wait")

    with flow.step("R38: the state is seen within a second, and the seconds are counted"):
        shown = page.evaluate("() => window.timelineAfter")
        print(f"    (the payment's state was shown {shown:.0f} ms after the scan)")
        assert shown < 5000, shown
        till.shows(".timeline.wait", "密码")
        counted = "document.querySelector('.clock strong')?.innerText"
        seconds = int(till.wait(f"() => {counted}", "a clock").split()[0])
        till.wait(f"() => parseInt({counted}) >= {seconds + 2}", "two seconds go by")
        till.shoot("checkout-password")
        till.press("Escape")
        till.shows("main.checkout .message")
        till.type("1")
        till.press("Enter")
        till.hides(".box.cash")
        number = shop.orders()[-1]["number"]
        shop.approve(number, shop.password("slow"))
        till.shows(".timeline.good", "支付宝")
        second = till.complete()
        assert int(second[-4:]) == int(first[-4:]) + 1, (first, second)

    with flow.step("R20: F9 before all is paid names what is left; cash gives change"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.press("F9")
        till.says("16.50")
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.type("100")
        till.shows(".cash-change", "83.50")
        till.shoot("checkout-cash")
        till.press("Enter")
        till.shows(".figure-box.settled", "0.00")
        page.locator("button.finish").click()
        till.shows(".posted-change", "83.50")
        assert "现金(1)" in till.receipt()

    with flow.step("R16: part in cash, the rest by 41, from a scanner that ends with nothing (R17)"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.type("1")
        till.press("Enter")
        till.cursor_in("received")
        till.type("10")
        till.press("Enter")
        till.shows(".figure-box.left", "6.50")
        till.scan(shop.code("zhou", "alipay"), end=None)
        till.shows(".timeline.good", "6.50")
        till.shoot("checkout-mixed")
        till.complete()
        receipt = till.receipt()
        assert "现金(1)" in receipt and "聚合支付(41)" in receipt, receipt

    with flow.step("R40: not enough money: said so, and the next scan may follow at once"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("poor", "wechat"))
        till.shows(".timeline.bad", "余额不足")
        till.shoot("checkout-declined")
        till.scan(shop.code("lin", "wechat"))
        till.shows(".timeline.good", "16.50")
        till.complete()
        expect(page.locator(".posted")).to_contain_text("16.50")

