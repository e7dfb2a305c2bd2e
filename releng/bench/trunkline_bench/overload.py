"""One node with several sets of JVM options in turn: refusals under overload beside what they cost; see bench-overload.sh."""
import argparse
import json
import os
import shutil
import statistics
import time

from trunkline_interop.node import Node

from . import limits
from .__main__ import PAIRS, WARM_RATE, Bench, Figures
from .load import Pair
from .pauses import Pauses
from .process import rss_mib

WARM_CALLS = 10_000
COUNTED_CALLS = 2500


class Trial(Bench):
    """A node with these options, from its start to its end; all figures of one trial."""

    def __init__(self, options, jvm, number):
        super().__init__(options)
        self.jvm = jvm
        self.folder = os.path.join(options.work, f"trial{number}")
        os.makedirs(self.folder)
        self.pauses = Pauses(self.folder)

    def run(self):
        self.node = Node(self.options.node, os.path.join(self.folder, "node"),
                         f"-Dtrunkline.rtp.ports=10000-59999 {self.pauses.option()} {self.jvm}").start()
        try:
            time.sleep(5)
            self.figures.add("memory, idle", rss_mib(self.node.pid), "MiB", 300)
            self.pairs = [Pair(self.node, self.folder, i) for i in range(PAIRS)]
            self.place(self.pairs, 50, 500)
            self.place(self.pairs, WARM_RATE, WARM_CALLS)
            runs = [self.place(self.pairs[:1], 500, COUNTED_CALLS) for _ in range(3)]
            self.figures.add("CPU per call at 500/s", statistics.median(run.per_call for run in runs), "ms")
            before = self.pauses.count()
            limits.overload(self, self.options.highest)
            self.figures.add("longest pause of the JVM meanwhile", self.pauses.longest(before)[0], "ms")
            self.figures.add("memory after overload", rss_mib(self.node.pid), "MiB")
            if self.options.live:
                limits.live_calls(self)
        finally:
            self.node.stop(40)
        return self.figures.rows


def main():
    parser = argparse.ArgumentParser(prog="bench-overload")
    parser.add_argument("--node", required=True, help="folder of the node's distribution")
    parser.add_argument("--work", required=True, help="folder for logs, emptied first")
    parser.add_argument("--out", required=True, help="JSON file written")
    parser.add_argument("--rounds", type=int, default=3, help="of all sets of options in turn")
    parser.add_argument("--highest", type=float, default=1750, help="calls a second that the node bears; three times as many come")
    parser.add_argument("--live", action="store_true", help="also measure the memory of 10,000 live calls")
    parser.add_argument("--scale", type=float, default=float(os.environ.get("BENCH_SCALE", "1")))
    parser.add_argument("--jvm", action="append", default=[], help="a set of JVM options, after the node's own; may come again")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)
    sets = ["", *options.jvm]
    found = {jvm: [] for jvm in sets}
    for trial in range(options.rounds * len(sets)):
        jvm = sets[trial % len(sets)]
        print(f"--- {jvm or 'as it is'}", flush=True)
        found[jvm].append(Trial(options, jvm, trial).run())
    table = Figures()
    print("--- medians", flush=True)
    for jvm in sets:
        for row in found[jvm][0]:
            values = [each["value"] for rows in found[jvm] for each in rows if each["name"] == row["name"]]
            table.add(f"{row['name']}, {jvm or 'as it is'}", statistics.median(values), row["unit"], row["target"],
                      peer=" ".join(f"{value:g}" for value in values))
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(table.rows, file, indent=1)
        file.write("\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
