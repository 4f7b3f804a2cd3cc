"""A terminal as somebody else would write it, from docs/reference/aggregator-api.md alone."""

import base64
import hashlib
import json
import secrets
import time
import uuid

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey, Ed25519PublicKey)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Key:
    def __init__(self, seed=None):
        self.private = (Ed25519PrivateKey.from_private_bytes(seed) if seed
                        else Ed25519PrivateKey.generate())
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = base64.b64encode(raw).decode()
        self.id = hashlib.sha256(raw).hexdigest()[:32]

    def sign(self, text):
        return base64.b64encode(self.private.sign(text.encode())).decode()


def request_text(method, target, stamp, nonce, idempotency_key, body):
    digest = hashlib.sha256(body).hexdigest()
    return f"counterfoil-request-1\n{method}\n{target}\n{stamp}\n{nonce}\n{idempotency_key}\n{digest}\n"


def headers(terminal, key, method, target, body, idempotency_key="", stamp=None, nonce=None):
    stamp = str(int(time.time() * 1_000_000)) if stamp is None else str(stamp)
    nonce = nonce or secrets.token_hex(16)
    text = request_text(method, target, stamp, nonce, idempotency_key, body)
    made = {
        "Counterfoil-Terminal": terminal, "Counterfoil-Key": key.id,
        "Counterfoil-Timestamp": stamp, "Counterfoil-Nonce": nonce,
        "Counterfoil-Signature": key.sign(text),
    }
    if idempotency_key:
        made["Idempotency-Key"] = idempotency_key
    return made


class Terminal:
    def __init__(self, base, terminal, key=None):
        self.base = base
        self.terminal = terminal
        self.key = key or Key()
        self.gateway = None

    def send(self, method, target, body=None, key=None, head=None, by=None):
        """One request; answers status and JSON once the gateway's signature was right."""
        data = b"" if body is None else json.dumps(body).encode()
        head = head or headers(
            self.terminal, by or self.key, method, target, data, idempotency_key=key or "")
        answer = requests.request(
            method, self.base + target, data=data or None, timeout=60,
            headers={**head, "Content-Type": "application/json"})
        told = answer.json()
        if self.gateway is None and "gateway_key" in told:
            self.gateway = told["gateway_key"]["public_key"]
        if self.gateway:
            self.check(answer, head["Counterfoil-Nonce"])
        return answer.status_code, told

    def check(self, answer, nonce):
        digest = hashlib.sha256(answer.content).hexdigest()
        text = (f"counterfoil-answer-1\n{answer.status_code}\n"
                f"{answer.headers['Counterfoil-Timestamp']}\n{nonce}\n{digest}\n")
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(self.gateway))
        try:
            key.verify(base64.b64decode(answer.headers["Counterfoil-Signature"]), text.encode())
        except InvalidSignature as error:
            raise AssertionError("the gateway's signature is wrong") from error

    def activate(self, code):
        return self.send(
            "POST", "/api/v1/terminal/activation", {"code": code, "public_key": self.key.public})

    def pay(self, code, fen, reference=None, key=None, wait=20, **more):
        body = {"code": code, "amount_fen": fen, "reference": reference or uuid.uuid4().hex, **more}
        return self.send(
            "POST", f"/api/v1/payments?wait={wait}", body, key=key or str(uuid.uuid4()))

    def add_key(self, key):
        proof = key.sign(f"counterfoil-key-1\n{self.terminal}\n{key.public}\n")
        return self.send(
            "POST", "/api/v1/terminal/keys", {"public_key": key.public, "proof": proof})
