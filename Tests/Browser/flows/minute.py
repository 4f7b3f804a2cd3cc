"""The notice's minute: without an answer nothing is offered before it is over, then 42."""

from till import Place

#: Notes, 20 times a second, how old the payment is and what the page offers.
WATCH_OFFERS = """async () => {
  const { serverNowMs, state } = await import('/static/till/state.js');
  window.seenOffers = [];
  setInterval(() => {
    const attempt = state.till?.sale?.tenders.at(-1)?.attempt;
    if (!attempt?.startedAt) return;
    const closed = (id) => [...document.querySelectorAll('button.method')].find(
      (tile) => tile.querySelector('b')?.innerText === id)?.ariaDisabled === 'true';
    window.seenOffers.push({
      age: (serverNowMs() - attempt.startedAt / 1000) / 1000,
      offers: [...document.querySelectorAll('[data-offer]')].map((each) => each.dataset.offer),
      isCashClosed: closed('1'), isScanClosed: closed('41'), isClaimClosed: closed('42'),
    });
  }, 50);
}"""


def run(flow):
    shop = flow.shop
    till = flow.till(Place("0102", "01", "1107"))

    with flow.step("R38: no answer at all: the payment is under way and its seconds are counted"):
        shop.fault("delay", milliseconds=120_000)
        till.ring_up("6990000010212")
        till.to_checkout()
        till.page.evaluate(WATCH_OFFERS)
        till.scan(shop.code("lin", "wechat"))
        till.shows(".timeline")
        till.shows(".timeline.doubt")

    with flow.step("R39: before the minute 42 is closed with its reason, and nothing is offered"):
        till.type("42")
        till.press("Enter")
        till.shows(".message.doubt", "满 1 分钟")
        till.hides(".box.claim")
        till.hides("[data-offer]")
        till.shoot("checkout-waiting")

    with flow.step("R39: at 60 seconds, not sooner, 42 and asking again are offered; never cash"):
        till.page.locator("[data-offer=supplementary]").wait_for(timeout=90_000)
        till.shows("[data-offer=askAgain]")
        till.hides(".message")
        till.shoot("checkout-minute-over")
        seen = till.page.evaluate("() => window.seenOffers")
        early = [each for each in seen if each["age"] < 60]
        late = [each for each in seen if each["offers"]]
        assert len(early) > 100, len(early)
        assert early[-1]["age"] > 59, early[-1]
        wrong = [each for each in early if each["offers"] or not each["isClaimClosed"]]
        assert not wrong, wrong[0]
        assert 60 <= late[0]["age"] < 65, late[0]
        assert all(each["isCashClosed"] and each["isScanClosed"] for each in seen[1:]), seen[-1]

    with flow.step("R07: when the wallet answers again the sale is posted, once"):
        shop.mend()
        till.press("F2")
        till.posted()
        orders = shop.orders()
        assert [order["debitedFen"] for order in orders] == [1650], orders
        assert "聚合支付(41)" in till.receipt()
