"""Two builds of the node in turn, so that both meet the same noise of the machine; see bench-before.sh."""
import argparse
import json
import os
import shutil
import statistics
import time

from trunkline_interop.node import Node

from .limits import LIVE_RATE, registrations
from .load import Pair
from .process import cpu_ms, rss_mib

ROUNDS = 6  # even, so that each begins as often
HOLD_MS = 500
WORSE = 1.03  # what a row of the new build may be, as a multiple of the former


class Build:
    """A running node of one build, with a carrier and a phone of its own."""

    def __init__(self, name, dist, work, index):
        self.name = name
        self.node = Node(dist, os.path.join(work, name), "-Dtrunkline.rtp.ports=10000-59999").start()
        time.sleep(5)
        self.idle = rss_mib(self.node.pid)
        self.pair = Pair(self.node, work, index)
        self.seen = {}

    def see(self, row, unit, value):
        self.seen.setdefault((row, unit), []).append(value)

    def calls(self, rate, count, seen=True):
        before = cpu_ms(self.node.pid)
        good, bad, times = self.pair.start(rate, count, HOLD_MS).wait().result()
        used = cpu_ms(self.node.pid) - before
        if not seen:
            return
        times.sort()
        self.see(f"CPU per call at {rate}/s", "ms", used / max(1, good))
        self.see(f"setup time p50 at {rate}/s", "ms", times[len(times) // 2])
        self.see(f"setup time p99 at {rate}/s", "ms", times[len(times) * 99 // 100])
        self.see(f"failed calls at {rate}/s", "calls", bad)

    def registers(self, count, seen=True):
        before = cpu_ms(self.node.pid)
        good = registrations(self.pair, "registers", 1000, count)[0]
        if seen:
            self.see("CPU per REGISTER with digest, warm", "ms", (cpu_ms(self.node.pid) - before) / max(1, good))
            self.see("registrations failed at 1,000/s", "registrations", count - good)

    def live(self, count):
        hold = int(count / LIVE_RATE * 1000) + 12_000
        self.pair.start(LIVE_RATE, count, hold)
        most, memory, end = 0, 0.0, time.monotonic() + hold / 1000
        while time.monotonic() < end and most < count * 0.999:
            time.sleep(0.5)
            most = max(most, self.node.api.get("/status")["callsNow"])
        memory = rss_mib(self.node.pid)
        self.pair.wait()
        self.see(f"memory with {count:,} live calls", "MiB", memory)
        self.see(f"live calls counted, of {count:,}", "calls", most)


def turns(builds, rounds):
    """Each begins every other round: who comes second took 14% more CPU per REGISTER and 4% more memory, whichever build it was."""
    for number in range(rounds):
        yield from builds if number % 2 == 0 else reversed(builds)


def main():
    parser = argparse.ArgumentParser()
    for name in ("before", "node", "work", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    builds = [Build("before", options.before, options.work, 0), Build("now", options.node, options.work, 1)]
    try:
        for build in builds:
            build.see("memory, idle", "MiB", build.idle)
            build.calls(300, int(12_000 * options.scale), seen=False)
            build.registers(int(8000 * options.scale), seen=False)
        for each in turns(builds, ROUNDS):
            each.calls(500, int(5000 * options.scale))
        for each in turns(builds, ROUNDS):
            each.registers(int(5000 * options.scale))
        for each in turns(builds, 2):
            each.live(int(10_000 * options.scale))
    finally:
        for build in builds:
            build.node.stop(40)
    rows = []
    for key, theirs in builds[0].seen.items():
        row, unit = key
        before, now = statistics.median(theirs), statistics.median(builds[1].seen[key])
        target = None if row.startswith("live") else before * WORSE
        rows.append({"name": row, "value": round(now, 4), "unit": unit, "target": target and round(target, 4),
                     "met": target is None or now <= target, "peer": f"before {before:.4g}"})
        print(f"{row:42} {now:10.4f} {unit:14} before {before:10.4f}  x{now / before if before else 1:.3f}", flush=True)
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=2)


if __name__ == "__main__":
    main()
