#!/usr/bin/env python3
"""The gateway's interface from outside, and a till that pays through it: three processes, killed and
cut off.

    COUNTERFOIL_BINARY   the program (default .build/debug/counterfoil)

The last line sums up.
"""

import sys
import time
import traceback
import uuid

from house import Cashier, House, eventually
from terminal import Key, Terminal, headers

STEPS = []


def step(title):
    def kept(body):
        STEPS.append((title, body))
        return body
    return kept


@step("a wrong code activates nothing, the right one once")
def activates(house):
    terminal = house.terminal
    status, told = terminal.activate("AAAA-AAAA-AAAA-AAAA")
    assert (status, told["code"]) == (403, "A-428"), told
    status, told = terminal.activate(house.code)
    assert status == 200 and told["keys"][0]["id"] == terminal.key.id, told
    status, told = Terminal(house.gateway.base, house.terminal_id).activate(house.code)
    assert (status, told["code"]) == (403, "A-428"), told


@step("five wrong codes lock a terminal's code")
def locks(house):
    house.gateway.end()
    name, code = house.add("0102", "91")
    house.gateway.start()
    other = Terminal(house.gateway.base, name)
    for _ in range(5):
        assert other.activate("AAAA-AAAA-AAAA-AAAA")[0] == 403
    status, told = other.activate(code)
    assert (status, told["code"]) == (429, "A-429"), told


@step("a code is debited once, whatever is repeated")
def pays(house):
    terminal, key = house.terminal, str(uuid.uuid4())
    reference = uuid.uuid4().hex
    code = house.network.code("lin", "wechat")
    status, told = terminal.pay(code, 1650, reference, key)
    assert status == 200 and told["status"] == "paid", told
    assert house.network.order(told["number"])["debitedFen"] == 1650
    status, again = terminal.pay(code, 1650, reference, key)
    assert (status, again) == (200, told), again
    status, other = terminal.pay(code, 1651, reference, key)
    assert (status, other["code"]) == (409, "A-409"), other
    status, other = terminal.pay(code, 1650, reference)
    assert (status, other["code"]) == (409, "A-410"), other
    assert house.network.order(told["number"])["debitedFen"] == 1650


@step("a payment is found by each of its numbers, and by its own terminal alone")
def finds(house):
    terminal = house.terminal
    _, paid = terminal.pay(house.network.code("zhou", "alipay"), 990)
    for target in (f"payments/{paid['number']}", f"payments?reference={paid['reference']}",
                   f"payments?trade_number={paid['trade_number']}"):
        assert terminal.send("GET", "/api/v1/" + target) == (200, paid), target
    status, told = terminal.send("GET", "/api/v1/payments?reference=nothing")
    assert (status, told["code"]) == (404, "A-404"), told


@step("a poor customer is declined, for good")
def declines(house):
    status, told = house.terminal.pay(house.network.code("poor", "wechat"), 19_900)
    assert status == 200 and told["status"] == "declined", told
    assert told["decline"]["kind"] == "notEnoughMoney", told


@step("a lost answer is in doubt, and is found out")
def finds_out(house):
    house.network.fault("wechat", "pay", "loseAnswer")
    reference = uuid.uuid4().hex
    status, told = house.terminal.pay(
        house.network.code("lin", "wechat"), 330, reference, wait=0)
    assert status == 202 and told["status"] in ("sending", "in_doubt"), told
    status, told = house.terminal.send(
        "GET", f"/api/v1/payments?reference={reference}&wait=30")
    assert status == 200 and told["status"] == "paid", told


@step("parts go back, and never more than was paid")
def refunds(house):
    terminal = house.terminal
    _, paid = terminal.pay(house.network.code("lin", "wechat"), 1000)
    target = f"/api/v1/payments/{paid['number']}/refunds?wait=30"
    body = {"reference": "r-" + uuid.uuid4().hex[:20], "amount_fen": 600}
    status, told = terminal.send("POST", target, body, key="k" + body["reference"])
    assert status == 200 and told["status"] == "refunded", told
    again = terminal.send("POST", target, body, key="k" + body["reference"])
    assert again == (200, told), again
    status, told = terminal.send(
        "GET", f"/api/v1/refunds?reference={body['reference']}")
    assert status == 200 and told["amount_fen"] == 600, told
    status, told = terminal.send(
        "POST", target, {"reference": "too-much", "amount_fen": 401}, key=str(uuid.uuid4()))
    assert (status, told["code"]) == (422, "A-425"), told
    assert house.network.order(paid["number"])["returnedFen"] == 600
    status, told = terminal.send(
        "POST", f"/api/v1/payments/{paid['number']}/reversal", {}, key=str(uuid.uuid4()))
    assert (status, told["code"]) == (409, "A-412"), told


