"""The processes of a chain whose tills pay through a gateway: the network, the gateway at headquarters,
a till in a store. Each on a free port, in folders of its own."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid

import requests

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "ThirdParty"))

from network import Network  # noqa: E402
from terminal import Terminal  # noqa: E402

PROGRAM = os.environ.get("COUNTERFOIL_BINARY", ".build/debug/counterfoil")


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


class Server:
    """`counterfoil serve`, which can be killed and started again on its data and port."""

    def __init__(self, folder, *arguments):
        self.port = free_port()
        self.folder = folder
        self.arguments = arguments
        self.process = None
        self.start()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--demo", "--json", "--set", "gateway.requestsPerSecond=0", "--data", str(self.folder),
             "--port", str(self.port), *self.arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        if not self.process.stdout.readline():
            raise AssertionError("counterfoil serve did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


class House:
    """A network, a gateway with one activated terminal, and a till that is another terminal of it."""

    def __init__(self, with_till=True):
        self.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(self.folder.name)
        self.network = Network()
        self.network.instantly()
        settings = root / "network.json"
        settings.write_text(json.dumps({"channels": self.network.channels}))
        # The first start makes the demo chain; terminals are added while nobody holds the file.
        self.gateway = Server(root / "gateway", "--network", str(settings))
        self.gateway.end()
        self.terminal_id, self.code = self.add("0101", "91")
        till_id, till_code = self.add("0101", "92")
        self.gateway.start()
        self.terminal = Terminal(self.gateway.base, self.terminal_id)
        self.till = None
        if with_till:
            key = root / "till-key.pem"
            told = self.run(
                "terminal", "activate", "--gateway", self.gateway.base, "--terminal", till_id,
                "--code", till_code, "--key-file", str(key))
            values = dict(line.split() for line in told.splitlines() if not line.startswith("#"))
            self.till = Server(root / "till", *[
                part for name, value in values.items()
                for part in ("--set", f"channels.aggregator.{name}={value}")])

    def add(self, store, register):
        told = json.loads(self.run(
            "terminal", "add", "--data", str(self.gateway.folder), "--store", store,
            "--register", register, "--staff", "1900", "--name", "测试终端", "--json"))
        return told["terminal"], told["code"]

    @staticmethod
    def run(*arguments):
        done = subprocess.run(
            [PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60)
        if done.returncode:
            raise AssertionError(f"{arguments}: {done.stderr}")
        return done.stdout

    def end(self):
        for server in (self.till, self.gateway):
            if server:
                server.end()
        self.network.end()
        self.folder.cleanup()


class Cashier:
    """Somebody at the till, over its own interface."""

    def __init__(self, till):
        self.till = till
        self.session = requests.Session()
        self.act("session", staff="1007", pin="1234", store="0101", register="02")

    def act(self, path, **body):
        answer = self.session.post(
            f"{self.till.base}/api/{path}", json=body, timeout=30,
            headers={"Idempotency-Key": str(uuid.uuid4())})
        if answer.status_code != 200:
            raise AssertionError(f"{path}: {answer.status_code} {answer.text}")
        return answer.json()

    def ring_up(self):
        sale = self.act("sale/lines", entry="6990000010212", quantity=1)["sale"]["id"]
        self.act("sale/checkout", sale=sale)
        return sale

    def pay(self, sale, code):
        """Begins a payment; answers its number."""
        told = self.act("sale/payments", sale=sale, code=code)
        return told["sale"]["tenders"][-1]["attempt"]["number"]

    def get(self, path):
        answer = self.session.get(f"{self.till.base}/api/{path}", timeout=30)
        answer.raise_for_status()
        return answer.json()


def eventually(what, ask, seconds=60):
    """Asks until it answers something true."""
    until = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.2)
