"""Runs the tasks of the walk in order and writes report.json. Ends with 1 where a task failed or a target was missed."""
import argparse
import json
import os
import shutil
import sys
import time
import traceback

from . import tasks
from .screen import picture, wait_until, xdotool
from .world import World

ACTIONS = {"first call of a desk phone": 6, "who has this number": 2, "evidence to a customer": 3}
SECONDS = {"seconds to use, first start": 4.5, "seconds to use, next start": 3.5,
           "seconds to notice that the node is gone": 3, "seconds to notice that the node is back": 3}
FREEZE_MS = 100


def main():
    parser = argparse.ArgumentParser(prog="releng/walkthrough.sh")
    parser.add_argument("names", nargs="*", help="tasks whose names contain one of these, and the first call before them")
    parser.add_argument("--desk", required=True)
    parser.add_argument("--node", required=True)
    parser.add_argument("--plugin", default="")
    parser.add_argument("--out", required=True)
    given = parser.parse_args()
    shutil.rmtree(given.out, ignore_errors=True)
    os.makedirs(given.out)
    world = World(given.desk, given.node, given.plugin, given.out)
    walk = tasks.Walk(world)
    report = []
    chosen = [task for task in tasks.TASKS if not given.names or task is tasks.first_call
              or any(name in task.__name__ for name in given.names)]
    try:
        for task in chosen:
            report.append(run(task, walk, len(report) + 1, given.out))
            write(report, given.out)
    finally:
        world.close()
    freezes = [took for took, work in world.desk.freezes() if work is None or work > FREEZE_MS]
    missed = missed_targets(report, freezes)
    with open(os.path.join(given.out, "targets.json"), "w", encoding="utf-8") as file:
        json.dump({"missed": missed, "events over 100 ms": sorted(freezes, reverse=True)}, file, indent=1)
    done = sum(entry["ok"] for entry in report)
    for line in missed:
        print("missed:", line)
    print(f"{done} passed, {len(report) - done} failed")
    return 0 if done == len(report) and not missed else 1


def run(task, walk, number, out):
    name = task.__doc__.strip().splitlines()[0]
    walk.folder = os.path.join(out, f"{number:02d}-{task.__name__.replace('_', '-')}")
    os.makedirs(walk.folder)
    walk.parts, walk.told = {}, {}
    if walk.person is not None:
        walk.person = None
        person = walk.sit_down()
        wait_until("the notice is gone", lambda: not person.shows("Trunkline alert"), 30)  # some window managers give it the keyboard
    began = time.monotonic()
    reason = ""
    try:
        task(walk)
    except Exception as failure:  # a failed task must not end the walk: it is told
        reason = f"{type(failure).__name__}: {failure}"[:400]
        with open(os.path.join(walk.folder, "failure.txt"), "w", encoding="utf-8") as file:
            traceback.print_exc(file=file)
    entry = {"task": task.__name__, "what": name, "actions": walk.person.actions if walk.person else 0,
             "seconds": round(time.monotonic() - began, 1), "ok": not reason}
    entry.update({key: value for key, value in (("parts", walk.parts), ("figures", walk.told), ("reason", reason)) if value})
    picture(os.path.join(walk.folder, "end.png"))
    if reason:
        for _ in range(3):  # menus and dialogs that it left open
            xdotool("key", "Escape")
    print(f"{'ok    ' if entry['ok'] else 'failed'} {entry['actions']:3d} actions {entry['seconds']:6.1f} s  {name}"
          + (f"\n       {reason}" if reason else ""), flush=True)
    return entry


def write(report, out):
    with open(os.path.join(out, "report.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1, ensure_ascii=False)


def missed_targets(report, freezes):
    missed = []
    for entry in report:
        missed += [f"{name}: {taken} actions, target {ACTIONS[name]}" for name, taken in entry.get("parts", {}).items()
                   if taken > ACTIONS.get(name, taken)]
        missed += [f"{name}: {taken} s, target {SECONDS[name]} s" for name, taken in entry.get("figures", {}).items()
                   if taken > SECONDS.get(name, taken)]
    if freezes:
        missed.append(f"{len(freezes)} events held the desk for over {FREEZE_MS} ms, the longest for {max(freezes)} ms")
    return missed


if __name__ == "__main__":
    sys.exit(main())
