"""The incident of the notice: the phone says paid, the till does not know. 42, and never cash."""

from playwright.sync_api import expect

from till import Place


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))
    page = till.page
    before = len(shop.orders())

    with flow.step("R07: the wallet debits and its answer is lost: the till says it does not know"):
        shop.fault("loseAnswer", call="pay", times=1)
        shop.fault("down", call="query")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("lin", "wechat"))
        till.shows(".timeline.doubt", "不要再扫码")
        order = shop.newest(before)
        assert (order["state"], order["debitedFen"]) == ("PAID", 1650), order
        number = order["number"]

    with flow.step("R22: an error opens 42 at once; R24: beside 41, without a manager"):
        till.shows("[data-offer=supplementary]")
        expect(till.find("button.method", "42")).not_to_have_attribute("aria-disabled", "true")
        till.shoot("checkout-in-doubt")

    with flow.step("R25: cash is closed and says why, by key and by click"):
        tile = till.find("button.method", "现金")
        expect(tile).to_have_attribute("aria-disabled", "true")
        till.type("1")
        till.press("Enter")
        reason = till.shows(".message.doubt").inner_text()
        assert len(reason) > 10, reason
        till.hides(".box.cash")
        till.shoot("checkout-cash-refused")
        till.find("button.method", "41").click(force=True)
        till.says("不能再扫")
        tile.click(force=True)
        till.says("不能收现金")
        till.hides(".box.cash")

    with flow.step("R40: no second scan while there is no outcome"):
        till.scan(shop.code("lin", "wechat"))
        till.says("没有结果")
        assert len(shop.orders()) == before + 1
        assert len(till.read()["sale"]["tenders"]) == 1

    with flow.step("R23: the help beside 42 shows each wallet's way to the number (R32, R33, R34)"):
        till.type("42")
        till.press("Enter")
        till.cursor_in("claim")
        for wallet, first, count in [("微信", "我", 6), ("支付宝", "我的", 4), ("翼支付", "+", 4)]:
            page.locator(".tab", has_text=wallet).click()
            till.counts("ol.phones li", count)
            steps = page.locator("ol.phones li > span").all_inner_texts()
            assert first in steps[0], steps
            assert any("聚好付" in step or "订单" in step for step in steps), steps
            till.cursor_in("claim")
        page.locator(".tab", has_text="微信").click()
        till.shoot("checkout-42")

    with flow.step("R27: a mistyped digit is found, and what was typed stays"):
        wrong = number[:-2] + str((int(number[-2]) + 1) % 10) + number[-1]
        till.type(" ".join([wrong[:8], wrong[8:14], wrong[14:]]))
        till.press("Enter")
        till.says("校验位不对")
        assert till.value("claim").replace(" ", "") == wrong
        till.shoot("checkout-42-wrong")
        page.keyboard.press("Control+A")
        till.type("2019")
        till.press("Enter")
        till.says("28 位")
        assert till.value("claim") == "2019"

    with flow.step("R18: a payment code in the 42 box is told to use 41"):
        till.scan(shop.code("lin", "wechat"))
        till.says("这是付款码")
        assert len(shop.orders()) == before + 1

    with flow.step("R26: while no wallet answers, 42 cannot confirm, and the number stays"):
        till.scan(number)
        till.says("不能确认")
        assert till.value("claim").replace(" ", "") == number

    with flow.step("R26: the number from the phone, scanned anywhere at the checkout, is 42"):
        till.press("Escape")
        till.shows(".timeline.doubt")
        expect(page.locator(".box.claim")).to_have_count(0)
        # Just after the till has asked by itself, so that the scan comes first.
        till.wait_between_queries()
        shop.mend()
        till.scan(number)
        till.shows(".figure-box.settled", "0.00")
        till.shows(".message.good", "付款已确认")
        till.shoot("checkout-42-confirmed")

    with flow.step("R28: F9 completes; the receipt says 聚合支付(补)(42)"):
        receipt_number = till.complete()
        receipt = till.receipt()
        assert "聚合支付(补)(42)" in receipt and receipt_number in receipt, receipt
        assert number in receipt.replace(" ", "").replace("\n", ""), receipt
        assert shop.order(number)["debitedFen"] == 1650

    with flow.step("R26: the same number for the next sale is refused with its receipt"):
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(number)
        till.says("已入账")
        till.says(receipt_number)
        till.press("Escape")
        till.press("Escape")
        till.shows("main.sale")
        till.void()

    with flow.step("R26: the wallet's own number is found too, and said so"):
        shop.fault("loseAnswer", call="pay", times=1)
        shop.fault("down", call="query")
        count = len(shop.orders())
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("zhou", "alipay"))
        till.shows("[data-offer=supplementary]")
        upper = shop.newest(count)["tradeNumber"]
        till.wait_between_queries()
        shop.mend()
        till.scan(upper)
        till.says("交易单号")
        till.shows(".figure-box.settled", "0.00")
        till.complete()
        assert "聚合支付(补)(42)" in till.receipt()
