"""Runs the tests against the packaged node; see run.sh."""
import argparse
import concurrent.futures
import os
import shutil
import sys
import threading
import time
import traceback

from . import calls, crash, dialogs, endings, families, flows, lamps, names, offers, passing, scanners, secure, sound, voice, wire
from .node import Node
from .stage import Stage

# waiting is most of what they do, but the node and SIPp share two cores
AT_ONCE = 6


class Report:
    def __init__(self):
        self.lock = threading.Lock()
        self.passed = 0
        self.failed = []

    def run(self, name, test, *arguments):
        began = time.monotonic()
        try:
            note = test(*arguments)
        except Exception as error:  # a test may fail in any way
            with self.lock:
                self.failed.append(name)
            reason = str(error) if isinstance(error, AssertionError) else traceback.format_exc()
            print(f"FAILED {name} ({time.monotonic() - began:.1f} s): {reason}", flush=True)
        else:
            with self.lock:
                self.passed += 1
            print(f"ok     {name} ({time.monotonic() - began:.1f} s){': ' + note if note else ''}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="interop")
    parser.add_argument("--node", required=True, help="folder of the node's distribution")
    parser.add_argument("--work", required=True, help="folder for logs, emptied first")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("INTEROP_KILLS", "20")))
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)
    report = Report()
    if not families.TESTS:
        print("no IPv6 on this machine: calls between IPv4 and IPv6 are not tried", flush=True)

    def wanted(test):
        return not options.names or any(name in test.__name__ for name in options.names)

    def aside(tests, *more):
        return threading.Thread(target=lambda: [report.run(t.__name__, t, options.node, folder(t), *more) for t in tests if wanted(t)])

    def folder(test):
        path = os.path.join(options.work, test.__name__)
        os.makedirs(path, exist_ok=True)
        return path

    asides = [aside(crash.TESTS, options.kills), aside(secure.TESTS + endings.TESTS + passing.TESTS)]
    for thread in asides:  # each test has a node of its own, and most of the others' time is waiting
        thread.start()
    together = (dialogs.WAITING + names.WAITING + calls.TESTS + flows.TESTS + dialogs.TESTS + sound.TESTS + offers.TESTS
                + wire.TESTS + lamps.TESTS + families.TESTS + scanners.TESTS)
    on_one_node(report, options, [t for t in together if wanted(t)], [t for t in voice.TESTS if wanted(t)])
    for thread in asides:
        thread.join()
    print(f"interop: {report.passed} passed, {len(report.failed)} failed"
          + (f" ({', '.join(report.failed)}); see {options.work}" if report.failed else ""), flush=True)
    print(f"{report.passed} passed, {len(report.failed)} failed", flush=True)
    return 1 if report.failed or not report.passed else 0


def on_one_node(report, options, together, alone):
    if not together and not alone:
        return
    servers = names.NameServer()
    node = Node(options.node, os.path.join(options.work, "shared"), f"-Dtrunkline.dns={servers.address}")
    try:
        report.run("node_starts", lambda: f"{node.start().start_seconds:.1f} s")
        if not node.api:
            return
        stage = Stage(node, options.work, servers)
        try:
            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(lambda test: report.run(test.__name__, test, stage), together))
            for test in alone:
                report.run(test.__name__, test, stage)
            report.run("node_is_clean", lambda: clean(node, stage))
        finally:
            stage.close()
        report.run("node_stops", lambda: stopped(node))
    finally:
        if node.process and node.process.poll() is None:
            node.kill()
        servers.close()


def clean(node, stage):
    """After all that: no call is left over, no port held, and no error in the log."""
    end = time.monotonic() + 90
    while stage.api.get("/status")["callsNow"] or stage.api.get("/status")["mediaPortsUsed"]:
        assert time.monotonic() < end, stage.api.get("/status")
        time.sleep(0.2)
    with open(node.log, encoding="utf-8", errors="replace") as file:
        bad = [line.strip() for line in file if " ERROR " in line or line.startswith("\tat ") or "Exception" in line]
    assert not bad, f"{len(bad)} lines of errors, the first: {bad[:3]}; see {node.log}"


def stopped(node):
    status = node.stop()
    assert status in (0, 143), f"exit status {status}"


if __name__ == "__main__":
    sys.exit(main())
