"""WeChat Pay v2 as wechatpy speaks it: MD5 and HMAC-SHA256, XML."""

import requests
from wechatpy.exceptions import WeChatPayException
from wechatpy.pay import WeChatPay
from wechatpy.pay.utils import calculate_signature, dict_to_xml

import statements


class Scene:
    def __init__(self, network):
        self.network = network
        channel = network.channels["wechat"]
        self.client = WeChatPay(channel["appID"], channel["key"], channel["merchantID"], timeout=20)
        self.client.API_BASE_URL = channel["base"] + "/"
        self.serial = 0

    def number(self):
        self.serial += 1
        return f"2026112415000001010200{self.serial:06}"

    def checked(self, answer):
        """The answer, once the library has found its signature right."""
        assert self.client.check_signature(dict(answer)), "the library calls the signature wrong"
        return answer

    def pay(self, number, fen, account="lin"):
        return self.checked(self.client.micropay.create(
            body="药品", total_fee=fen, auth_code=self.network.code(account, "wechat"),
            client_ip="127.0.0.1", out_trade_no=number))

    def refused(self, code, call):
        """That a call is refused with this code, rightly signed."""
        try:
            call()
        except WeChatPayException as refusal:
            assert refusal.errcode == code, refusal.errcode
            return
        raise AssertionError(f"not refused with {code}")


def pays(scene):
    number = scene.number()
    answer = scene.pay(number, 6510)
    assert answer["trade_type"] == "MICROPAY" and answer["total_fee"] == "6510"
    assert answer["out_trade_no"] == number and len(answer["transaction_id"]) == 28
    assert scene.network.order(number)["debitedFen"] == 6510


def queries_by_both_numbers(scene):
    number = scene.number()
    trade = scene.pay(number, 120)["transaction_id"]
    for asked in ({"out_trade_no": number}, {"transaction_id": trade}):
        answer = scene.checked(scene.client.micropay.query(**asked))
        assert answer["trade_state"] == "SUCCESS" and answer["total_fee"] == "120"
    scene.refused("ORDERNOTEXIST", lambda: scene.client.micropay.query(out_trade_no="404"))


def meets_refusals(scene):
    scene.refused("NOTENOUGH", lambda: scene.pay(scene.number(), 19_900, account="poor"))
    scene.refused("USERPAYING", lambda: scene.pay(scene.number(), 100, account="slow"))
    number = scene.number()
    scene.pay(number, 100)
    scene.refused("OUT_TRADE_NO_USED", lambda: scene.pay(number, 200))


def finds_a_debit_whose_answer_was_lost(scene):
    number = scene.number()
    scene.network.fault("wechat", "pay", "loseAnswer")
    try:
        scene.pay(number, 1980)
    except OSError:
        pass
    else:
        raise AssertionError("the answer was to be lost")
    assert scene.checked(scene.client.micropay.query(out_trade_no=number))["total_fee"] == "1980"


def reverses(scene):
    number = scene.number()
    scene.pay(number, 330)
    # The library has no word for it; the signature is its own all the same.
    answer = scene.checked(scene.client.post("secapi/pay/reverse", data={
        "appid": scene.client.appid, "out_trade_no": number}))
    assert answer["recall"] == "N"
    assert scene.network.order(number)["returnedFen"] == 330
    state = scene.checked(scene.client.micropay.query(out_trade_no=number))["trade_state"]
    assert state == "REVOKED", state


def refunds_in_parts(scene):
    scene.network.instantly()
    number = scene.number()
    scene.pay(number, 1000)
    for part, fen in (("-1", 300), ("-2", 700)):
        answer = scene.checked(scene.client.refund.apply(
            total_fee=1000, refund_fee=fen, out_refund_no=number + part, out_trade_no=number))
        assert answer["refund_fee"] == str(fen)
        found = scene.checked(scene.client.refund.query(out_refund_no=number + part))
        assert found["refund_status_0"] == "SUCCESS", found
    scene.refused("ERROR", lambda: scene.client.refund.apply(
        total_fee=1000, refund_fee=1, out_refund_no=number + "-3", out_trade_no=number))
    assert scene.network.order(number)["returnedFen"] == 1000


def signs_with_hmac(scene):
    number = scene.number()
    scene.pay(number, 500)
    answer = scene.client.post("pay/orderquery", data={
        "appid": scene.client.appid, "out_trade_no": number, "sign_type": "HMAC-SHA256"})
    assert answer["trade_state"] == "SUCCESS"


