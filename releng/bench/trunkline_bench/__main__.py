"""Measures, prints a table, writes JSON; see bench.sh. Nothing here judges: a missed target is a figure, not a failure."""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

from trunkline_interop.node import Node

from . import desk
from .load import Pair
from .process import cpu_ms, rss_mib

HOLD_MS = 500
RATES = (400, 600, 800, 1000, 1200, 1500)
TOTAL_CALLS = 50_000
WARM_RATE = 300


class Figures:
    def __init__(self):
        self.rows = []

    def add(self, name, value, unit, target=None, at_least=False, peer=""):
        met = None if target is None else (value >= target if at_least else value <= target)
        self.rows.append({"name": name, "value": round(value, 3), "unit": unit, "target": target, "met": met, "peer": peer})
        mark = {None: "", True: "met", False: "MISSED"}[met]
        goal = "" if target is None else f"{'≥' if at_least else '≤'} {target:g}"
        print(f"{name:44} {value:10.3f} {unit:14} {goal:10} {mark:7} {peer}", flush=True)


class Bench:
    def __init__(self, options):
        self.options = options
        self.figures = Figures()
        self.calls = 0

    def run(self):
        self.starts()
        self.node = Node(self.options.node, os.path.join(self.options.work, "node")).start()
        try:
            time.sleep(5)
            self.figures.add("memory, idle", rss_mib(self.node.pid), "MiB", 300, peer="rtpengine+Kamailio ~60, Asterisk ~90")
            self.pairs = [Pair(self.node, self.options.work, i) for i in range(2)]
            self.fifty_thousand()
            self.per_call(100, 2000, "Asterisk 2.6, Kamailio (no B2BUA) 0.36")
            self.per_call(500, 7500, "jain-sip alone 0.54 at 300/s")
            self.media(100, counted=False)  # the relay must be compiled too
            self.media(100)
            self.media(400)
            self.highest_rate()
            self.records()
        finally:
            self.node.stop(40)
        return self.figures.rows

    def starts(self):
        seconds = []
        node = Node(self.options.node, os.path.join(self.options.work, "start"))
        for _ in range(3):
            seconds.append(node.start().start_seconds)
            node.stop()
        self.figures.add("node start to ready, new data folder", seconds[0], "s", 5)
        self.figures.add("node start to ready", statistics.median(seconds[1:]), "s", 5)

    def place(self, pairs, rate, calls):
        """@return good, failed, setup times, node CPU ms, seconds"""
        calls = max(len(pairs), int(calls * self.options.scale))
        before, began = cpu_ms(self.node.pid), time.monotonic()
        for pair in pairs:
            pair.start(rate / len(pairs), calls // len(pairs), HOLD_MS)
        for pair in pairs:
            pair.wait()
        seconds = time.monotonic() - began
        results = [pair.result() for pair in pairs]
        self.calls += sum(good for good, _, _ in results)
        return (sum(good for good, _, _ in results), sum(bad for _, bad, _ in results),
                sorted(t for _, _, times in results for t in times), cpu_ms(self.node.pid) - before, seconds)

    def per_call(self, rate, calls, peer):
        runs = [self.place(self.pairs[:1], rate, calls) for _ in range(3)]
        self.figures.add(f"CPU per call at {rate}/s", statistics.median(cpu / max(1, good) for good, _, _, cpu, _ in runs),
                         "ms", 1.0, peer=peer)
        self.figures.add(f"failed calls at {rate}/s", sum(bad for _, bad, _, _, _ in runs), "calls", 0)
        times = sorted(t for run in runs for t in run[2])
        if times:
            self.figures.add(f"setup time p50 at {rate}/s", times[len(times) // 2], "ms")
            self.figures.add(f"setup time p99 at {rate}/s", times[len(times) * 99 // 100], "ms")

    def highest_rate(self):
        best = 0.0
        for rate in RATES:
            good, bad, _, _, seconds = self.place(self.pairs, rate, rate * 8)
            reached = good / max(0.1, seconds - HOLD_MS / 1000 - 0.8)
            if bad or good < int(rate * 8 * self.options.scale) - len(self.pairs) or reached < 0.9 * rate:
                break
            best = max(best, rate)
            time.sleep(2)
        self.figures.add("highest rate without a failed call", best, "calls/s", 800, True,
                         "Asterisk 447, FreeSWITCH 247, Yate 172")

    def media(self, calls, counted=True):
        pair = self.pairs[0]
        seconds = max(3, int(10 * self.options.scale))
        pair.start(50, calls, int((calls / 50 + seconds + 6) * 1000), rtp=7000, messages=True)
        time.sleep(calls / 50 + 2)
        caller, callee = pair.media_ports()
        load = subprocess.Popen([self.options.rtpload, pair.into, "7000", pair.out, "7002", self.node.HOST, str(seconds)],
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        load.stdin.write("".join(f"A {p}\n" for p in caller) + "".join(f"B {p}\n" for p in callee))
        load.stdin.close()
        load.stdout.readline()
        before = cpu_ms(self.node.pid)
        load.stdout.readline()
        used = cpu_ms(self.node.pid) - before
        result = json.loads(load.stdout.readline())
        load.wait()
        pair.wait()
        good, bad, _ = pair.result()
        self.calls += good
        if not counted:
            return
        self.figures.add(f"CPU per relayed packet, {calls} calls", 1000 * used / max(1, result["sent"]), "µs", 8,
                         peer="rtpengine 7.0, Asterisk 15-21, FreeSWITCH 25-29")
        self.figures.add(f"packets lost, {calls} calls", 100 * (1 - result["got"] / max(1, result["sent"])), "%", 0.1)
        self.figures.add(f"delay through the relay p50, {calls} calls", result["p50_us"] / 1000, "ms")
        self.figures.add(f"delay through the relay p99, {calls} calls", result["p99_us"] / 1000, "ms")
        if bad or len(caller) != calls or len(callee) != calls:
            print(f"  note: {bad} of {calls} calls failed, {len(caller)}/{len(callee)} ports seen", flush=True)

    def fifty_thousand(self):
        """These come first: by then the JVM has compiled what calls need, as the peers were before they started."""
        self.place(self.pairs, 50, 1000)  # a node just started would refuse some at once
        good, bad, _, used, _ = self.place(self.pairs, WARM_RATE, TOTAL_CALLS)
        self.figures.add(f"CPU per call of the first 50,000, at {WARM_RATE}/s", used / max(1, good), "ms")
        self.figures.add("failed calls of the first 50,000", bad, "calls")
        self.figures.add("memory after 50,000 calls", rss_mib(self.node.pid), "MiB")

    def records(self):
        time.sleep(5)
        status = self.node.api.get("/status")
        self.figures.add("records not yet in the index 5 s later", status["recordsBehind"], "records", 0)
        found = self.node.api.get("/cdrs", limit=1)["total"]
        self.figures.add("records found of calls placed", 100 * found / max(1, status["callsTotal"] - status["callsNow"]),
                         "%", 100, True)


def main():
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--node", required=True, help="folder of the node's distribution")
    parser.add_argument("--work", required=True, help="folder for logs, emptied first")
    parser.add_argument("--rtpload", required=True, help="the RTP generator")
    parser.add_argument("--out", required=True, help="JSON file written")
    parser.add_argument("--desk", default="", help="launcher of the desk; left out, it is not measured")
    parser.add_argument("--scale", type=float, default=float(os.environ.get("BENCH_SCALE", "1")),
                        help="less than 1: fewer calls, to try the script")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)
    bench = Bench(options)
    try:
        if options.desk:
            try:
                desk.measure(bench.figures, options.desk, options.work)
            except AssertionError as error:
                print(f"  note: {error}", flush=True)
        bench.run()
    finally:
        with open(options.out, "w", encoding="utf-8") as file:
            json.dump(bench.figures.rows, file, indent=1, ensure_ascii=False)
            file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
