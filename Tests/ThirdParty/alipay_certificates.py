"""Alipay's certificate mode as python-alipay-sdk speaks it: its numbers, its signatures, our network."""

import json

from alipay import DCAliPay
from alipay.utils import AliPayConfig

import alipay_rsa2
from alipay_rsa2 import pem


class Client(DCAliPay):
    """Keeps what came, for the library drops the number of the certificate."""

    answer = None

    def _verify_and_return_sync_response(self, raw_string, response_type):
        self.answer = json.loads(raw_string)
        return super()._verify_and_return_sync_response(raw_string, response_type)


class Scene(alipay_rsa2.Scene):
    def __init__(self, network):
        super().__init__(network)
        channel = network.channels["alipay"]
        self.client = Client(
            appid=channel["appID"],
            app_private_key_string=pem(channel["privateKey"], "PRIVATE KEY"),
            app_public_key_cert_string=pem(channel["appCertificate"], "CERTIFICATE"),
            alipay_public_key_cert_string=pem(channel["alipayCertificate"], "CERTIFICATE"),
            alipay_root_cert_string=pem(channel["alipayRootCertificate"], "CERTIFICATE"))
        self.client._config = AliPayConfig(timeout=20)
        self.client._gateway = channel["base"]

    def names_its_certificate(self):
        own = DCAliPay.get_cert_sn(self.client._alipay_public_key_cert_string)
        assert self.client.answer["alipay_cert_sn"] == own, self.client.answer


def pays_and_queries(scene):
    alipay_rsa2.pays(scene)
    scene.names_its_certificate()
    alipay_rsa2.queries_by_both_numbers(scene)
    scene.names_its_certificate()


def is_refused_with_another_certificate(scene):
    """Our answer to a wrong number is signed, and does nothing."""
    number = scene.number()
    for name, wrong in (("_app_cert_sn", "isv.invalid-app-cert-sn"),
                        ("_alipay_root_cert_sn", "isv.invalid-alipay-root-cert-sn")):
        # The library reckons its numbers once and keeps them.
        kept = getattr(scene.client, name)
        setattr(scene.client, name, "0" * 32)
        try:
            answer = scene.client.api_alipay_trade_query(out_trade_no=number)
        finally:
            setattr(scene.client, name, kept)
        assert answer["code"] == "40002" and answer["sub_code"] == wrong, answer


STEPS = [
    ("pays and queries; answers name the certificate they are signed by", pays_and_queries),
    ("cancels, and the money is back", alipay_rsa2.cancels),
    ("refunds in parts; the same again gives nothing more", alipay_rsa2.refunds_in_parts),
    ("is refused with the number of another certificate", is_refused_with_another_certificate),
    ("notices an answer that is signed wrongly", alipay_rsa2.notices_a_wrong_signature),
]
