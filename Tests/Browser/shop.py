"""A whole shop for the browser tests: the network of wallets, the till's server, a printer.

Two real processes on free ports, with their data in a temporary folder of their own. Only what was
started here is ever ended.
"""

import json
import os
import pathlib
import selectors
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

#: Seconds until a condition counts as never coming true; a busy machine is slow, not wrong.
PATIENCE = 30
#: Seconds until a process must have said that it is ready.
START_MAX = 90

PIN = "1234"


def binary():
    """The program under test."""
    return os.environ.get("COUNTERFOIL_BINARY", ".build/debug/counterfoil")


def until(condition, what, pause=0.05, seconds=PATIENCE):
    """Waits for a condition; gives back what it gave."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(pause)


class Process:
    """A process that says in one line of JSON that it is ready."""

    def __init__(self, arguments, folder):
        self.log = open(folder / f"{arguments[0]}.log", "ab")
        self.process = subprocess.Popen(
            [binary(), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=self.log, cwd=folder)
        self.ready = json.loads(self._line(arguments[0]))

    def _line(self, name):
        """The first line that begins an object; what comes before it is for people."""
        end = time.monotonic() + START_MAX
        text = b""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while time.monotonic() < end:
                if not selector.select(timeout=1):
                    continue
                part = os.read(self.process.stdout.fileno(), 65536)
                if not part:
                    break
                text += part
                for line in text.split(b"\n")[:-1]:
                    if line.startswith(b"{"):
                        return line
        self.end()
        raise AssertionError(f"counterfoil {name} did not start: {text.decode()!r}")

    def end(self):
        """Asks it to end, and insists after a while."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.log.close()


class Printer:
    """A receipt printer on the network: keeps what it is sent, and can be switched off."""

    def __init__(self):
        self.jobs = []
        self.port = 0
        self._socket = None
        self.on()

    def on(self):
        """Listens; on the port it had before, since that is what the till was told."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen()
        self.port = listener.getsockname()[1]
        self._socket = listener
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def off(self):
        """Nobody listens any more."""
        if self._socket:
            # Closing alone would leave the thread, and with it the port, waiting in accept.
            self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
            self._socket = None

    def _serve(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                parts = []
                while part := connection.recv(65536):
                    parts.append(part)
            if parts:
                self.jobs.append(b"".join(parts))


class Shop:
    """The network, the server, and what a test does to them from outside the browser."""

    #: Register 01 of store 0101 is the one with a printer.
    open_shops = []

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="shop-", ignore_cleanup_errors=True)
        folder = pathlib.Path(self._folder.name)
        self.folder = folder
        self.processes = []
        self.printer = Printer()
        Shop.open_shops.append(self)
        network = self._start(["network", "--port", "0", "--json"])
        (folder / "network.json").write_text(json.dumps(network))
        self.network = network["network"]
        self.control = self.network["control"]
        served = self._start([
            "serve", "--port", "0", "--data", str(folder / "data"),
            "--network", str(folder / "network.json"), "--demo", "--json",
            "--set", f"printer.0101.01.address=127.0.0.1:{self.printer.port}",
            # WeChat Pay shows codes only with an address for its news; nobody listens there.
            "--set", "channels.notifyBase=http://127.0.0.1:9"])
        self.address = served["till"].removesuffix("/10034")

    def _start(self, arguments):
        process = Process(arguments, self.folder)
        self.processes.append(process)
        return process.ready

    def end(self):
        """Ends the processes and removes the folder."""
        if self in Shop.open_shops:
            Shop.open_shops.remove(self)
        for process in reversed(self.processes):
            process.end()
        self.processes = []
        self.printer.off()
        self._folder.cleanup()

    # --- the network, from outside ----------------------------------------------------------------

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(
            self.control + path, method=method, headers={"Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def code(self, account="lin", wallet="wechat"):
        """A fresh payment code of a person."""
        return self._ask("POST", "/codes", {"account": account, "wallet": wallet})["code"]

    def password(self, account):
        """The password of a person's wallets."""
        people = self._ask("GET", "/accounts")
        return next(person["password"] for person in people if person["id"] == account)

    def fault(self, kind, channel="all", call="all", **more):
        """Makes something go wrong."""
        return self._ask(
            "POST", "/faults", {"channel": channel, "call": call, "fault": kind, **more})["id"]

    def mend(self):
        """Takes all faults away."""
        self._ask("DELETE", "/faults")

    def orders(self):
        """All orders that ever reached a wallet, oldest first."""
        return sorted(self._ask("GET", "/orders?limit=500"), key=lambda order: order["createdAt"])

    def order(self, number):
        """One order; None when no wallet has seen it."""
        try:
            return self._ask("GET", f"/orders/{number}")
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise

    def newest(self, before):
        """The order that came after `before` orders were there."""
        return until(
            lambda: self.orders()[before:], "an order reaches the wallet")[-1]

    def approve(self, number, password):
        """The person types the password on the phone."""
        return self._ask("POST", f"/orders/{number}/approval", {"password": password})

    def decline(self, number):
        """The person says no on the phone."""
        return self._ask("POST", f"/orders/{number}/approval", {"decline": True})


def identity_number(first):
    """An identity card number, invented: 17 digits and their ISO 7064 check."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(first, weights))
    return first + "10X98765432"[total % 11]


def identity_like_pay_code(region):
    """An identity card number that ends in a digit, so that it has a payment code's shape."""
    numbers = (identity_number(f"{region}19900101{serial:03}") for serial in range(1, 20))
    return next(number for number in numbers if number.isdigit())
