#!/usr/bin/env python3
"""The workbooks of the reports, opened by an office program that calculates every sum anew.

    COUNTERFOIL_BINARY   the program (default .build/debug/counterfoil)

A shop sells, then each report is fetched as a page, as text and as a workbook. The results that are
kept in the workbook are taken out of it before it is opened, so that what comes back was calculated.
The last line sums up.
"""

import csv
import html
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback
import uuid
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
for folder in ("ThirdParty", "API"):
    sys.path.insert(0, str(HERE.parent / folder))

import requests  # noqa: E402

from house import Server  # noqa: E402
from network import Network  # noqa: E402

#: Seconds until the office program has converted one file.
OFFICE_MAX = 180
#: All sheets, UTF-8, numbers as they are and not as they are shown.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


class Person:
    """Somebody who is signed in."""

    def __init__(self, server, staff, store="0101"):
        self.base = server.base
        self.session = requests.Session()
        self.act("session", staff=staff, pin="1234", store=store, register="02")

    def act(self, path, **body):
        answer = self.session.post(
            f"{self.base}/api/{path}", json=body, timeout=30,
            headers={"Idempotency-Key": str(uuid.uuid4())})
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def get(self, path):
        answer = self.session.get(self.base + path, timeout=60)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return answer

    def ring_up(self, *entries):
        for entry in entries:
            sale = self.act("sale/lines", entry=entry)["sale"]["id"]
        return sale

    def sell_for_cash(self, *entries):
        sale = self.ring_up(*entries)
        self.act("sale/cash", sale=sale, receivedFen=100_000)
        self.act("sale/completion", sale=sale)

    def sell_by_scan(self, code, *entries):
        sale = self.ring_up(*entries)
        self.act("sale/payments", sale=sale, code=code)
        until = time.monotonic() + 60
        while self.session.get(f"{self.base}/api/till", timeout=30).json()["sale"]["leftFen"]:
            assert time.monotonic() < until, "the payment did not come through"
            time.sleep(0.2)
        self.act("sale/completion", sale=sale)


def trade(server, network):
    for staff, store in (("1007", "0101"), ("1107", "0102")):
        cashier = Person(server, staff, store)
        for _ in range(3):
            cashier.sell_for_cash("0003")
        cashier.sell_for_cash("0003", "0005", "0001")
        for wallet in ("wechat", "alipay"):
            cashier.sell_by_scan(network.code("lin", wallet), "0005")


def tables_of(page):
    """The tables of a page: rows of cells, the head first."""
    return [
        [[html.unescape(re.sub(r"<[^>]*>", "", cell))
          for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
         for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)]
        for table in re.findall(r"<table.*?</table>", page, re.DOTALL)]


def tidy(rows):
    """Numbers in one way of writing, times without their dates, dashes as nothing."""
    def cell(text):
        if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) and len(text) < 17:
            # To the fen: an office program writes what it has calculated with all its digits.
            return f"{float(text) + 0:.2f}"
        text = re.sub(r"^[0-9-]{10} ([0-9:]{8})$", r"\1", text)
        return "" if text == "–" else text
    cells = [[cell(text) for text in row] for row in rows]
    return [row[:max((i + 1 for i, text in enumerate(row) if text), default=0)] for row in cells]


def without_results(workbook):
    """The same workbook whose sums have no results, and how many they are."""
    taken = 0
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(packed, "w") as after:
        assert before.testzip() is None
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("xl/worksheets/"):
                content, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1<v>-77.77</v>", content)
                taken += count
            after.writestr(name, content)
    return packed.getvalue(), taken


