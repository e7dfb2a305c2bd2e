"""kill -9 under load, again and again: what was acknowledged is there, once."""
import datetime
import glob
import json
import os
import random
import re
import subprocess
import tempfile
import threading
import time
import urllib.request

from .api import Refused
from .node import Node, free_sip_port
from .sipp import Scenario, Sipp, wait_until
from .stage import PASSWORD, take_stray_answers
from .trace import header, messages

RATE = 50
LEAST = 10
NUMBER = "+46855123456"
# A record is in the file a few milliseconds after the last answer to a BYE, however long the disk takes to force it; later
# only where the machine has no time for the process, as little as for this one: see Pulse. The journal keeps order, so all
# that happened this much before the end of the last record must be there; what is younger may be missing, and is counted
# and told.
GRACE = 0.3
SLOWEST = 3
STARTS_IN = 6
"""Seconds at most, where the machine has time. Where it has little, records wait as much longer as starts do."""
# It starts twenty times and never lives for long: compiling it as if it did is half the work of a start.
# Whether its classes are sound the other nodes find out.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"


class Pulse(threading.Thread):
    """Wakes up a hundred times a second, and notes how much too late it ever was."""

    def __init__(self):
        super().__init__(daemon=True)
        self.late = 0.0
        self.on = True
        self.start()

    def run(self):
        while self.on:
            due = time.monotonic() + 0.01
            time.sleep(0.01)
            self.late = max(self.late, time.monotonic() - due)

    def stop(self):
        self.on = False
        self.join()
        return self.late


class Events(threading.Thread):
    """Collects the ids of records that the node told of."""

    def __init__(self, node):
        super().__init__(daemon=True)
        request = urllib.request.Request(node.base + "/api/v1/events?topics=cdrs")
        request.add_header("Authorization", "Bearer " + node.api.token)
        self.stream = urllib.request.urlopen(request, timeout=300)
        self.ids = []
        self.start()

    def run(self):
        try:
            for line in self.stream:
                if line.startswith(b"data: "):
                    self.ids += [row["id"] for row in json.loads(line[6:])["items"]]
        except (OSError, ValueError):
            pass  # the node is gone, perhaps in the middle of a line


def success_of(method, message):
    return "\nSIP/2.0 200" in message and header(message, "CSeq").endswith(method)


def caller_of(message):
    """The caller has another name in each call, by which both sides of the node know it."""
    found = re.search(r"sip:(c\d+)@", header(message, "From"))
    return found.group(1) if found else ""


class Round:
    """One life of the node: calls, death, and what it must have kept."""

    def __init__(self, node, folder, number, seconds):
        load = {"calls": 100_000, "rate": RATE, "more": ["-default_behaviors", "all"]}  # who is refused gives up at once
        self.answering = Sipp(folder, Scenario(f"uas{number}").receive("INVITE").ring().answer().take_bye(), *node.phone,
                              **load)
        scenario = Scenario(f"uac{number}").invite("c[call_number]", NUMBER).expect(180).expect(200).ack()
        scenario = scenario.pause(200).bye()
        events = Events(node)
        pulse = Pulse()
        self.calling = Sipp(folder, scenario, *node.carrier, target=f"{node.HOST}:{node.sip_port}", **load)
        time.sleep(seconds)
        wait_until("the first records", lambda: len(events.ids) >= LEAST, 120)
        node.kill()
        self.killed_at = time.time()
        self.grace = GRACE + 3 * pulse.stop()
        self.calling.stop()
        self.answering.stop()
        events.join(30)
        self.told = events.ids
        self._look_at_both_sides()

    def _look_at_both_sides(self):
        """Call-ID of the caller's side → when the call stood, and when both sides knew it had ended."""
        self.answered, ended_here, ended_there = {}, {}, {}
        callers = {}
        for at, sent, message in messages(self.calling):
            call = header(message, "Call-ID")
            if not sent and success_of("INVITE", message):
                self.answered.setdefault(call, at)
            elif not sent and success_of("BYE", message):
                ended_here.setdefault(call, at)
                callers[caller_of(message)] = call
        for at, sent, message in messages(self.answering):
            if sent and success_of("BYE", message) and caller_of(message) in callers:
                ended_there.setdefault(callers[caller_of(message)], at)
        self.ended = {call: max(at, ended_there[call]) for call, at in ended_here.items() if call in ended_there}
        self.ending = set(ended_here) - set(self.ended)


def kill_under_load(dist, folder, kills):
    seed = int(os.environ.get("INTEROP_SEED", random.randrange(10**6)))
    os.makedirs(folder, exist_ok=True)
    # on a real disk, as in life: a disk that is busy forcing must not keep the next record out of the file
    with tempfile.TemporaryDirectory(prefix="data-", dir=folder) as data:
        node = Node(dist, folder, JAVA_OPTIONS, data=data)
        try:
            node.start()
            prepare(node, folder)
            return kill_again_and_again(node, folder, kills, seed)
        finally:
            if node.process.poll() is None:
                node.kill()


def kill_under_load_elsewhere(dist, folder, kills):
    """The same from an empty folder on, so that not all deaths are one after the other."""
    return kill_under_load(dist, folder, kills)


