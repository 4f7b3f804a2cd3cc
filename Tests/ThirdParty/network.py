"""The payment network as a process of its own, on a free port, with nothing kept."""

import json
import os
import subprocess
import urllib.request


class Network:
    """`counterfoil network`, and what a trainer may ask of it."""

    def __init__(self):
        program = os.environ.get("COUNTERFOIL_BINARY", ".build/debug/counterfoil")
        self.process = subprocess.Popen(
            [program, "network", "--port", "0", "--json"], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("counterfoil network did not start")
        ready = json.loads(line)
        self.channels = ready["channels"]
        self.control = ready["network"]["control"]
        self.phone = ready["network"]["phone"]

    def code(self, account, wallet):
        """A fresh payment code of a person."""
        return self._ask("POST", "/codes", {"account": account, "wallet": wallet})["code"]

    def fault(self, channel, call, kind):
        """Meets the next such call, once."""
        self._ask("POST", "/faults", {
            "channel": channel, "call": call, "fault": kind, "times": 1})

    def order(self, number):
        """What the network holds of an order."""
        return self._ask("GET", f"/orders/{number}")

    def instantly(self):
        """Refunds arrive at once from here on."""
        self._ask("PATCH", "/settings", {"refundDelayMilliseconds": 0})

    def scan(self, code, account="lin"):
        """A person scans a code that a till shows, and types the password."""
        path = self.phone + f"/api/people/{account}/scans"
        order = self._ask("POST", path, {"code": code}, at="")
        return self._ask("POST", f"/orders/{order['number']}/approval", {"password": "135790"})

    def _ask(self, method, path, body=None, at=None):
        request = urllib.request.Request(
            (self.control if at is None else at) + path, method=method, headers={"Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
