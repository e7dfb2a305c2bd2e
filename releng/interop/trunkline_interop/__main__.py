"""Runs the tests against the packaged node; see run.sh."""
import argparse
import concurrent.futures
import os
import shutil
import sys
import threading
import time
import traceback

from . import (applications, asterisk, between, browser, calls, codecs, conferences, crash, desk_account, desk_asterisk, desk_keys, desk_phone, desk_video, desk_window,
               dialogs, endings, families, firefox, flows, lamps, linphone, names, nodecalls, offers, parking, passing, plugins, records, roaming, scanners, secure, sound,
               texting, twinkle, voice, webphone, websocket, wire)
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
            reason = isinstance(error, AssertionError) and str(error) or traceback.format_exc()
            print(f"FAILED {name} ({time.monotonic() - began:.1f} s): {reason}", flush=True)
        else:
            with self.lock:
                self.passed += 1
            print(f"ok     {name} ({time.monotonic() - began:.1f} s){': ' + note if note else ''}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="interop")
    parser.add_argument("--node", required=True, help="folder of the node's distribution")
    parser.add_argument("--work", required=True, help="folder for logs, emptied first")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("INTEROP_KILLS", "4")))
    parser.add_argument("--list", action="store_true", help="only name the tests that would run, each after its module")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if not options.list:
        shutil.rmtree(options.work, ignore_errors=True)
        os.makedirs(options.work)
    report = Report()
    if not families.TESTS and not options.list:
        print("no IPv6 on this machine: calls between IPv4 and IPv6 are not tried", flush=True)

    def wanted(test):
        return not options.names or any(name in test.__name__ for name in options.names)

    def folder(test):
        path = os.path.join(options.work, test.__name__)
        os.makedirs(path, exist_ok=True)
        return path

    def each(tests, *more):
        for test in filter(wanted, tests):
            if options.list:
                sys.stdout.write(f"{test.__module__} {test.__name__}\n")  # several threads do
                continue
            report.run(test.__name__, test, options.node, folder(test), *more)

    def shared(name, java_options, *groups, started=lambda: None, calm=lambda: None):
        if options.list:
            started()
            each(sum(groups, []))
            return
        on_one_node(report, options, name, java_options, started, calm, *([t for t in tests if wanted(t)] for tests in groups))

    # each has a node of its own, and most of what they do is waiting; the longest first
    few = options.kills // 2
    up = threading.Event()
    asides = [aside(lambda: up.wait() and (each([crash.kill_under_load], options.kills - few), each(webphone.OF_THEIR_OWN))),
              aside(lambda: each(secure.TESTS + websocket.TESTS + endings.TESTS + applications.TESTS + codecs.TESTS + texting.OF_THEIR_OWN + nodecalls.OF_THEIR_OWN
                                 + plugins.TESTS)),
              aside(lambda: shared("browsers", browser.JAVA_OPTIONS, [], [], browser.TESTS + webphone.TESTS + roaming.TESTS + (firefox.TESTS if options.names else []))),
              aside(lambda: (shared("passing", passing.JAVA_OPTIONS, [], passing.TESTS, []),
                             few and each([crash.kill_under_load_elsewhere], few))),
              aside(lambda: each(desk_keys.TESTS + desk_phone.TESTS + desk_video.TESTS + desk_account.TESTS + desk_asterisk.TESTS
                                 + (desk_phone.LONG + desk_video.LONG + desk_account.LONG + desk_asterisk.LONG
                                    + desk_window.LONG if options.names else [])))]
    shared("", "", dialogs.WAITING + names.WAITING + nodecalls.WAITING + parking.WAITING,
           scanners.SLOW + calls.TESTS + flows.TESTS + dialogs.TESTS + sound.TESTS + offers.TESTS + between.TESTS + names.TESTS
           + wire.TESTS + asterisk.TESTS + lamps.TESTS + families.TESTS + scanners.TESTS + records.TESTS + texting.TESTS + nodecalls.TESTS
           + (linphone.TESTS + twinkle.TESTS if options.names else []), voice.TESTS + nodecalls.ALONE + conferences.TESTS + parking.TESTS,
           started=up.set, calm=lambda: [thread.join() for thread in asides])
    for thread in asides:
        thread.join()
    if options.list:
        return 0
    print(f"interop: {report.passed} passed, {len(report.failed)} failed"
          + (f" ({', '.join(report.failed)}); see {options.work}" if report.failed else ""), flush=True)
    print(f"{report.passed} passed, {len(report.failed)} failed", flush=True)
    return 1 if report.failed or not report.passed else 0


def aside(run):
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def on_one_node(report, options, name, java_options, started, calm, waiting, together, alone):
    """
    @param name of the node, where it is not the one of most tests
    @param started told when the node is up, or there is none: what is killed and timed begins then, not while all nodes start
    @param calm waits until nobody else runs, who would be heard as gaps in the sound
    @param waiting need no time but that of the clock: all at once, beside the others
    @param alone would hear the others
    """
    if not waiting and not together and not alone:
        started()
        return
    before = name + "_" if name else ""
    folder = os.path.join(options.work, name or "shared")
    servers = names.NameServer()
    node = Node(options.node, folder, f"-Dtrunkline.dns={servers.address} {java_options}")
    try:
        report.run(before + "node_starts", lambda: f"{node.start().start_seconds:.1f} s")
        started()
        if not node.api:
            return
        stage = Stage(node, folder if name else options.work, servers)
        try:
            def run(test):
                report.run(test.__name__, test, stage)

            waits = [aside(lambda test=test: run(test)) for test in waiting]
            with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(run, together))
            for thread in waits:
                thread.join()
            if alone:
                calm()
            for test in alone:
                run(test)
            report.run(before + "node_is_clean", lambda: clean(node, stage))
        finally:
            stage.close()
        report.run(before + "node_stops", lambda: stopped(node))
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
