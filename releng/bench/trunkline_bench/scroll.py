"""The figures of a scrolled table, from what its test printed; see bench-scroll.sh."""
import argparse
import json
import re

from .__main__ import Figures

PRINTED = re.compile(r"scroll of ([\d,]+) calls: ([\d,]+) events, (\d+) over (\d+) ms, the longest (\d+) ms, (\d+) of them by work, "
                     r"at most (\d+) ms; (\d+) paints, p95 of a paint ([\d.]+) ms of CPU")


def main():
    parser = argparse.ArgumentParser(prog="bench-scroll")
    parser.add_argument("--log", required=True, help="what the build printed")
    parser.add_argument("--out", required=True, help="JSON file written")
    options = parser.parse_args()
    with open(options.log, encoding="utf-8", errors="replace") as log:
        found = PRINTED.search(log.read())
    if not found:
        return 1
    calls, events, over, bound, longest, working, most, paints, paint = (float(each.replace(",", "")) for each in found.groups())
    figures = Figures()
    figures.add(f"a paint of {calls:,.0f} calls, p95", paint, "ms of CPU", 12)
    figures.add("paints", paints, "")
    figures.add(f"events of {events:,.0f} over {bound:g} ms by work", working, "", 0)
    figures.add("most work of an event", most, "ms")
    figures.add(f"events over {bound:g} ms", over, "")
    figures.add("longest event", longest, "ms")
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(figures.rows, file, indent=1)
        file.write("\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
