#!/usr/bin/env python3
"""Runs the flows of a shop in a real browser against the real server and network.

    COUNTERFOIL_BINARY   the program (default .build/debug/counterfoil)
    COUNTERFOIL_CHROMIUM the browser (default: chromium from the PATH)

Names of flows as arguments run only those. Each step is printed with ✓ or ✗; the last line sums up.
Pictures of every page, in Chinese and English, go into screenshots/ beside this file.
"""

import contextlib
import importlib
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from playwright.sync_api import sync_playwright  # noqa: E402

from shop import Shop  # noqa: E402
from till import PICTURES, Place, Till, patience  # noqa: E402

#: Waits for a real minute, so it runs beside the others, in a shop of its own.
SLOW = ["minute"]


class FlowFailed(Exception):
    """A step failed; what follows it in its flow would say nothing."""


class Report:
    """What was printed, from two threads."""

    def __init__(self):
        self.passed = self.failed = 0
        self._lock = threading.Lock()

    def step(self, flow, name, seconds, trouble=None):
        """One line, and what went wrong below it."""
        with self._lock:
            if trouble is None:
                self.passed += 1
            else:
                self.failed += 1
            print(f"{'✗' if trouble else '✓'} {flow}: {name} ({seconds:.1f} s)", flush=True)
            if trouble:
                print("    " + trouble.strip().replace("\n", "\n    "), flush=True)


class Flow:
    """One flow: its windows, and its steps."""

    def __init__(self, name, browser, shop, report):
        self.name, self.browser, self.shop, self.report = name, browser, shop, report
        self.contexts, self.troubles, self._tills = [], [], []

    def context(self, place=None, **options):
        """A browser profile of its own, as a till that was this register before."""
        options.setdefault("viewport", {"width": 1024, "height": 768})
        context = self.browser.new_context(reduced_motion="reduce", **options)
        if place:
            context.add_init_script(
                f"localStorage.setItem('counterfoil.register', '{place.store}/{place.register}');")
        self.contexts.append(context)
        return context

    def window(self, context):
        """A window of a profile."""
        page = context.new_page()
        patience(page)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._heard)
        till = Till(page, self.shop)
        self._tills.append(till)
        return till

    def till(self, place: Place, **options):
        """A window in which somebody has signed in."""
        till = self.window(self.context(place, **options))
        till.open()
        till.sign_in(place.staff)
        return till

    def _heard(self, message):
        # A refusal by the server is the browser's "Failed to load resource", and often the point.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(message.text)

    @contextlib.contextmanager
    def step(self, name):
        """Something that must hold; the name says which requirement."""
        began = time.monotonic()
        try:
            yield
            if self.troubles:
                raise AssertionError(f"the page complains: {self.troubles[0]}")
        except Exception as error:  # whatever it was, it must be counted
            self._failed(name, began, error)
        self.report.step(self.name, name, time.monotonic() - began)

    @contextlib.contextmanager
    def unnamed(self):
        """What a flow does between its steps: said only when it fails."""
        try:
            yield
        except FlowFailed:
            raise
        except Exception as error:
            self._failed("what the steps need", 0, error)

    def _failed(self, name, began, error):
        """Reports a step that failed, and where."""
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{pathlib.Path(frame.filename).name}:{frame.lineno} {frame.line}"
                 for frame in frames
                 if str(HERE) in frame.filename and not frame.filename.endswith("run.py")]
        trouble = str(error).split("Call log:")[0].strip() or repr(error)
        self.report.step(self.name, name, time.monotonic() - (began or time.monotonic()),
                         "\n".join([trouble, *where]))
        self._keep_pictures()
        raise FlowFailed(name) from error

    def _keep_pictures(self):
        PICTURES.mkdir(exist_ok=True)
        for place, till in enumerate(self._tills):
            with contextlib.suppress(Exception):
                till.page.screenshot(path=PICTURES / f"failed-{self.name}-{place}.png")

    def end(self):
        """Closes its windows and takes its faults away."""
        for context in self.contexts:
            with contextlib.suppress(Exception):
                context.close()
        self.shop.mend()


def run_flows(names, report):
    """Runs flows one after the other; after a failed one the next gets a shop of its own."""
    if not names:
        return
    chromium = os.environ.get("COUNTERFOIL_CHROMIUM") or shutil.which("chromium")
    shop = None
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium)
            for name in names:
                shop = shop or Shop()
                flow = Flow(name, browser, shop, report)
                try:
                    with flow.unnamed():
                        importlib.import_module(f"flows.{name}").run(flow)
                    flow.end()
                except FlowFailed:
                    with contextlib.suppress(Exception):
                        flow.end()
                    shop.end()
                    shop = None
            browser.close()
    except Exception:
        report.step("run", "the flows can run at all", 0, traceback.format_exc())
    finally:
        if shop:
            shop.end()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    known = sorted(path.stem for path in (HERE / "flows").glob("[a-z]*.py"))
    wanted = sys.argv[1:] or known
    if unknown := set(wanted) - set(known):
        sys.exit(f"no such flow: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    if not sys.argv[1:]:
        shutil.rmtree(PICTURES, ignore_errors=True)
    report = Report()
    with tempfile.TemporaryDirectory(
            prefix="counterfoil-browser-", ignore_cleanup_errors=True) as folder:
        # Whatever the browser leaves behind, it leaves in here.
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        run_all(wanted, report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed or not report.passed else 0


def run_all(wanted, report):
    """The flows, and those that wait for a real minute beside them."""
    slow = threading.Thread(
        target=run_flows, args=([name for name in wanted if name in SLOW], report), daemon=True)
    try:
        slow.start()
        run_flows([name for name in wanted if name not in SLOW], report)
        slow.join()
    finally:
        for shop in list(Shop.open_shops):
            shop.end()


if __name__ == "__main__":
    sys.exit(main())