@step("a reversal undoes what was paid")
def reverses(house):
    terminal = house.terminal
    _, paid = terminal.pay(house.network.code("zhou", "alipay"), 2000)
    key = str(uuid.uuid4())
    target = f"/api/v1/payments/{paid['number']}/reversal?wait=30"
    status, told = terminal.send("POST", target, {}, key=key)
    assert status == 200 and told["status"] == "reversed", told
    order = house.network.order(paid["number"])
    assert order["returnedFen"] == 2000, order


@step("a request is taken once; a bent, old or foreign one never")
def refuses(house):
    terminal = house.terminal
    target = "/api/v1/terminal"
    head = headers(terminal.terminal, terminal.key, "GET", target, b"")
    assert terminal.send("GET", target, head=head)[0] == 200
    status, told = terminal.send("GET", target, head=head)
    assert (status, told["code"]) == (401, "A-406"), told
    head = headers(terminal.terminal, terminal.key, "GET", target, b"")
    status, told = terminal.send("GET", target + "?x=1", head=head)
    assert (status, told["code"]) == (401, "A-401"), told
    old = int(time.time() * 1_000_000) - 301_000_000
    head = headers(terminal.terminal, terminal.key, "GET", target, b"", stamp=old)
    status, told = terminal.send("GET", target, head=head)
    assert (status, told["code"]) == (401, "A-402"), told
    status, told = terminal.send("GET", target, by=Key())
    assert (status, told["code"]) == (401, "A-401"), told


@step("a key takes the other's place, and no moment is without one")
def rotates(house):
    terminal, old, new = house.terminal, house.terminal.key, Key()
    status, told = terminal.add_key(new)
    assert status == 200 and len(told["keys"]) == 2, told
    for key in (old, new):
        assert terminal.send("GET", "/api/v1/terminal", by=key)[0] == 200
    status, told = terminal.send("DELETE", f"/api/v1/terminal/keys/{old.id}")
    assert (status, told["code"]) == (409, "A-414"), told
    terminal.key = new
    status, told = terminal.send("DELETE", f"/api/v1/terminal/keys/{old.id}")
    assert status == 200 and [key["id"] for key in told["keys"]] == [new.id], told
    assert terminal.send("GET", "/api/v1/terminal", by=old)[0] == 401


@step("a webhook comes, signed, until it is taken")
def tells(house):
    import base64, hashlib, http.server, json, threading  # noqa: E401
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    got = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(500 if len(got) == 1 else 204)
            self.end_headers()

        def log_message(self, *_):
            pass

    listener = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    terminal = house.terminal
    try:
        status, told = terminal.send("PUT", "/api/v1/terminal/webhook", {
            "url": f"http://127.0.0.1:{listener.server_port}/paid"})
        assert status == 200 and told["webhook"].endswith("/paid"), told
        _, paid = terminal.pay(house.network.code("lin", "wechat"), 70)
        eventually("told twice", lambda: len(got) == 2, 60)
        head, body = got[1]
        assert got[0][0]["Counterfoil-Event"] == head["Counterfoil-Event"]
        text = (f"counterfoil-webhook-1\n{head['Counterfoil-Timestamp']}\n"
                f"{head['Counterfoil-Event']}\n{hashlib.sha256(body).hexdigest()}\n")
        Ed25519PublicKey.from_public_bytes(base64.b64decode(terminal.gateway)).verify(
            base64.b64decode(head["Counterfoil-Signature"]), text.encode())
        assert json.loads(body)["payment"] == paid, body
        assert terminal.send("PUT", "/api/v1/terminal/webhook", {"url": None})[0] == 200
    finally:
        listener.shutdown()


@step("the day's statement holds what went through, and adds up")
def states(house):
    import base64, hashlib, requests  # noqa: E401
    terminal = house.terminal
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    # Before six the demo's business day is yesterday's.
    lines = []
    for date in (day, time.strftime("%Y-%m-%d", time.gmtime(time.time() - 16 * 3600))):
        target = f"/api/v1/statements/{date}"
        answer = requests.get(terminal.base + target, timeout=30, headers=headers(
            terminal.terminal, terminal.key, "GET", target, b""))
        assert answer.status_code == 200, answer.text
        lines += [line for line in answer.text.splitlines() if line]
    import json
    lines = [json.loads(line) for line in lines]
    paid = [line for line in lines if line["type"] == "payment" and line["status"] == "paid"]
    back = [line for line in lines if line["type"] == "refund" and line["status"] == "refunded"]
    assert sum(line["amount_fen"] for line in paid) == 1650 + 990 + 330 + 1000 + 70, paid
    assert sum(line["amount_fen"] for line in back) == 600 + 2000, back


