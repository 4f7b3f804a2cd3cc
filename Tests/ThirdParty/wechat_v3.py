"""WeChat Pay v3 as wechatpayv3 speaks it: WECHATPAY2-SHA256-RSA2048 both ways, the platform's public key."""

import gzip
import hashlib
import json
import textwrap

from wechatpayv3 import WeChatPay, WeChatPayType

import statements


def pem(base64, kind):
    """A key with the lines that our configuration leaves out."""
    lines = "\n".join(textwrap.wrap(base64, 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


class Scene:
    def __init__(self, network):
        self.network = network
        channel = network.channels["wechatV3"]
        self.client = WeChatPay(
            wechatpay_type=WeChatPayType.CODEPAY, mchid=channel["merchantID"],
            private_key=pem(channel["privateKey"], "PRIVATE KEY"),
            cert_serial_no=channel["certificateSerial"], apiv3_key="0" * 32,
            appid=channel["appID"], timeout=20,
            # The library wants one; this call has no such field.
            notify_url="https://127.0.0.1/unused",
            public_key=pem(channel["platformKey"], "PUBLIC KEY"),
            public_key_id=channel["platformKeyID"])
        self.client._core._gate_way = channel["base"]
        self.serial = 0

    def number(self):
        self.serial += 1
        return f"2026112415000001010400{self.serial:06}"

    def pay(self, number, fen, account="lin"):
        """The library checks each answer's signature, and raises where it is wrong."""
        status, text = self.client.pay(
            description="药品", out_trade_no=number, amount={"total": fen, "currency": "CNY"},
            payer={"auth_code": self.network.code(account, "wechat")},
            scene_info={"device_ip": "127.0.0.1", "store_info": {"id": "0101"}})
        return status, json.loads(text)

    def query(self, **asked):
        status, text = self.client.query(**asked)
        return status, json.loads(text)


def pays(scene):
    number = scene.number()
    status, answer = scene.pay(number, 6510)
    assert status == 200 and answer["trade_state"] == "SUCCESS", answer
    assert answer["amount"]["total"] == 6510 and len(answer["transaction_id"]) == 28
    assert scene.network.order(number)["debitedFen"] == 6510


def queries_by_both_numbers(scene):
    number = scene.number()
    trade = scene.pay(number, 120)[1]["transaction_id"]
    for asked in ({"out_trade_no": number}, {"transaction_id": trade}):
        status, answer = scene.query(**asked)
        assert status == 200 and answer["trade_state"] == "SUCCESS", answer
    status, answer = scene.query(out_trade_no="404")
    assert status == 404 and answer["code"] == "ORDER_NOT_EXIST", answer


def meets_refusals(scene):
    assert scene.pay(scene.number(), 19_900, account="poor")[1]["code"] == "NOT_ENOUGH"
    number = scene.number()
    assert scene.pay(number, 100, account="slow")[1]["code"] == "USERPAYING"
    assert scene.query(out_trade_no=number)[1] == {"trade_state": "USERPAYING"}
    number = scene.number()
    scene.pay(number, 100)
    assert scene.pay(number, 200)[1]["code"] == "OUT_TRADE_NO_USED"


def finds_a_debit_whose_answer_was_lost(scene):
    number = scene.number()
    scene.network.fault("wechat", "pay", "loseAnswer")
    try:
        scene.pay(number, 1980)
    except OSError:
        pass
    else:
        raise AssertionError("the answer was to be lost")
    answer = scene.query(out_trade_no=number)[1]
    assert answer["trade_state"] == "SUCCESS" and answer["amount"]["total"] == 1980


def reverses(scene):
    number = scene.number()
    scene.pay(number, 330)
    status, text = scene.client.codepay_reverse(out_trade_no=number)
    assert status == 200 and json.loads(text)["out_trade_no"] == number, text
    assert scene.network.order(number)["returnedFen"] == 330
    assert scene.query(out_trade_no=number)[1]["trade_state"] == "REVOKED"


def refunds_in_parts(scene):
    scene.network.instantly()
    number = scene.number()
    scene.pay(number, 1000)
    for part, fen in (("-1", 300), ("-2", 700)):
        status, text = scene.client.refund(
            out_refund_no=number + part, out_trade_no=number,
            amount={"refund": fen, "total": 1000, "currency": "CNY"})
        assert status == 200 and json.loads(text)["amount"]["refund"] == fen, text
        status, text = scene.client.query_refund(out_refund_no=number + part)
        assert status == 200 and json.loads(text)["status"] == "SUCCESS", text
    status, text = scene.client.refund(
        out_refund_no=number + "-3", out_trade_no=number,
        amount={"refund": 1, "total": 1000, "currency": "CNY"})
    assert status == 400 and json.loads(text)["code"] == "INVALID_REQUEST", text
    status, text = scene.client.query_refund(out_refund_no="404")
    assert status == 404 and json.loads(text)["code"] == "RESOURCE_NOT_EXISTS", text
    assert scene.network.order(number)["returnedFen"] == 1000


def notices_a_wrong_signature(scene):
    scene.network.fault("wechat", "pay", "badSignature")
    try:
        scene.pay(scene.number(), 100)
    except Exception as refusal:
        assert "failed to verify the signature" in str(refusal), refusal
        return
    raise AssertionError("the library took a wrong signature")


def is_refused_with_another_key(scene):
    serial, scene.client._core._cert_serial_no = scene.client._core._cert_serial_no, "0" * 40
    try:
        status, answer = scene.pay(scene.number(), 100)
    finally:
        scene.client._core._cert_serial_no = serial
    assert status == 401 and answer["code"] == "SIGN_ERROR", answer


def downloads_the_statement(scene):
    """Asked for and fetched by the library; compared and read by Python."""
    number = scene.number()
    scene.pay(number, 6510)
    day = statements.day(scene.network.order(number))
    for packing in ("GZIP", ""):
        status, text = scene.client.trade_bill(
            day.isoformat(), tar_type=packing)
        answer = json.loads(text)
        assert status == 200 and answer["hash_type"] == "SHA1", answer
        status, data = scene.client.download_bill(answer["download_url"])
        assert status == 200 and (data[:2] == b"\x1f\x8b") == bool(packing)
        plain = gzip.decompress(data) if packing else data
        assert hashlib.sha1(plain).hexdigest() == answer["hash_value"]
        row, = [row for row in statements.wechat(data)[0] if row["商户订单号"] == number]
        assert row["交易状态"] == "SUCCESS" and row["应结订单金额"] == "65.10", row
    status, text = scene.client.trade_bill("2020-01-01")
    assert status == 400 and json.loads(text)["code"] == "NO_STATEMENT_EXIST", text
    status, text = scene.client.download_bill("/v3/billdownload/file?token=404")
    assert status == 400, text


def shows_a_code(scene):
    number = scene.number()
    asked = {"description": "药品", "out_trade_no": number,
             "amount": {"total": 6510, "currency": "CNY"}, "pay_type": WeChatPayType.NATIVE}
    status, text = scene.client.pay(**asked)
    code = json.loads(text)["code_url"]
    assert status == 200 and code.startswith("weixin://"), text
    assert scene.query(out_trade_no=number)[1]["trade_state"] == "NOTPAY"
    scene.network.scan(code)
    status, answer = scene.query(out_trade_no=number)
    assert (answer["trade_state"], answer["trade_type"]) == ("SUCCESS", "NATIVE"), answer
    status, text = scene.client.close(number)
    assert status == 400 and json.loads(text)["code"] == "ORDER_PAID", text
    unpaid = scene.number()
    scene.client.pay(**{**asked, "out_trade_no": unpaid})
    assert scene.client.close(unpaid)[0] == 204
    assert scene.query(out_trade_no=unpaid)[1]["trade_state"] == "CLOSED"


STEPS = [
    ("pays by code", pays),
    ("queries by our number and by the wallet's", queries_by_both_numbers),
    ("meets each refusal with its code", meets_refusals),
    ("finds a debit whose answer was lost", finds_a_debit_whose_answer_was_lost),
    ("reverses, and the money is back", reverses),
    ("refunds in parts, never more than was paid", refunds_in_parts),
    ("notices an answer that is signed wrongly", notices_a_wrong_signature),
    ("shows a code: scanned and paid; closed while nobody has paid", shows_a_code),
    ("downloads the day's statement, whose hash is right", downloads_the_statement),
    ("is refused with a certificate that is not the merchant's", is_refused_with_another_key),
]
