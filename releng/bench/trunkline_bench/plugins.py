"""What plug-ins cost, and what bad ones do; see bench-plugins.sh. Nothing here judges: a missed target is a figure."""
import argparse
import functools
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time

from trunkline_interop.archives import FAULT, Publisher
from trunkline_interop.node import Node

from .__main__ import Figures
from .admin import Admin, children, wait_for
from .load import Pair
from .process import cpu_ms, rss_mib

RATE = 500
HOLD_MS = 500
ROUNDS = 5
TICK_MS = 4  # of the kernel's clock, in which SIPp counts
LIVE = int(os.environ.get("BENCH_LIVE", "1000"))
UPDATE_RATE = int(os.environ.get("BENCH_RATE", "200"))
UPDATES = int(os.environ.get("BENCH_UPDATES", "100"))
PARTS = ("host", "outside", "inside", "consumers", "updates", "bad")
POLICY = "org.trunkline.bench.policy"
BAD = ("throws", "linkage", "hangs", "allocates", "threads", "exits", "nonsense", "loops")
# the last, as Java cannot stop what loops inside the node: it would take the processors from the rows that follow


class PluginBench:
    def __init__(self, options):
        self.options = options
        self.figures = Figures()
        self.publisher = Publisher(options.work, options.java_home)
        self.publisher.compile(options.node, options.sources)
        self.placed = 0
        self.live = 0  # calls that are held
        self.errors = []
        self.calls = lambda count: max(50, int(count * options.scale))

    def run(self):
        folder = os.path.join(self.options.work, "node")
        os.makedirs(folder, exist_ok=True)
        self.node = Node(self.options.node, folder, "-Dtrunkline.rtp.ports=10000-39999 -Dtrunkline.media.silence=86400").start()
        try:
            self.pairs = [Pair(self.node, os.path.join(self.options.work, "node"), i) for i in range(2)]
            self.place(self.node, self.pairs[0], 300, 20_000)  # by then the JVM has compiled what calls need
            self.errors = []  # of a JVM that is still cold
            self.admin = Admin(self.node)
            self.admin.change("POST", "/plugins/publishers", {"certificate": self.publisher.certificate, "inside": True})
            for part in self.options.parts or PARTS:
                getattr(self, "part_" + part)()
        finally:
            self.node.stop(40)
        return self.figures.rows

    @functools.cached_property
    def bare(self):
        """Without plug-ins: what the parts compare with."""
        return self.runs("without plug-ins")

    def place(self, node, pair, rate, calls, during=None):
        """@return CPU ms a call, setup times in ms, failed calls"""
        before = cpu_ms(node.pid)
        pair.start(rate, self.calls(calls), HOLD_MS)
        if during:
            during()
        pair.wait()
        good, bad, times = pair.result()
        self.placed += good + bad
        if bad:
            self.errors.append(pair.first_error())
        return (cpu_ms(node.pid) - before) / max(1, good), sorted(times), bad

    def why(self):
        """The first thing that a caller found wrong since it was asked last."""
        said, self.errors = next(iter(self.errors), ""), []
        return said

    def records(self):
        """Of the calls of the first pair, once all are searchable."""
        def kept():
            status = self.node.api.get("/status")
            return status["recordsBehind"] == 0 and status["callsNow"] <= self.live

        wait_for("all records searchable", kept, 60)
        time.sleep(2)
        return self.node.api.get("/cdrs", q=f'to:"{self.pairs[0].number}"', limit=1)["total"]

    def runs(self, what):
        """In rounds, so that one noisy moment does not count. @return median CPU ms a call, p99 of setup in ms"""
        rounds = [self.place(self.node, self.pairs[0], RATE, 5000) for _ in range(ROUNDS)]
        cpu = statistics.median(r[0] for r in rounds)
        p99 = statistics.median(r[1][len(r[1]) * 99 // 100] for r in rounds if r[1])
        self.figures.add(f"CPU per call at {RATE}/s, {what}", cpu, "ms")
        self.figures.add(f"setup p99 at {RATE}/s, {what}", p99, "ms")
        self.figures.add(f"failed calls at {RATE}/s, {what}", sum(r[2] for r in rounds), "calls", 0,
                         peer=self.why())
        return cpu, p99

    def policy(self, version, inside, **more):
        return self.publisher.archive(POLICY, version, "Policy", "RoutingPolicy", inside=inside, settings=FAULT, **more)

    def part_host(self):
        archive = self.policy("1.0.0", False)
        seconds = []
        for _ in range(5):
            began = time.monotonic()
            self.admin.send("POST", "/plugins", archive)
            wait_for("running", lambda: self.admin.plugin(POLICY)["state"] == "running")
            seconds.append(time.monotonic() - began)
            time.sleep(1)
            memory = max((rss_mib(pid) for pid in children(self.node.pid)), default=0)
            self.admin.ask("DELETE", f"/plugins/{POLICY}")
        self.figures.add("plug-in host: installed and running", statistics.median(seconds), "s", 1)
        self.figures.add("plug-in host: memory with a plug-in", memory, "MiB", 90)

    def part_outside(self):
        self.added(self.bare, "outside", False, 0.4)

    def part_inside(self):
        self.added(self.bare, "inside", True, 0.1)

    def added(self, bare, where, inside, target):
        self.admin.send("POST", "/plugins", self.policy("1.0.0", inside))
        assert self.admin.plugin(POLICY)["host"] == ("inside" if inside else "process")
        self.place(self.node, self.pairs[0], RATE, 10_000)
        hosts = children(self.node.pid)
        before, calls = sum(cpu_ms(pid) for pid in hosts), self.asked()
        cpu, p99 = self.runs("a routing policy " + where)
        theirs = sum(cpu_ms(pid) for pid in hosts) - before
        asked = max(1, self.asked() - calls)
        self.figures.add(f"a routing policy {where} adds, node and host", cpu - bare[0] + theirs / asked, "ms", target)
        self.figures.add(f"a routing policy {where} adds to setup p99", self.policy_p99(), "ms", 1,
                         peer=f"SIPp sees {p99 - bare[1]:.0f} ms, in steps of {TICK_MS} ms: the kernel's clock tick")
        self.admin.ask("DELETE", f"/plugins/{POLICY}")

    def policy_p99(self):
        """How long a call waited for the policy's advice, of the last 1,000 calls, as the node counts it."""
        interfaces = self.admin.plugin(POLICY)["cost"]["interfaces"]
        return max(i["p99Millis"] for i in interfaces if i["name"] == "RoutingPolicy")

    def asked(self):
        interfaces = self.admin.plugin(POLICY)["cost"]["interfaces"]
        return sum(i["calls"] for i in interfaces if i["name"] == "RoutingPolicy")

    def part_consumers(self):
        """All records kept so far, from the oldest."""
        for inside, target in ((True, 50_000), (False, 20_000)):
            plugin = "org.trunkline.bench.counter" + ("in" if inside else "out")
            self.admin.send("POST", "/plugins", self.publisher.archive(plugin, "1.0.0", "Counter", "RecordConsumer", inside=inside,
                                                                                permissions=["records.read", "personal"]))
            total = self.node.api.get("/status")["callsTotal"]
            found = []

            def counted():
                for top, _, names in os.walk(os.path.join(self.node.data, "plugins")):
                    if "count" in names and plugin in top:
                        with open(os.path.join(top, "count"), encoding="ascii") as file:
                            found[:] = [int(word) for word in file.read().split()] or found
                return found and found[0] >= total * 0.98

            wait_for("all records counted", counted, 120)
            if found[1]:  # else all of them came in one batch
                self.figures.add(f"records a second to a consumer {'inside' if inside else 'outside'}",
                                 found[1] / (found[2] / 1e9), "records/s", target, True, f"{found[1]} records")
            self.admin.ask("DELETE", f"/plugins/{plugin}")

    def part_updates(self):
        for inside in (False, True):
            self.updates(inside)

    def updates(self, inside):
        """A routing plug-in updated again and again under calls that live and calls that come."""
        where = "inside" if inside else "outside"
        archives = [self.policy(f"1.0.{i}", inside) for i in range(UPDATES + 1)]
        self.admin.send("POST", "/plugins", archives[0])
        held = self.pairs[1]
        self.live = self.node.api.get("/status")["callsNow"] + LIVE
        held.start(100, LIVE, int((UPDATES * 4 + 120) * 1000), rtp=7000)
        wait_for("live calls", lambda: self.node.api.get("/status")["callsNow"] >= self.live, 60)
        records, placed = self.records(), self.placed
        quiet = self.place(self.node, self.pairs[0], UPDATE_RATE, 2000)
        before, classes = self.threads(), self.metaspace()

        def update():
            for archive in archives[1:]:
                self.admin.send("PUT", f"/plugins/{POLICY}", archive)

        took = []

        def timed():
            began = time.monotonic()
            update()
            took.append(time.monotonic() - began)

        self.errors = []
        worker = threading.Thread(target=timed)
        worker.start()
        failed, times = quiet[2], []
        while worker.is_alive():
            _, some, bad = self.place(self.node, self.pairs[0], UPDATE_RATE, 2000)
            failed, times = failed + bad, times + some
        times.sort()
        after, kept = self.threads(), self.metaspace()
        lost = self.placed - placed - (self.records() - records)
        ended = self.live - self.node.api.get("/status")["callsNow"]
        if not took:
            raise AssertionError(f"the updates {where} ended early; see above")
        self.figures.add(f"{UPDATES} updates {where}: seconds each", took[0] / UPDATES, "s")
        self.figures.add(f"{UPDATES} updates {where} under {LIVE} calls: failed of {len(times)} new ones", failed, "calls", 0,
                         peer=self.why())
        self.figures.add(f"{UPDATES} updates {where}: live calls ended", ended, "calls", 0)
        self.figures.add(f"{UPDATES} updates {where}: records lost", lost, "records", 0)
        self.figures.add(f"{UPDATES} updates {where}: setup p99 more", times[len(times) * 99 // 100] - quiet[1][len(quiet[1]) * 99 // 100],
                         "ms", 50)
        self.figures.add(f"{UPDATES} updates {where}: threads more", after - before, "threads", 20)
        self.figures.add(f"{UPDATES} updates {where}: metaspace more", kept - classes, "MiB", 5)
        held.end()
        self.admin.ask("DELETE", f"/plugins/{POLICY}")

    def metaspace(self):
        """In use after a collection."""
        def tool(name, *arguments):
            return subprocess.run([os.path.join(self.options.java_home, "bin", name), *arguments], check=True, text=True,
                                  stdout=subprocess.PIPE).stdout

        tool("jcmd", str(self.node.pid), "GC.run")
        names, values = tool("jstat", "-gc", str(self.node.pid)).splitlines()[:2]
        return float(values.split()[names.split().index("MU")]) / 1024

    def threads(self):
        with open(f"/proc/{self.node.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Threads:"))

    def part_bad(self):
        """Outside all of them; inside those that a guard can stop."""
        quiet = self.place(self.node, self.pairs[0], UPDATE_RATE, 2000)
        calm = quiet[1][len(quiet[1]) * 99 // 100]
        for inside in (False, True):
            for fault in BAD:
                if inside and fault in ("exits", "threads", "allocates"):
                    continue  # the first is refused by its code; the guide says that nobody is kept from the others
                self.bad(fault, inside, calm)

    def bad(self, fault, inside, calm):
        self.admin.send("POST", "/plugins", self.policy("1.0.0", inside))
        self.admin.change("PATCH", f"/plugins/{POLICY}", {"settings": {"fault": fault}})
        stopped = []

        def watch():
            began = time.monotonic()
            while time.monotonic() - began < 30 and not stopped:
                now = self.admin.plugin(POLICY)
                if now["state"] != "running" or now["reason"] or now["restarts"]:
                    stopped.append((time.monotonic() - began, now))
                time.sleep(0.05)

        _, times, failed = self.place(self.node, self.pairs[0], UPDATE_RATE, 4000, watch)
        where = "inside" if inside else "outside"
        took, now = stopped[0] if stopped else (30, {"reason": "never"})
        reason = now["reason"]["message"] if isinstance(now["reason"], dict) else now["reason"]
        self.figures.add(f"bad plug-in {where}, {fault}: stopped after", took, "s", 2, peer=str(reason)[:90])
        self.figures.add(f"bad plug-in {where}, {fault}: failed calls", failed, "calls", 0,
                         peer=self.why())
        self.figures.add(f"bad plug-in {where}, {fault}: setup p99 of calls", times[len(times) * 99 // 100], "ms",
                         round(calm * 1.1 + TICK_MS, 1))
        self.admin.ask("DELETE", f"/plugins/{POLICY}")


def main():
    parser = argparse.ArgumentParser(prog="bench-plugins")
    parser.add_argument("--node", required=True, help="folder of the node's distribution")
    parser.add_argument("--sources", required=True, help="folder of the plug-ins' sources")
    parser.add_argument("--work", required=True, help="folder for logs, emptied first")
    parser.add_argument("--java-home", required=True)
    parser.add_argument("--out", required=True, help="JSON file written")
    parser.add_argument("parts", nargs="*", help="of " + ", ".join(PARTS) + "; all where none is named")
    parser.add_argument("--scale", type=float, default=float(os.environ.get("BENCH_SCALE", "1")))
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; there are " + ", ".join(PARTS))
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)
    bench = PluginBench(options)
    try:
        bench.run()
    finally:
        with open(options.out, "w", encoding="utf-8") as file:
            json.dump(bench.figures.rows, file, indent=1, ensure_ascii=False)
            file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
