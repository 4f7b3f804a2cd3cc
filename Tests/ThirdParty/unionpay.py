"""UnionPay 5.1.0 as its public examples speak it: forms, SHA-256 with RSA by `cryptography`, files by Python's zlib and zipfile."""

import base64
import datetime
import hashlib
import io
import textwrap
import urllib.parse
import urllib.request
import zipfile
import zlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import statements

# 6.1 of the file interface: the columns of ZM, each with a blank behind it.
WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13, 13,
          8, 32, 13, 13, 12, 2, 1, 32, 98]


def key(text, kind):
    lines = "\n".join(textwrap.wrap(text, 64))
    data = f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n".encode()
    if kind == "PUBLIC KEY":
        return serialization.load_pem_public_key(data)
    return serialization.load_pem_private_key(data, None)


def digest(fields):
    joined = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "signature" and fields[name])
    return hashlib.sha256(joined.encode()).hexdigest().encode()


class Scene:
    def __init__(self, network):
        self.network = network
        self.channel = network.channels["unionpay"]
        self.own = key(self.channel["privateKey"], "PRIVATE KEY")
        self.theirs = key(self.channel["unionPayKey"], "PUBLIC KEY")
        self.serial = 0

    def ask(self, url, **fields):
        """Sends a signed form, and checks the answer's signature."""
        fields = {"version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "bizType": "000000", "accessType": "0",
                  "merId": self.channel["merchantID"], "certId": self.channel["certificateID"], **fields}
        signature = self.own.sign(digest(fields), padding.PKCS1v15(), hashes.SHA256())
        fields["signature"] = base64.b64encode(signature).decode()
        data = urllib.parse.urlencode(fields).encode()
        with urllib.request.urlopen(url, data, timeout=20) as answer:
            text = answer.read().decode()
        told = dict(part.split("=", 1) for part in text.split("&"))
        self.theirs.verify(base64.b64decode(told["signature"]), digest(told), padding.PKCS1v15(), hashes.SHA256())
        return told

    def pay(self, fen):
        self.serial += 1
        now = datetime.datetime.now(statements.BEIJING).strftime("%Y%m%d%H%M%S")
        number = f"{now}0101030{self.serial:07}"
        answer = self.ask(self.channel["base"] + "/backTransReq.do", txnType="01", txnSubType="06", channelType="08",
                          backUrl="http://www.specialUrl.com", currencyCode="156", orderId=number, txnTime=now,
                          txnAmt=str(fen), qrNo=self.network.code("zhou", "unionpay"), termId="01010001")
        assert answer["respCode"] == "00", answer
        return number, now

    def query(self, number, time):
        return self.ask(self.channel["base"] + "/queryTrans.do", txnType="00", txnSubType="00", orderId=number, txnTime=time)

    def file(self, date):
        return self.ask(self.channel["statements"], txnType="76", txnSubType="01", fileType="00",
                        settleDate=date.strftime("%m%d"), txnTime="20261125101500")


def pays_and_queries(scene):
    number, time = scene.pay(6510)
    answer = scene.query(number, time)
    assert answer["origRespCode"] == "00" and answer["txnAmt"] == "6510", answer
    assert scene.network.order(number)["debitedFen"] == 6510


def refunds(scene):
    number, time = scene.pay(1000)
    paid = scene.query(number, time)["queryId"]
    answer = scene.ask(scene.channel["base"] + "/backTransReq.do", txnType="04", txnSubType="00", channelType="08",
                       backUrl="http://www.specialUrl.com", orderId="R" + number, txnTime=time, txnAmt="300", origQryId=paid)
    assert answer["respCode"] == "00", answer


def reads_the_file(scene):
    number, _ = scene.pay(20)
    moment = datetime.datetime.fromtimestamp(scene.network.order(number)["paidAt"] // 1_000_000, statements.BEIJING)
    # A clearing day begins an hour before midnight.
    cleared = (moment + datetime.timedelta(hours=1)).date()
    answer = scene.file(cleared)
    assert answer["respCode"] == "00" and answer["settleDate"] == cleared.strftime("%m%d"), answer
    packed = zlib.decompress(base64.b64decode(answer["fileContent"]))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None, "a checksum is wrong"
        names = sorted(archive.namelist())
        trades, disputes = (archive.read(name) for name in names[::-1])
    day = cleared.strftime("%y%m%d")
    assert names == [f"INN{day}88{kind}_{scene.channel['merchantID']}" for kind in ("ZME", "ZM")], names
    assert disputes == b""
    rows = {}
    for line in trades.split(b"\r\n")[:-1]:
        assert len(line) == sum(WIDTHS) + len(WIDTHS) - 1, len(line)
        start, values = 0, []
        for width in WIDTHS:
            values.append(line[start:start + width].decode("gbk").strip())
            start += width + 1
        rows[values[11]] = values
    row = rows[number]
    assert row[6] == "000000000020" and row[19] == "01" and row[27] == scene.channel["merchantID"], row
    # 0.6 % of twenty fen is nothing; all of it is the merchant's.
    assert row[15] == "D000000000000" and row[16] == "C000000000020", row
    back = next(values for values in rows.values() if values[19] == "04")
    assert back[6] == "000000000300" and back[15] == "C000000000002" and back[40] in rows, back


def has_no_file_of_an_empty_day(scene):
    assert scene.file(datetime.date(2026, 1, 2))["respCode"] == "98"


STEPS = [
    ("pays, and the query says so", pays_and_queries),
    ("refunds a part", refunds),
    ("reads the file of a clearing day", reads_the_file),
    ("has no file of a day on which nothing happened", has_no_file_of_an_empty_day),
]
