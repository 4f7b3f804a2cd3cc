"""Alipay as python-alipay-sdk speaks it: RSA2 over sorted parameters, by GET."""

import textwrap
import urllib.request

from alipay import AliPay
from alipay.exceptions import AliPayValidationError
from alipay.utils import AliPayConfig

import statements

BILL = "alipay.data.dataservice.bill.downloadurl.query"


def pem(base64, kind):
    """A key as its library wants it, with the lines that our configuration leaves out."""
    if base64.startswith("-----"):
        return base64
    lines = "\n".join(textwrap.wrap(base64, 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


class Scene:
    def __init__(self, network):
        self.network = network
        channel = network.channels["alipay"]
        self.client = AliPay(
            appid=channel["appID"], app_notify_url=None, sign_type="RSA2",
            app_private_key_string=pem(channel["privateKey"], "PRIVATE KEY"),
            alipay_public_key_string=pem(channel["alipayPublicKey"], "PUBLIC KEY"),
            config=AliPayConfig(timeout=20))
        self.client._gateway = channel["base"]
        self.serial = 0

    def number(self):
        self.serial += 1
        return f"2026112415000001010300{self.serial:06}"

    def pay(self, number, yuan, account="zhou"):
        """The library checks each answer's signature, and raises where it is wrong."""
        return self.client.api_alipay_trade_pay(
            out_trade_no=number, scene="bar_code", subject="药品", total_amount=yuan,
            auth_code=self.network.code(account, "alipay"), timeout_express="2m")


def pays(scene):
    number = scene.number()
    answer = scene.pay(number, "65.10")
    assert answer["code"] == "10000" and answer["total_amount"] == "65.10", answer
    assert answer["out_trade_no"] == number and len(answer["trade_no"]) == 28
    assert scene.network.order(number)["debitedFen"] == 6510


def queries_by_both_numbers(scene):
    number = scene.number()
    trade = scene.pay(number, "1.20")["trade_no"]
    for asked in ({"out_trade_no": number}, {"trade_no": trade}):
        answer = scene.client.api_alipay_trade_query(**asked)
        assert answer["trade_status"] == "TRADE_SUCCESS" and answer["total_amount"] == "1.20"
    answer = scene.client.api_alipay_trade_query(out_trade_no="404")
    assert answer["sub_code"] == "ACQ.TRADE_NOT_EXIST", answer


def meets_refusals(scene):
    poor = scene.pay(scene.number(), "199.00", account="poor")
    assert poor["code"] == "40004"
    assert poor["sub_code"] == "ACQ.BUYER_BALANCE_NOT_ENOUGH", poor
    assert scene.pay(scene.number(), "1.00", account="slow")["code"] == "10003"
    number = scene.number()
    scene.pay(number, "1.00")
    again = scene.pay(number, "2.00")
    assert again["sub_code"] == "ACQ.CONTEXT_INCONSISTENT", again


def finds_a_debit_whose_answer_was_lost(scene):
    number = scene.number()
    scene.network.fault("alipay", "pay", "loseAnswer")
    try:
        scene.pay(number, "19.80")
    except OSError:
        pass
    else:
        raise AssertionError("the answer was to be lost")
    answer = scene.client.api_alipay_trade_query(out_trade_no=number)
    assert answer["trade_status"] == "TRADE_SUCCESS" and answer["total_amount"] == "19.80"


def cancels(scene):
    number = scene.number()
    scene.pay(number, "3.30")
    answer = scene.client.api_alipay_trade_cancel(out_trade_no=number)
    assert answer["code"] == "10000" and answer["action"] == "refund", answer
    assert scene.network.order(number)["returnedFen"] == 330
    unknown = scene.client.api_alipay_trade_cancel(out_trade_no="404")
    assert unknown["code"] == "10000" and "action" not in unknown, unknown


def refunds_in_parts(scene):
    number = scene.number()
    scene.pay(number, "10.00")
    for part, yuan in (("R1", "3.00"), ("R2", "7.00")):
        answer = scene.client.api_alipay_trade_refund(
            yuan, out_trade_no=number, out_request_no=number + part)
        assert answer["code"] == "10000" and answer["fund_change"] == "Y", answer
        found = scene.client.api_alipay_trade_fastpay_refund_query(
            number + part, out_trade_no=number)
        assert found["refund_status"] == "REFUND_SUCCESS", found
        assert found["refund_amount"] == yuan, found
    again = scene.client.api_alipay_trade_refund(
        "7.00", out_trade_no=number, out_request_no=number + "R2")
    assert again["fund_change"] == "N", again
    assert scene.network.order(number)["returnedFen"] == 1000


def notices_a_wrong_signature(scene):
    scene.network.fault("alipay", "pay", "badSignature")
    try:
        scene.pay(scene.number(), "1.00")
    except AliPayValidationError:
        return
    raise AssertionError("the library took a wrong signature")


def downloads_the_statement(scene):
    """Asked for by the library, which checks the signature; fetched and read by Python."""
    number = scene.number()
    trade = scene.pay(number, "65.10")["trade_no"]
    scene.client.api_alipay_trade_refund(
        "3.00", out_trade_no=number, out_request_no=number + "R1")
    day = statements.day(scene.network.order(number)).isoformat()
    answer = scene.client.server_api(BILL, {"bill_type": "trade", "bill_date": day})
    assert answer["code"] == "10000", answer
    with urllib.request.urlopen(answer["bill_download_url"], timeout=20) as file:
        rows, _ = statements.alipay(file.read())
    paid, back = [row for row in rows if row["商户订单号"] == number]
    assert paid["支付宝交易号"] == back["支付宝交易号"] == trade, (paid, back)
    assert paid["业务类型"] == "交易" and paid["订单金额（元）"] == "65.10", paid
    assert back["业务类型"] == "退款" and back["商家实收（元）"] == "-3.00", back
    assert back["退款批次号/请求号"] == number + "R1", back
    assert paid["商品名称"] == "药品" and paid["服务费（元）"] == "-0.39", paid
    none = scene.client.server_api(BILL, {"bill_type": "trade", "bill_date": "2020-01-01"})
    assert none["sub_code"] == "isp.bill_not_exist", none


def shows_a_code(scene):
    number = scene.number()
    answer = scene.client.api_alipay_trade_precreate(
        subject="药品", out_trade_no=number, total_amount="65.10", qr_code_timeout_express="3m")
    assert answer["code"] == "10000" and answer["qr_code"].startswith("https://"), answer
    before = scene.client.api_alipay_trade_query(out_trade_no=number)
    assert before["sub_code"] == "ACQ.TRADE_NOT_EXIST", before
    scene.network.scan(answer["qr_code"])
    after = scene.client.api_alipay_trade_query(out_trade_no=number)
    assert after["trade_status"] == "TRADE_SUCCESS" and after["total_amount"] == "65.10", after


STEPS = [
    ("pays by code", pays),
    ("queries by our number and by the wallet's", queries_by_both_numbers),
    ("meets each refusal with its code", meets_refusals),
    ("finds a debit whose answer was lost", finds_a_debit_whose_answer_was_lost),
    ("cancels, and the money is back; a number never seen has no action", cancels),
    ("refunds in parts; the same again gives nothing more", refunds_in_parts),
    ("notices an answer that is signed wrongly", notices_a_wrong_signature),
    ("shows a code that is known only once it is scanned, and paid", shows_a_code),
    ("downloads the day's statement", downloads_the_statement),
]
