#!/usr/bin/env python3
"""Other people's clients of the wallets against our network, with their own signing and verification.

    COUNTERFOIL_BINARY   the program (default .build/debug/counterfoil)

Each flow is a module beside this file with a list `STEPS` of (name, function of a scene) and a class
`Scene(network)`. Names of flows as arguments run only those. The last line sums up.
"""

import importlib
import pathlib
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from network import Network  # noqa: E402

FLOWS = ["wechat_v2", "wechat_v3", "alipay_rsa2", "alipay_certificates", "unionpay"]


def play(name):
    """Runs the steps of a flow; answers how many passed and failed."""
    flow = importlib.import_module(name)
    network = Network()
    passed = failed = 0
    try:
        scene = flow.Scene(network)
        for title, step in flow.STEPS:
            began = time.monotonic()
            try:
                step(scene)
            except Exception:  # A failed step does not stop the others.
                failed += 1
                print(f"✗ {name}: {title}", flush=True)
                traceback.print_exc()
                continue
            passed += 1
            print(f"✓ {name}: {title} ({time.monotonic() - began:.1f} s)", flush=True)
    finally:
        network.end()
    return passed, failed


def main():
    passed = failed = 0
    for name in sys.argv[1:] or FLOWS:
        good, bad = play(name)
        passed += good
        failed += bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
