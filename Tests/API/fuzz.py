#!/usr/bin/env python3
"""schemathesis against the gateway: signed requests, then unsigned ones. No answer may be a 5xx, or one
that docs/reference/openapi.yaml does not know.

    fuzz.py [SECONDS]    how long in all (default 90)
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from house import House

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parent.parent / "docs/reference/openapi.yaml"
CHECKS = ("not_a_server_error,status_code_conformance,content_type_conformance,"
          "response_headers_conformance,response_schema_conformance,unsupported_method")


def fuzz(house, seconds, seed=None):
    environment = {
        **os.environ, "PYTHONPATH": str(HERE), "SCHEMATHESIS_HOOKS": "fuzz_hooks",
        "COUNTERFOIL_FUZZ_CONTROL": house.network.control,
    }
    if seed:
        environment["COUNTERFOIL_FUZZ_TERMINAL"] = house.terminal_id
        environment["COUNTERFOIL_FUZZ_KEY"] = seed
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", str(SCHEMA), "--url",
             house.gateway.base, "--checks", CHECKS, "--max-time", str(seconds),
             "--phases", "examples,coverage,fuzzing", "--request-timeout", "45",
             "--generation-database", "none", "--no-color", "--warnings", "off",
             "--suppress-health-check", "all", "--continue-on-failure"],
            env=environment, cwd=folder, timeout=seconds + 600, capture_output=True, text=True)
    print(done.stdout, done.stderr, flush=True)
    # A run that tried nothing has shown nothing.
    tried = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    came_in = seed is None or re.search(r"statuses: \{200: [1-9]", done.stdout)
    return bool(done.returncode == 0 and tried and int(tried[1]) > 0 and came_in)


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 90
    house = House(with_till=False)
    passed = failed = 0
    try:
        status, told = house.terminal.activate(house.code)
        assert status == 200, told
        raw = house.terminal.key.private.private_bytes_raw().hex()
        for name, share, seed in (("signed", 0.75, raw), ("unsigned", 0.25, None)):
            print(f"── fuzz, {name}", flush=True)
            if fuzz(house, max(20, int(seconds * share)), seed):
                passed += 1
            else:
                failed += 1
        if house.gateway.process.poll() is not None:
            failed += 1
            print("✗ the gateway has ended")
    finally:
        house.end()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