def kill_again_and_again(node, folder, kills, seed):
    chance = random.Random(seed)
    ended = late = late_missing = interrupted = 0
    restarts = []
    owed = {}
    for number in range(kills):
        life = Round(node, folder, number, chance.uniform(1.2, 2.4))
        node.start()
        restarts.append(node.start_seconds)
        wait_until("the index caught up", lambda: caught_up(node.api, len(life.told)), 180)
        records = {}
        for record in node.api.records():
            call = record["legs"][0]["sipCallId"]
            assert call not in records, f"kill {number}, seed {seed}: two records of call {call}"
            records[call] = record
        ids = {r["id"] for r in records.values()}
        gone = [i for i in life.told if i not in ids]
        assert not gone, f"kill {number}, seed {seed}: {len(gone)} records told of are gone, {gone[:3]}"
        acknowledged = max(moment(r["endedAt"]) for r in records.values() if r["cause"] == "normal")
        last = max(life.ended.values(), default=0)
        slowest = SLOWEST * max(1.0, node.start_seconds / STARTS_IN)
        assert acknowledged > last - slowest - life.grace, f"kill {number}: nothing kept of the last {last - acknowledged:.1f} s"
        for call, at in life.ended.items():
            if at < acknowledged - life.grace:
                assert call in records, f"kill {number}, seed {seed}: call {call} ended {life.killed_at - at:.3f} s before"
                owed[call] = records[call]["id"]
            else:
                late += 1
                late_missing += call not in records
        for call, at in life.answered.items():
            if call not in life.ended and call not in life.ending and at < acknowledged - life.grace:
                assert call in records, f"kill {number}, seed {seed}: call {call} was up {life.killed_at - at:.3f} s before"
                assert records[call]["cause"] in ("interrupted", "normal"), records[call]
        interrupted += sum(records[call]["cause"] == "interrupted" for call in life.answered if call in records)
        ended += len(life.ended)
    assert ended >= kills * LEAST, f"only {ended} calls ended; see {folder}"
    assert interrupted, "no call was interrupted: the kills came at quiet moments"
    for call, record in list(owed.items())[::7]:
        assert node.api.get(f"/cdrs/{record}")["legs"][0]["sipCallId"] == call
    node.stop()
    rows = in_store(node)
    assert rows == sorted(set(rows)), "a record is in the store twice"
    missing = set(owed.values()) - set(rows)
    assert not missing, f"{len(missing)} records are not in the store"
    return (f"{kills} kills on {filesystem(folder)}, {ended} ended calls, {interrupted} closed as interrupted; of {late} that ended just before "
            f"{late_missing} were not written yet; restart {max(restarts):.1f} s at most; seed {seed}")


def filesystem(folder):
    return subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False).stdout.strip()


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def caught_up(api, least):
    """At least so many records, all of them findable. The node takes calls before its journal and index are open: until then it knows of no records at all."""
    try:
        status = api.get("/status")
        written = status["recordsWritten"]
        return written >= least and status["recordsBehind"] == 0 and api.get("/cdrs", limit=1)["total"] == written
    except Refused:
        return False


def prepare(node, folder):
    """A carrier calls a phone that registers once: its binding must outlive the crashes too."""
    node.carrier = "127.0.3.1", free_sip_port("127.0.3.1")
    node.phone = "127.0.3.2", free_sip_port("127.0.3.2")
    node.api.post("/trunks", {"name": "carrier", "host": node.carrier[0], "port": node.carrier[1], "region": "SE",
                              "optionsSeconds": 0})
    node.api.post("/subscribers", {"username": "phone", "password": PASSWORD})
    node.api.post("/numbers", {"number": NUMBER, "subscriber": "phone"})
    registered = Sipp(folder, Scenario("register").register("phone", PASSWORD, expires=3600), *node.phone,
                      target=f"{node.HOST}:{node.sip_port}").done()
    take_stray_answers(registered, *node.phone)
    wait_until("the binding in the store", lambda: stored(node, ":".join(map(str, node.phone))))  # it is written behind


def stored(node, text):
    """Whether the database's file has it."""
    with open(glob.glob(os.path.join(node.data, "store", "*.mv.db"))[0], "rb") as file:
        return text.encode() in file.read()


def in_store(node):
    """Ids in the database, read without the node, by H2's own tool."""
    h2 = glob.glob(os.path.join(node.dist, "bundle", "com.h2database_*.jar"))[0]
    java = os.path.join(os.environ["TRUNKLINE_JAVA_HOME"], "bin", "java")
    database = glob.glob(os.path.join(node.data, "store", "*.mv.db"))[0][:-len(".mv.db")]
    output = subprocess.run([java, "-cp", h2, "org.h2.tools.Shell", "-url", f"jdbc:h2:file:{database};IFEXISTS=TRUE;"
                             "ACCESS_MODE_DATA=r", "-user", "sa", "-password", "", "-sql", "SELECT id FROM call_record"],
                            capture_output=True, text=True, timeout=300, check=False)
    ids = re.findall(r"(?m)^([0-9A-HJKMNP-TV-Z]{20})\s*$", output.stdout)
    assert ids, f"no records in {database}: {output.stdout[-300:]} {output.stderr[-300:]}"
    return sorted(ids)
