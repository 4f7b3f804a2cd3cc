"""A day's statement read by Python's own gzip, zipfile, GBK and csv: nothing of ours unpacks here."""

import csv
import datetime
import gzip
import io
import zipfile

BEIJING = datetime.timezone(datetime.timedelta(hours=8))


def day(order):
    """The date in Beijing on which the network took an order's money."""
    return datetime.datetime.fromtimestamp(order["paidAt"] // 1_000_000, BEIJING).date()


def wechat(data):
    """The rows of a WeChat Pay statement, by name, and its totals."""
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    assert text.endswith("\r\n"), "the last line is not ended"
    lines = text.split("\r\n")[:-1]
    names = lines[0].split(",")
    rows = [dict(zip(names, line.lstrip("`").split(",`"), strict=True)) for line in lines[1:-2]]
    totals = dict(zip(lines[-2].split(","), lines[-1].lstrip("`").split(",`"), strict=True))
    assert int(totals["总交易单数"]) == len(rows), totals
    for total, name in (("订单总金额", "订单金额"), ("申请退款总金额", "申请退款金额"),
                        ("手续费总金额", "手续费"), ("退款总金额", "退款金额")):
        assert fen(totals[total]) == sum(fen(row[name]) for row in rows), (total, totals)
    return rows, totals


def alipay(data):
    """The rows of an Alipay statement, by name, and the lines behind its `#`."""
    with zipfile.ZipFile(io.BytesIO(data), metadata_encoding="gbk") as archive:
        assert archive.testzip() is None, "a checksum is wrong"
        names = archive.namelist()
        assert len(names) == 2 and names[0].endswith("_业务明细.csv"), names
        assert names[1].endswith("_业务明细(汇总).csv"), names
        detail, summary = (archive.read(name).decode("gbk") for name in names)
    comments = [line for line in detail.splitlines() if line.startswith("#")]
    lines = [line for line in detail.splitlines() if not line.startswith("#")]
    rows = [{name: value.strip() for name, value in row.items()}
            for row in csv.DictReader(lines)]
    table = list(csv.reader(line for line in summary.splitlines() if not line.startswith("#")))
    whole = dict(zip(table[0], (value.strip() for value in table[-1])))
    paid = [row for row in rows if row["业务类型"] == "交易"]
    assert int(whole["交易订单总笔数"]) == len(paid), whole
    assert int(whole["退款订单总笔数"]) == len(rows) - len(paid), whole
    assert fen(whole["商家实收（元）"]) == sum(fen(row["商家实收（元）"]) for row in rows), whole
    assert any(line.startswith(f"#交易合计：{len(paid)}笔，") for line in comments), comments
    return rows, comments


def fen(yuan):
    """An amount in fen; fees have more decimals, which are zero."""
    sign = -1 if yuan.startswith("-") else 1
    whole, _, part = yuan.lstrip("-").partition(".")
    assert not part[2:].strip("0"), yuan
    return sign * (int(whole) * 100 + int((part + "00")[:2]))