def notices_a_wrong_signature(scene):
    number = scene.number()
    scene.network.fault("wechat", "pay", "badSignature")
    answer = scene.client.micropay.create(
        body="药品", total_fee=100, auth_code=scene.network.code("lin", "wechat"),
        client_ip="127.0.0.1", out_trade_no=number)
    assert not scene.client.check_signature(dict(answer))


def downloads_the_statement(scene):
    """Asked for by the library; read by Python."""
    number = scene.number()
    trade = scene.pay(number, 6510)["transaction_id"]
    back = scene.number()
    scene.pay(back, 700)
    scene.client.post("secapi/pay/reverse", data={
        "appid": scene.client.appid, "out_trade_no": back})
    day = statements.day(scene.network.order(number))
    rows, _ = statements.wechat(scene.client.tools.download_bill(day).encode())
    mine = [row for row in rows if row["商户订单号"] in (number, back)]
    assert [row["交易状态"] for row in mine] == ["SUCCESS", "SUCCESS", "REVOKED"], mine
    assert mine[0]["微信订单号"] == trade and mine[0]["订单金额"] == "65.10", mine
    assert mine[0]["手续费"] == "0.39000" and mine[0]["费率"] == "0.60%", mine
    assert {row["商户号"] for row in rows} == {scene.client.mch_id}
    # The library cannot ask for the packed form; its signature serves all the same.
    fields = {"appid": scene.client.appid, "mch_id": scene.client.mch_id, "nonce_str": "n0nce",
              "bill_date": day.strftime("%Y%m%d"), "bill_type": "ALL", "tar_type": "GZIP"}
    body = dict_to_xml(fields, calculate_signature(fields, scene.client.api_key))
    answer = requests.post(
        scene.client.API_BASE_URL + "pay/downloadbill", data=body.encode(), timeout=20)
    assert answer.content[:2] == b"\x1f\x8b"
    assert statements.wechat(answer.content)[0] == rows
    try:
        scene.client.tools.download_bill("20200101")
    except WeChatPayException as refusal:
        assert refusal.return_msg == "No Bill Exist", refusal
    else:
        raise AssertionError("a day without a trade has a statement")


def shows_a_code(scene):
    """trade_type NATIVE: a text for a QR code, bound to the number, good until it is paid or closed."""
    def order(number, fen=1280):
        return scene.checked(scene.client.order.create(
            trade_type="NATIVE", body="药品", total_fee=fen, out_trade_no=number,
            product_id=number, client_ip="127.0.0.1", notify_url="https://127.0.0.1/unused"))

    number = scene.number()
    made = order(number)
    assert made["trade_type"] == "NATIVE" and made["prepay_id"], made
    assert made["code_url"].startswith("weixin://wxpay/bizpayurl?pr="), made
    assert order(number)["code_url"] == made["code_url"], "the same order has the same code"
    scene.refused("OUT_TRADE_NO_USED", lambda: order(number, fen=1281))
    waiting = scene.checked(scene.client.order.query(out_trade_no=number))
    assert waiting["trade_state"] == "NOTPAY", waiting
    scene.network.scan(made["code_url"])
    paid = scene.checked(scene.client.order.query(out_trade_no=number))
    assert paid["trade_state"] == "SUCCESS" and paid["trade_type"] == "NATIVE", paid
    assert paid["total_fee"] == "1280" and len(paid["transaction_id"]) == 28, paid
    assert scene.network.order(number)["debitedFen"] == 1280
    scene.refused("ORDERPAID", lambda: scene.client.order.close(number))

    unpaid = scene.number()
    code = order(unpaid)["code_url"]
    scene.checked(scene.client.order.close(unpaid))
    closed = scene.checked(scene.client.order.query(out_trade_no=unpaid))
    assert closed["trade_state"] == "CLOSED", closed
    try:
        scene.network.scan(code)
    except OSError:
        pass
    else:
        raise AssertionError("a closed order was paid")


STEPS = [
    ("pays by code", pays),
    ("queries by our number and by the wallet's", queries_by_both_numbers),
    ("meets each refusal with its code", meets_refusals),
    ("finds a debit whose answer was lost", finds_a_debit_whose_answer_was_lost),
    ("reverses, and the money is back", reverses),
    ("refunds in parts, never more than was paid", refunds_in_parts),
    ("signs with HMAC-SHA256", signs_with_hmac),
    ("notices an answer that is signed wrongly", notices_a_wrong_signature),
    ("downloads the day's statement", downloads_the_statement),
    ("shows a code: scanned and paid; closed while nobody has paid", shows_a_code),
]
