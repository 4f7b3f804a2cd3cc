"""What schemathesis needs to be a terminal: each request is signed as it leaves, and now and then a
number or a code is one that exists, so that the fuzz comes past the door."""

import atexit
import collections
import json
import os
import random
import urllib.request

import requests.auth
import schemathesis

from terminal import Key, headers

TERMINAL = os.environ.get("COUNTERFOIL_FUZZ_TERMINAL", "")
KEY = Key(bytes.fromhex(os.environ["COUNTERFOIL_FUZZ_KEY"])) if TERMINAL else None
CONTROL = os.environ.get("COUNTERFOIL_FUZZ_CONTROL", "")
statuses = collections.Counter()
# By this the runner sees whether the fuzz came past the door.
atexit.register(lambda: print("statuses:", dict(sorted(statuses.items())), flush=True))
known = {"payment": [], "refund": [], "reference": []}


class Signing(requests.auth.AuthBase):
    def __call__(self, request):
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        if not isinstance(body, bytes):
            return request
        key = request.headers.get("Idempotency-Key", "")
        key = key.decode("latin-1") if isinstance(key, bytes) else key
        request.headers.update({
            name: value for name, value in headers(
                TERMINAL, KEY, request.method, request.path_url, body, key).items()
            if name != "Idempotency-Key"})
        return request


if TERMINAL:
    schemathesis.auth.set_from_requests(Signing())


def code():
    """A code that a phone shows now."""
    account, wallet = random.choice(
        [("lin", "wechat"), ("zhou", "alipay"), ("poor", "wechat"), ("slow", "wechat")])
    request = urllib.request.Request(
        CONTROL + "/codes", method="POST", headers={"Content-Type": "application/json"},
        data=json.dumps({"account": account, "wallet": wallet}).encode())
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)["code"]


@schemathesis.hook
def before_call(context, case, kwargs):
    if not TERMINAL or random.random() < 0.4:
        return
    path = case.operation.path
    if isinstance(case.body, dict) and isinstance(case.body.get("code"), str) \
            and path.endswith("/payments"):
        case.body["code"] = code()
        if random.random() < 0.8:
            case.body.pop("number", None)
            case.body.pop("expires_at", None)
    kind = "refund" if "/refunds/{" in path else "payment"
    if "{number}" in path and known[kind]:
        case.path_parameters["number"] = random.choice(known[kind])
    if case.query and "reference" in case.query and known["reference"]:
        case.query["reference"] = random.choice(known["reference"])


@schemathesis.hook
def after_call(context, case, response):
    statuses[response.status_code] += 1
    if response.status_code not in (200, 202) or "json" not in str(response.headers):
        return
    try:
        told = json.loads(response.content)
    except ValueError:
        return
    number = told.get("number") if isinstance(told, dict) else None
    if number:
        known["refund" if number.startswith("R") else "payment"].append(number)
        known["reference"].append(told["reference"])