@step("a till sells through the gateway: one number all the way")
def till_sells(house):
    house.cashier = Cashier(house.till)
    sale = house.cashier.ring_up()
    number = house.cashier.pay(sale, house.network.code("lin", "wechat"))
    eventually("paid", lambda: house.cashier.get("till")["sale"]["leftFen"] == 0)
    done = house.cashier.act("sale/completion", sale=sale)
    assert done["lastPosted"]["sale"] == sale
    assert house.network.order(number)["debitedFen"] == 1650
    house.sold = done["lastPosted"]["receiptNumber"]
    house.sold_number = number


@step("the gateway is killed after the debit: the till's recovery posts the sale once")
def survives_a_kill(house):
    cashier = house.cashier
    house.network.fault("wechat", "pay", "delay")
    sale = cashier.ring_up()
    number = cashier.pay(sale, house.network.code("lin", "wechat"))
    eventually("debited", lambda: debited(house, number))
    house.gateway.kill()
    eventually("in doubt", lambda: cashier.get("till")["sale"]["tenders"][-1]["attempt"]["state"]
               == "unresolved", 30)
    house.gateway.start()
    eventually("posted by itself", lambda: posted(cashier, sale))
    assert house.network.order(number)["debitedFen"] == 1650


@step("the link is cut before the answer: the same")
def survives_a_cut(house):
    cashier = house.cashier
    house.network.fault("alipay", "pay", "delay")
    sale = cashier.ring_up()
    number = cashier.pay(sale, house.network.code("zhou", "alipay"))
    eventually("debited", lambda: debited(house, number))
    # Frozen, it neither answers nor refuses: what a cut line looks like to the till.
    import signal
    house.gateway.process.send_signal(signal.SIGSTOP)
    try:
        eventually("in doubt", lambda: cashier.get("till")["sale"]["tenders"][-1]["attempt"]["state"]
                   == "unresolved", 60)
    finally:
        house.gateway.process.send_signal(signal.SIGCONT)
    eventually("posted by itself", lambda: posted(cashier, sale))
    assert house.network.order(number)["debitedFen"] == 1650


@step("goods come back at the till: the money goes back through both")
def till_refunds(house):
    cashier = house.cashier
    found = cashier.get("returns/sale?receipt=" + house.sold)
    told = cashier.act(
        "returns", sale=found["sale"]["id"], lines=[{"line": 1, "quantity": 1}], reason="quality")
    assert told["say"]["code"] == "S-309", told["say"]
    eventually("given back", lambda: house.network.order(house.sold_number)["returnedFen"] == 1650)
    eventually("known at the till", lambda: cashier.get("returns/sale?receipt=" + house.sold)[
        "returns"][0]["refunds"][0]["state"] == "succeeded")


@step("a payment that the cashier takes back is undone through both")
def till_reverses(house):
    cashier = house.cashier
    sale = cashier.ring_up()
    number = cashier.pay(sale, house.network.code("slow", "wechat"))
    eventually("waiting", lambda: cashier.get("till")["sale"]["tenders"][-1]["attempt"]["state"]
               == "awaitingShopper", 30)
    eventually("allowed", lambda: "cancel" in cashier.get("till")["sale"]["tenders"][-1]["attempt"]
               ["allowed"], 60)
    cashier.act(f"payments/{number}/reversal", sale=sale)
    eventually("taken back", lambda: cashier.get("till")["sale"]["tenders"][-1]["state"] == "failed",
               90)
    assert house.network.order(number)["debitedFen"] in (0, None)


def debited(house, number):
    try:
        return house.network.order(number)["debitedFen"] == 1650
    except OSError:
        return False


def posted(cashier, sale):
    told = cashier.get("till")
    return told.get("lastPosted", {}).get("sale") == sale


def main():
    wanted = sys.argv[1:]
    passed = failed = 0
    house = House()
    try:
        for title, body in STEPS:
            if wanted and body.__name__ not in wanted:
                continue
            began = time.monotonic()
            try:
                body(house)
            except Exception:  # A failed step does not stop the others.
                failed += 1
                print(f"✗ {title}", flush=True)
                traceback.print_exc()
                continue
            passed += 1
            print(f"✓ {title} ({time.monotonic() - began:.1f} s)", flush=True)
    finally:
        house.end()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
