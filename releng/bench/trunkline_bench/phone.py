"""The desk's phone, without its window, with a sound server; and what a thousand phones over WebSocket cost the node. See bench-phone.sh."""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import time

from trunkline_interop.browser import HEARD
from trunkline_interop.desk_phone import CHUNK_MS, RATE, DeskPhone, Lab, between_desks, on_a_bad_network
from trunkline_interop.flows import closing
from trunkline_interop.linphone import Linphone
from trunkline_interop.webphone import WebPhone as WebPage
from trunkline_interop.websocket import WebPhone

from .__main__ import Figures
from .process import cpu_ms, rss_mib

SECONDS = 20
ANSWERS = 5
PHONES = 1000


def shares(pids, seconds=SECONDS):
    """@return per cent of one core that each process takes"""
    before = [cpu_ms(pid) for pid in pids]
    time.sleep(seconds)
    return [(cpu_ms(pid) - used) / (10 * seconds) for pid, used in zip(pids, before)]


def measure(figures, name, phone, target, seconds=SECONDS):
    """The phone and the process of its sound, together."""
    of = shares((phone.process.pid, phone.child()), seconds)
    figures.add(name, sum(of), "% of a core", target, peer=f"of it the sound process {of[1]:.1f}")


def tree(pid):
    """@return a process and all that it started"""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [each for child in children for each in tree(int(child))]


def peer(figures, name, process):
    figures.add(name, sum(shares(tree(process.pid))), "% of a core")


def peers(lab, figures):
    """The same call in G.711 at phones of others, each with its echo filter, at the same sound server."""
    if shutil.which("linphonec"):
        with closing(Linphone(lab.stage, lab.stage.user(), sound=lab.pulse.env), lab.plain()) as (linphone, other):
            linphone.registered()
            linphone.does(f"call sip:{other.user}@{lab.stage.target}")
            other.takes()
            lab.pulse.speak()
            lab.heard("headset", HEARD)
            peer(figures, "peer: Linphone, its echo filter alone", linphone.process)
            linphone.does("terminate")
            other.next("^BYE ")
    if shutil.which("chromium"):
        with closing(WebPage(lab.stage, lab.stage.user(), None, sound=lab.pulse.env), lab.plain()) as (page, other):
            page.open()
            page.sign_in()
            page.shows("dial-audio")
            page.fill(number=other.user)
            page.click("dial-audio")
            other.takes()
            lab.pulse.speak()
            lab.heard("headset", HEARD)
            peer(figures, "peer: the web phone in Chromium", page.process)


def first_sound(lab):
    """@return milliseconds from the answer of the called side to sound at the headset; pieces of 10 ms, so later by that at most"""
    with closing(lab.plain()) as (other,):
        lab.phone.does("call", other.user)
        invite = other.next("^INVITE ")
        time.sleep(1)  # what was heard of the call before is over
        recorder = lab.pulse.listens("headset", CHUNK_MS)
        try:
            size = 2 * RATE * CHUNK_MS // 1000
            for _ in range(50):
                recorder.stdout.read(size)
            answered = time.monotonic()
            other.reply(invite, "200 OK", other.description())
            other.talk(invite)
            heard = None
            while heard is None and time.monotonic() < answered + 5:
                if max(map(abs, memoryview(recorder.stdout.read(size)).cast("h"))) > 1000:
                    heard = time.monotonic()
        finally:
            recorder.kill()
            recorder.wait()
        assert heard, "nothing was heard in 5 s"
        other.next("^ACK ")
        line = lab.phone.line("TALKING")
        lab.phone.does("hangUp", line["id"])
        other.next("^BYE ")
        lab.phone.shows("no line", lambda it: not it["lines"])
    return 1000 * (heard - answered)


def desk(options, figures):
    with Lab(options.node, options.work, more="-Dtrunkline.http.phone=yes") as lab:
        phone = lab.phone
        phone.registered(lab.stage, lab.port)
        phone.shows("devices", lambda it: it["devices"])
        time.sleep(10)
        measure(figures, "CPU of an idle phone", phone, 0.3, 2 * SECONDS)
        with closing(lab.plain()) as (other,):
            line = lab.talks(other)["id"]
            lab.pulse.speak()
            lab.heard("headset", HEARD)
            measure(figures, "CPU of a call in G.711", phone, 2)
            phone.does("hangUp", line)
            other.next("^BYE ")
        phone.shows("no line", lambda it: not it["lines"])
        peers(lab, figures)
        took = [first_sound(lab) for _ in range(ANSWERS)]
        figures.add("answer to first sound, median of 5", statistics.median(took), "ms", 150, peer=f"longest {max(took):.0f}")
        with closing(DeskPhone(options.work, lab.pulse.env)) as (second,):
            user = second.registered(lab.stage, lab.port)
            second.shows("devices", lambda it: it["devices"])
            lab.pulse.speak()
            phone.does("call", user)
            second.does("answer", second.line("RINGING")["id"])
            second.does("mute", second.line("TALKING")["id"], "true")
            phone.shows("Opus", lambda it: it["lines"][0]["quality"]["codec"] == "opus")
            time.sleep(5)
            measure(figures, "CPU of a call in Opus", phone, 4)
            lab.pulse.speak()
            figures.add("mouth to ear between two desks, median", between_desks(lab.pulse), "ms", 120)
            phone.does("hangUp", phone.line("TALKING")["id"])
        phone.shows("no line", lambda it: not it["lines"])
        late, gap = on_a_bad_network(lab)
        figures.add("mouth to ear with 30 ms of jitter, median", late, "ms", 200)
        figures.add("longest gap in a tone with 10% of loss", gap, "ms", 20)


def websockets(options, figures):
    with Lab(options.node, os.path.join(options.work, "websockets"), sound=False) as lab:
        users = [lab.stage.user() for _ in range(PHONES)]
        some = [WebPhone(lab.stage, each, lab.port) for each in users[:100]]  # what the first one costs is not of each
        for each in some:
            each.register()
        before = settled(lab.node.pid)
        phones = [WebPhone(lab.stage, each, lab.port) for each in users[100:]]
        for each in phones:
            each.register()
        after = settled(lab.node.pid)
        figures.add("1,000 phones registered over WebSocket", (after - before) * PHONES / len(phones), "MiB", 60)
        for each in some + phones:
            each.close()


def settled(pid):
    """@return memory of a node once it has collected what is garbage, MiB"""
    os.system(f"{os.environ['TRUNKLINE_JAVA_HOME']}/bin/jcmd {pid} GC.run >/dev/null")
    time.sleep(2)
    return rss_mib(pid)


def main():
    parser = argparse.ArgumentParser(prog="bench-phone")
    parser.add_argument("--node", required=True, help="folder of the node's distribution")
    parser.add_argument("--work", required=True, help="folder for logs, emptied first")
    parser.add_argument("--out", required=True, help="JSON file written")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(os.path.join(options.work, "websockets"))
    figures = Figures()
    for part in (desk, websockets):
        part(options, figures)
        with open(options.out, "w", encoding="utf-8") as file:
            json.dump(figures.rows, file, indent=1)


if __name__ == "__main__":
    main()
