"""What a walk needs beside the person: the packaged desk, a packaged node, and phones and a carrier of SIPp and of our own."""
import os
import re
import signal
import struct
import subprocess
import threading
import time

from trunkline_bench.desk import CALM, calm, environment, java_of, visible
from trunkline_interop.api import Api
from trunkline_interop.families import SpeakingPhone
from trunkline_interop.node import free_port, free_sip_port, let_go
from trunkline_interop.stage import Stage

from .screen import wait_until

FREEZE = re.compile(r"did not respond for (\d+) ms, (\d+|\?) of them with CPU work")


class Desk:
    """The packaged desk with its own node. It has the host, port and api that a stage of SIPp wants of a node."""

    HOST = "127.0.0.1"

    def __init__(self, launcher, home):
        self.launcher = launcher
        self.home = home
        self.sip_port, self.http_port, self.ws_port = free_sip_port(), free_port(), free_port()
        let_go(self.sip_port)
        let_go(self.http_port)
        let_go(self.ws_port)
        self.process = None
        self.api = None

    def start(self, *more, ready=True, language="en"):
        """@param language None for that of the preferences @return seconds until a person can work with it"""
        mark = os.path.join(self.home, "node", "node.ready")
        if os.path.exists(mark):
            os.remove(mark)
        os.makedirs(self.home, exist_ok=True)
        # SIPp writes host and port alone into the uri of its credentials
        speaks = [f"-Duser.language={language}", "-Duser.country="] if language else []
        command = [self.launcher, *speaks, f"-Dtrunkline.sip.port={self.sip_port}",
                   f"-Dtrunkline.http.port={self.http_port}", f"-Dtrunkline.ws.port={self.ws_port}", "-Dtrunkline.digest.uri=any", f"-Duser.home={self.home}", *more]
        env = environment(self.home)
        env.pop("NO_AT_BRIDGE", None)
        began = time.monotonic()
        with open(os.path.join(self.home, "desk.log"), "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, start_new_session=True)
        wait_until("the window of the desk", lambda: visible(self.pid), 90)
        wait_until("a desk that a person can use", lambda: (not ready or os.path.exists(mark)) and calm(self.pid), 90)
        took = time.monotonic() - began - CALM
        if ready:
            with open(os.path.join(self.home, "node", "admin.token"), encoding="ascii") as token:
                self.api = Api(f"http://{self.HOST}:{self.http_port}", token.read().strip())
        return took

    @property
    def pid(self):
        return java_of(self.process.pid)

    def started_again(self, before, seconds=90):
        """Waits until the desk has started itself again. @param before its pid before"""
        mark = os.path.join(self.home, "node", "node.ready")
        wait_until("the end of the desk before", lambda: not os.path.exists(f"/proc/{before}"), seconds)
        wait_until("the window of the next desk", lambda: self.pid != before and visible(self.pid), seconds)
        wait_until("a desk that a person can use", lambda: os.path.exists(mark) and calm(self.pid), seconds)

    def ended(self, seconds=90):  # the first time it writes its class cache
        return wait_until("the end of the desk", lambda: self.process.poll() is not None, seconds)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def freezes(self):
        """What its own watch wrote of events over 100 ms: (ms, ms of them with a processor, or None)."""
        found = []
        folder = os.path.join(self.home, "node", "log")
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as log:
                found += [(int(took), None if work == "?" else int(work)) for took, work in FREEZE.findall(log.read())]
        return found


class Speaker(SpeakingPhone):
    """A phone that talks for a while and loses a part of what it sends."""

    def speak(self, sdp, seconds, lost_of=0):
        """@param lost_of one packet in so many is not sent, in bursts of two"""
        to = (re.search(r"(?m)^c=IN IP4 (\S+)", sdp).group(1).strip(), int(re.search(r"(?m)^m=audio (\d+)", sdp).group(1)))
        begin = time.monotonic()
        for n in range(int(seconds * 50)):
            if not lost_of or n % (2 * lost_of) > 1:
                self.rtp.sendto(struct.pack(">BBHII", 0x80, 8, n & 0xFFFF, n * 160, 0x5EED0000 + self.port) + b"\xd5" * 160, to)
            time.sleep(max(0, begin + (n + 1) * 0.02 - time.monotonic()))


class Carrier(Speaker):
    """The other end of a trunk: answers OPTIONS, takes each call, and talks until it is over."""

    TALKS = 30

    def __init__(self, stage):
        super().__init__(stage, "carrier")
        self.udp.settimeout(0.5)
        self.open = True
        self.serving = threading.Thread(target=self.serve, daemon=True)
        self.serving.start()

    def serve(self):
        while self.open:
            try:
                invite = self.next("^INVITE ")
                threading.Thread(target=self.speak, args=(invite, self.TALKS), daemon=True).start()
            except TimeoutError:
                continue
            except OSError:
                return

    def close(self):
        self.open = False
        self.serving.join(5)
        super().close()


class World:
    def __init__(self, launcher, node_dist, plugin, folder):
        self.folder = folder
        self.node_dist = node_dist
        self.plugin = plugin
        self.desk = Desk(launcher, os.path.join(folder, "home"))
        self.closing = []
        self._stage = None

    @property
    def api(self):
        return self.desk.api

    @property
    def stage(self):
        if self._stage is None:
            self._stage = Stage(self.desk, os.path.join(self.folder, "sipp"))
            self.closing.append(self._stage.close)
        return self._stage

    def call(self, caller, callee, number, seconds, lost_of=0):
        """A call between two phones of the node that talk; ends when they are done."""
        told = []

        def answer():
            told.append(callee.next("^INVITE "))
            callee.next("^ACK ")
        waiting = threading.Thread(target=answer)
        waiting.start()
        dialog = caller.call(number, f"walk-{caller.port}-{time.monotonic_ns()}")
        waiting.join()
        talking = threading.Thread(target=callee.speak, args=(told[0], seconds))
        talking.start()
        caller.speak(caller.answer, seconds, lost_of)
        talking.join()
        caller.within(dialog, "BYE", 3)
        callee.next("^BYE ")
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")

    def call_out(self, caller, number, seconds):
        """A call over a trunk; the caller talks and hangs up."""
        dialog = caller.call(number, f"walk-{caller.port}-{time.monotonic_ns()}")
        caller.speak(caller.answer, seconds)
        caller.within(dialog, "BYE", 3)
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")

    def phone(self, user, registered=True):
        phone = Speaker(self.stage, user)
        self.closing.append(phone.close)
        if registered:
            phone.register()
        return phone

    def close(self):
        for close in reversed(self.closing):
            try:
                close()
            except OSError:
                pass
        self.desk.stop()
