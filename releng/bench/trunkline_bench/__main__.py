"""Measures, prints a table, writes JSON; see bench.sh. Nothing here judges: a missed target is a figure, not a failure."""
import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

from trunkline_interop.node import Node

from . import desk, limits, peer, streams
from .load import Pair
from .pauses import Pauses
from .peer import Kamailio
from .process import cpu_ms, rss_mib

HOLD_MS = 500
RATES = (400, 600, 800, 1000, 1250, 1500, 1750, 2000)
PAIRS = 4  # one SIPp tops out near 1,000 calls a second
ROUNDS = 5  # of the node and its peer in turn
TOTAL_CALLS = 50_000
WARM_RATE = 300
SET_UP_RATE = 100  # of calls that carry media
WARM_SECONDS = 12  # of packets that are not counted with the others
ASTERISK = "Asterisk 447, FreeSWITCH 247, Yate 172"


class Run(NamedTuple):
    """@param times setup times in ms, sorted @param cpu of the switch in ms"""

    good: int
    bad: int
    times: list
    cpu: float
    seconds: float

    @property
    def per_call(self):
        return self.cpu / max(1, self.good)


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
    ROUNDS = ROUNDS

    def __init__(self, options):
        self.options = options
        self.pauses = Pauses(options.work)
        self.figures = Figures()
        self.calls = 0

    def run(self):
        self.starts()
        # ports that others hold must not be missing from 10,000 calls
        self.node = Node(self.options.node, os.path.join(self.options.work, "node"),
                         f"-Dtrunkline.rtp.ports=10000-59999 -Dtrunkline.tls.port=0 {self.pauses.option()}").start()
        self.peer = Kamailio(self.options.work).start() if peer.installed() else None
        try:
            time.sleep(5)
            self.figures.add("memory, idle", rss_mib(self.node.pid), "MiB", 300,
                             peer=f"Kamailio + rtpengine {self.peer.rss_mib():.0f}" if self.peer else "")
            self.pairs = [Pair(self.node, self.options.work, i) for i in range(PAIRS)]
            self.first_calls()
            self.per_call(100, 2000)
            self.per_call(500, 5000)
            streams.calls(self)
            self.findable()
            self.first_packets(400)
            for calls in (100, 400, 1200):
                self.relay(calls)
            self.delay(200)
            highest = self.highest_rate()
            limits.many_calls(self)
            limits.overload(self, highest)
            limits.live_calls(self)  # what it leaves in the old generation makes collections longer until a full one
            streams.registers(self)
            limits.registers(self)
            limits.changes(self)
            self.records()
        finally:
            self.node.stop(40)
            if self.peer:
                self.peer.stop()
        return self.figures.rows

    def node_tls(self):
        """@return the node's port of SIP over TLS; None while it speaks none"""
        return next((int(each.rsplit(":", 1)[1]) for each in self.node.api.get("/status")["listeners"] if each.startswith("tls ")),
                    None)

    def starts(self):
        seconds = []
        node = Node(self.options.node, os.path.join(self.options.work, "start"))
        for _ in range(3):
            seconds.append(node.start().start_seconds)
            node.stop()
        self.figures.add("node start to ready, new data folder", seconds[0], "s", 5)
        self.figures.add("node start to ready", statistics.median(seconds[1:]), "s", 5)

    def place(self, loads, rate, calls, cpu=None):
        """@return a run of that many calls, shared among the loads"""
        cpu = cpu or (lambda: cpu_ms(self.node.pid))
        calls = max(len(loads), int(calls * self.options.scale))
        before, began = cpu(), time.monotonic()
        for load in loads:
            load.start(rate / len(loads), calls // len(loads), HOLD_MS)
        for load in loads:
            load.wait()
        seconds = time.monotonic() - began
        results = [load.result() for load in loads]
        run = Run(sum(good for good, _, _ in results), sum(bad for _, bad, _ in results),
                  sorted(t for _, _, times in results for t in times), cpu() - before, seconds)
        if loads[0] in self.pairs:
            self.calls += run.good
        return run

    def per_call(self, rate, calls):
        """The node and its peer in turn, so that both meet the same noise."""
        peers = {"no media": self.peer.load(self.options.work, 0), "media": self.peer.load(self.options.work, 1, True)} \
            if self.peer else {}
        ours, theirs = [], {name: [] for name in peers}
        for _ in range(ROUNDS):
            ours.append(self.place(self.pairs[:1], rate, calls))
            for name, load in peers.items():
                theirs[name].append(self.place([load], rate, calls, self.peer.cpu_ms))
        beside = ", ".join(f"Kamailio {name} {statistics.median(run.per_call for run in runs):.2f}"
                           for name, runs in theirs.items())
        self.figures.add(f"CPU per call at {rate}/s", statistics.median(run.per_call for run in ours), "ms",
                         0.5 if rate == 500 else 1.0, peer=beside)
        self.figures.add(f"failed calls at {rate}/s", sum(run.bad for run in ours), "calls", 0,
                         peer=", ".join(f"Kamailio {name} {sum(run.bad for run in runs)}" for name, runs in theirs.items()))
        times = sorted(t for run in ours for t in run.times)
        if times:
            self.figures.add(f"setup time p50 at {rate}/s", times[len(times) // 2], "ms")
            self.figures.add(f"setup time p99 at {rate}/s", times[len(times) * 99 // 100], "ms", 20 if rate == 500 else None)

    def highest_rate(self):
        """A rate counts where no call failed in one of two rounds: on shared cores a generator stumbles now and then."""
        best = 0.0
        for rate in RATES:
            if not (self.bears(rate) or self.bears(rate)):
                break
            best = rate
        self.figures.add("highest rate without a failed call", best, "calls/s", 1500, True, ASTERISK)
        return best

    def bears(self, rate):
        run = self.place(self.pairs, rate, rate * 8)
        placed = sum(pair.rate(HOLD_MS) for pair in self.pairs)
        time.sleep(2)
        whole = not run.bad and run.good >= int(rate * 8 * self.options.scale) - len(self.pairs)
        if not whole or placed < 0.9 * rate:
            print(f"  note: {rate}/s: {run.bad} calls failed, {run.good} were answered, {placed:.0f} placed a second", flush=True)
        return whole and placed >= 0.9 * rate

    def first_packets(self, calls):
        """The same for packets, by a number that does not shrink with the scale: 100 calls would take half a minute."""
        cost, result = self.media(self.pairs[0], calls, self.ours, WARM_SECONDS)
        self.figures.add(f"CPU per relayed packet of the first {result['sent']:,}", cost, "µs")

    def media(self, load, calls, cpu, seconds=None):
        """@return CPU per packet in microseconds, and what the generator says"""
        seconds = seconds or max(3, int(10 * self.options.scale))
        load.start(SET_UP_RATE, calls, int((calls / SET_UP_RATE + seconds + 6) * 1000), rtp=7000, messages=True)
        time.sleep(calls / SET_UP_RATE + 2)
        caller, callee = load.media_ports()
        packets = self.generator(load.into, load.out, self.node.HOST, seconds, caller, callee)
        before = cpu()
        packets.stdout.readline()
        used = cpu() - before
        result = json.loads(packets.stdout.readline())
        packets.wait()
        load.wait()
        good, bad, _ = load.result()
        if load in self.pairs:
            self.calls += good
        if bad or len(caller) != calls or len(callee) != calls:
            print(f"  note: {bad} of {calls} calls failed, {len(caller)}/{len(callee)} ports seen", flush=True)
        return 1000 * used / max(1, result["sent"]), result

    def ours(self):
        return cpu_ms(self.node.pid)

    def generator(self, caller, callee, relay, seconds, caller_ports, callee_ports):
        """@return it, as it begins to count"""
        packets = subprocess.Popen([self.options.rtpload, caller, "7000", callee, "7002", relay, str(seconds)],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        packets.stdin.write("".join(f"A {p}\n" for p in caller_ports) + "".join(f"B {p}\n" for p in callee_ports))
        packets.stdin.close()
        packets.stdout.readline()
        return packets

    def no_relay(self, calls):
        """@return what the generator says where its two sides send to each other"""
        here = self.pairs[0].into
        packets = self.generator(here, here, here, max(3, int(10 * self.options.scale)), [7002] * calls, [7000] * calls)
        packets.stdout.readline()
        result = json.loads(packets.stdout.readline())
        packets.wait()
        return result

    def relay(self, calls):
        beside = ""
        if self.peer:
            cost, result = self.media(self.peer.load(self.options.work, 2, True), calls, self.peer.cpu_ms)
            beside = f"rtpengine {cost:.1f}, lost {100 * (1 - result['got'] / max(1, result['sent'])):.2f}%"
        self.media(self.pairs[0], calls, self.ours)  # the first run of a size is not counted
        cost, result = self.media(self.pairs[0], calls, self.ours)
        self.figures.add(f"CPU per relayed packet, {calls} calls", cost, "µs", 8 if calls < 400 else 6, peer=beside)
        self.figures.add(f"packets lost, {calls} calls", 100 * (1 - result["got"] / max(1, result["sent"])), "%", 0.1)

    def delay(self, calls):
        beside = {"p50_us": "", "p99_us": ""}
        if self.peer:
            _, result = self.media(self.peer.load(self.options.work, 3, True), calls, self.peer.cpu_ms)
            beside = {name: f"rtpengine {result[name] / 1000:.2f}" for name in beside}
        _, result = self.media(self.pairs[0], calls, self.ours)
        alone = self.no_relay(calls)
        for name in beside:
            self.figures.add(f"delay with no relay between {name[:3]}, {calls} calls", alone[name] / 1000, "ms")
        for name, target in (("p50_us", 0.15), ("p99_us", 0.3)):
            self.figures.add(f"delay through the relay {name[:3]}, {calls} calls", result[name] / 1000, "ms", target,
                             peer=beside[name])

    def findable(self):
        """From the end of a call, by the record's own clock, to the moment a search has it."""
        self.pairs[0].start(20, int(200 * self.options.scale), HOLD_MS)
        seen, waits = set(), []
        while self.pairs[0].uac.poll() is None:
            rows = self.node.api.get("/cdrs", limit=60)["items"]
            now = time.time()
            for row in rows:
                if row["id"] not in seen:
                    seen.add(row["id"])
                    ended = datetime.datetime.fromisoformat(row["endedAt"].replace("Z", "+00:00")).timestamp()
                    if ended > now - 5:
                        waits.append((now - ended) * 1000)
            time.sleep(0.03)
        self.pairs[0].wait()
        self.calls += self.pairs[0].result()[0]
        waits.sort()
        if waits:
            self.figures.add("call ended to findable p50, at 20 calls/s", waits[len(waits) // 2], "ms")
            self.figures.add("call ended to findable p99, at 20 calls/s", waits[len(waits) * 99 // 100], "ms", 1000)

    def first_calls(self):
        """These come first: by then the JVM has compiled what calls need, as the peers were before they started."""
        self.place(self.pairs, 50, 1000)  # a node just started would refuse some at once
        before = self.pauses.count()
        run = self.place(self.pairs, WARM_RATE, TOTAL_CALLS)
        calls = f"{int(TOTAL_CALLS * self.options.scale):,}"
        self.figures.add(f"CPU per call of the first {calls}, at {WARM_RATE}/s", run.per_call, "ms")
        self.figures.add(f"failed calls of the first {calls}", run.bad, "calls", 0)
        longest, why = self.pauses.longest(before)
        self.figures.add("longest pause of the JVM meanwhile", longest, "ms", peer=why)
        self.figures.add("longest setup meanwhile", run.times[-1] if run.times else 0, "ms")
        self.figures.add(f"memory after {calls} calls", rss_mib(self.node.pid), "MiB")

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
