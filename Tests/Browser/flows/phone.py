"""The network's own pages: a customer's phone, and the panel of the person who trains."""

import re

from playwright.sync_api import expect

from till import PICTURES, Place


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0101", "02", "1007"))
    phone = flow.window(flow.context(viewport={"width": 390, "height": 844}))
    page = phone.page

    with flow.step("the phone: choose a person and a wallet; the code is a bar code and a QR code"):
        page.goto(shop.network["phone"])
        expect(page.locator("#person option")).not_to_have_count(0)
        page.locator("#person").select_option("zhou")
        page.locator("button.wallet[data-wallet=alipay]").click()
        expect(page.locator("#phone")).to_have_attribute("data-wallet", "alipay")
        code = digits_of(phone)
        assert re.fullmatch(r"(2[5-9]|30)\d{14,22}", code), "a code of Alipay's shape"
        for picture in (".bars", ".square"):
            expect(page.locator(f"{picture} svg, {picture} img").first).to_be_visible()
        shoot(page, "phone-page-code")

    with flow.step("R17: the code on the phone is scanned; phone and till say paid"):
        # What is new to the phone is what it did not see when it last looked.
        with page.expect_response(lambda answer: answer.url.endswith("/phone/api/people/zhou")):
            pass
        till.ring_up("6990000010212", "6990000010076")
        till.to_checkout()
        till.scan(digits_of(phone))
        till.shows(".timeline.good", "38.30")
        expect(page.locator("body")).to_contain_text("38.30")
        shoot(page, "phone-page-paid")
        number = shop.orders()[-1]["number"]
        till.complete()

    with flow.step("R23: the phone's bill shows the merchant order number, last and as a bar code"):
        page.locator("#tab-bills").click()
        page.locator("button.row").first.click()
        merchant = page.locator(".merchant-number .number")
        expect(merchant).to_have_text(re.compile(r"\d"))
        assert re.sub(r"\D", "", merchant.inner_text()) == number
        expect(page.locator(".bill footer svg, .bill footer img").first).to_be_visible()
        shoot(page, "phone-page-bill")

    with flow.step("R38: a password is asked for on the phone, and the till waits for it"):
        page.locator("#person").select_option("slow")
        page.locator("#tab-pay").click()
        page.locator("button.wallet[data-wallet=wechat]").click()
        expect(page.locator("#phone")).to_have_attribute("data-wallet", "wechat")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(digits_of(phone))
        till.shows(".timeline.wait", "密码")
        expect(page.locator("#sheet")).to_be_visible()
        shoot(page, "phone-page-password")
        for digit in shop.password("slow"):
            page.locator(".keys .key", has_text=digit).click()
        till.shows(".timeline.good", "16.50")
        till.complete()

    with flow.step("the panel shows the orders, and a fault switched on there is in force"):
        panel = flow.window(flow.context(viewport={"width": 1280, "height": 900})).page
        panel.goto(shop.network["panel"])
        expect(panel.locator("#orders")).to_contain_text(number)
        panel.locator("#times").select_option("30%")
        panel.locator("[data-kind=http500]").click()
        expect(panel.locator("#active")).to_contain_text("30%")
        shoot(panel, "panel-share")
        panel.locator("[data-kind=http500]").click()
        expect(panel.locator("[data-kind=http500]")).to_have_attribute("aria-pressed", "false")
        panel.locator("#times").select_option("1")
        panel.locator("[data-kind=loseAnswer]").click()
        expect(panel.locator("[data-kind=loseAnswer]")).to_have_attribute("aria-pressed", "true")
        shoot(panel, "panel")
        till.ring_up("6990000010212")
        till.to_checkout()
        till.scan(shop.code("lin", "wechat"))
        till.posted()
        expect(panel.locator("[data-kind=loseAnswer]")).to_have_attribute("aria-pressed", "false")


def digits_of(phone):
    """The digits below the bar code, once they are there."""
    text = phone.wait("() => document.querySelector('.digits:not([disabled])')?.innerText",
                      "a payment code on the phone")
    return re.sub(r"\D", "", text)


def shoot(page, name):
    """A picture of one of the network's pages in both languages."""
    PICTURES.mkdir(exist_ok=True)
    if not name.endswith("-paid"):
        expect(page.locator("#notice.shown")).to_have_count(0)
    for _ in range(2):
        language = page.evaluate("() => document.documentElement.lang").split("-")[0]
        page.screenshot(path=PICTURES / f"{name}-{language}.png")
        if page.locator("dialog[open]").count():
            return
        page.locator("#language").click()