class Office:
    """An office program with a profile of its own, which is gone afterwards."""

    #: Workbooks are calculated when they are opened, whatever results they bring.
    SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""

    def __init__(self, folder):
        self.folder = folder
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(self.SETTINGS)
        self.profile = profile.as_uri()

    def sheets(self, name, workbook):
        """The sheets of a workbook as rows of cells, by their names."""
        into = self.folder / name
        into.mkdir()
        source = into / f"{name}.xlsx"
        source.write_bytes(workbook)
        # A session of its own, so that what it starts ends with it.
        process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={self.profile}", "--headless", "--norestore",
             "--convert-to", FILTER, "--outdir", str(into), str(source)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": str(self.folder)}, start_new_session=True)
        try:
            told, _ = process.communicate(timeout=OFFICE_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            raise AssertionError("the office program did not end") from None
        found = {}
        for path in into.glob("*.csv"):
            sheet = path.stem.removeprefix(name + "-")
            found[sheet] = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
        assert found, told.decode(errors="replace")
        return found


#: Each report: its address, and the tables of its page that are sheets, by their order.
REPORTS = {
    "chain": ("/reports/chain?", {0: 1, 1: 0, 3: 2, 4: 3}),
    "chain-day": ("/reports/chain/{today}?", {0: 2, 1: 1, 3: 3, 4: 4, 6: 0}),
    "region": ("/reports/region/1?", {0: 1, 1: 0, 3: 2, 4: 3}),
    "area-day": ("/reports/area/1/{today}?", {0: 1, 2: 2, 3: 3, 5: 0}),
    "changeover": ("/reports/changeover?", {0: 0}),
    "store": ("/reports/store/0101?", {0: 0}),
    "day": ("/reports/day/0101/{today}?", {0: 0, 1: 3, 3: 2}),
    "shifts": ("/reports/shifts?", {}),
    "balance": ("/reports/balance?", {0: 0}),
    "statements": ("/reports/statements?", {}),
}


def compare(finance, office, name, language):
    path, tables = REPORTS[name]
    if "{today}" in path:
        month = finance.get("/reports/store/0101").text
        path = path.format(today=re.findall(r"/reports/day/0101/([0-9-]{10})", month)[-1])
    path += language
    page = tables_of(finance.get(path).text)
    text = list(csv.reader(io.StringIO(
        finance.get(path + "&format=csv").content.decode("utf-8-sig"))))
    workbook, sums = without_results(finance.get(path + "&format=xlsx").content)
    assert sums > 0 or name == "statements", "no sums in it"
    sheets = list(office.sheets(name + language[-2:], workbook).items())
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        names = re.findall(r'<sheet name="([^"]*)"', parts.read("xl/workbook.xml").decode())
    found = dict(sheets)
    assert sorted(found) == sorted(names), (sorted(found), names)
    # The head of one sheet is not on the page: then the rows are the last ones.
    for sheet, table in tables.items():
        expected = tidy(page[table])
        rows = tidy(found[names[sheet]])
        if len(rows) > len(expected) and rows[-1][0] in ("合计", "Total"):
            rows.pop()
        assert rows[-len(expected):] == expected and len(expected) > 1, (rows, expected)
    assert "-77.77" not in str(sheets), sheets
    whole = tidy(text)
    assert any(tidy(rows) == whole for rows in found.values()), (whole, found)
    return sums


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        root = pathlib.Path(folder)
        network = Network()
        settings = root / "network.json"
        settings.write_text(json.dumps({"channels": network.channels}))
        server = Server(root / "data", "--network", str(settings))
        try:
            trade(server, network)
            finance = Person(server, "1900")
            office = Office(root)
            for name in REPORTS:
                for language in ("lang=zh", "lang=en"):
                    began = time.monotonic()
                    try:
                        sums = compare(finance, office, name, language)
                        passed += 1
                        print(f"✓ {name}, {language}: {sums} sums "
                              f"({time.monotonic() - began:.1f} s)", flush=True)
                    except Exception:  # noqa: BLE001 one report must not hide the others
                        failed += 1
                        print(f"✗ {name}, {language}\n    "
                              + traceback.format_exc().strip().replace("\n", "\n    "), flush=True)
        finally:
            server.end()
            network.end()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
