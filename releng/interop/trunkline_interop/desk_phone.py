"""The phone of the desk, without its window, with real sound: PulseAudio with sinks that lead nowhere instead of devices."""
import array
import heapq
import json
import math
import os
import random
import re
import signal
import socket
import statistics
import struct
import subprocess
import threading
import time
import uuid
import wave

from .browser import HEARD, SPOKEN, TonePhone, a_law
from .flows import Phone, closing, handle, header
from .lamps import PresenceWatcher
from .node import Node, free_port, let_go
from .router import MediaRouter
from .secure import certificate_of, certify
from .sipp import wait_until
from .stage import PASSWORD, Stage
from .voice import Baresip, goertzel

HERE = os.path.join(os.path.dirname(__file__), "phone")
RATE = 8000
WINDOW = RATE // 50
"""Samples of 20 ms."""
CHUNK_MS = 10
PIECE = 10
"""Packets of one piece of a tone, and of the silence after it."""
ACCOUNTS = 20
CALLS = int(os.environ.get("INTEROP_CALLS", "20"))
"""Incoming ones, one after the other."""
OUTAGE = 30
"""Seconds without any network."""


class Pulse:
    """A sound server of the test's own."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "pulse")
        os.makedirs(self.folder, mode=0o700)
        at = os.path.join(self.folder, "native")
        script = os.path.join(self.folder, "devices.pa")
        with open(script, "w", encoding="ascii") as file:
            file.write(f"load-module module-native-protocol-unix socket={at}\n"
                       "load-module module-null-sink sink_name=headset sink_properties=device.description=Headset\n"
                       "load-module module-null-sink sink_name=speaker sink_properties=device.description=Speaker\n"
                       "load-module module-null-sink sink_name=voice sink_properties=device.description=Voice\n"
                       # monitors as they are are not offered as microphones
                       "load-module module-remap-source source_name=microphone master=voice.monitor"
                       " source_properties=device.description=Microphone\n"
                       "set-default-sink headset\nset-default-source microphone\n")
        self.env = dict(os.environ, XDG_RUNTIME_DIR=self.folder, PULSE_RUNTIME_PATH=self.folder, HOME=self.folder,
                        PULSE_SERVER=f"unix:{at}")
        with open(os.path.join(self.folder, "log"), "wb") as log:
            self.process = subprocess.Popen(["pulseaudio", "-n", "-F", script, "--exit-idle-time=-1", "--daemonize=no",
                                             "--use-pid-file=no"], env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.voice = None
        wait_until("the sound server runs", lambda: subprocess.run(["pactl", "info"], env=self.env, capture_output=True).returncode == 0)

    def control(self, *words):
        return subprocess.run(["pactl", *words], env=self.env, capture_output=True, text=True, check=True).stdout

    def speak(self, sink="voice"):
        """Says a tone into the microphone, or a sink, for a minute, in pieces: one without breaks is noise to its filter."""
        self.hush()
        path = os.path.join(self.folder, "voice.wav")
        with wave.open(path, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(48000)
            piece = b"".join(struct.pack("<h", int(12000 * math.sin(2 * math.pi * SPOKEN * i / 48000)) if i // 7200 % 2 else 0)
                             for i in range(2 * 7200))  # whole periods
            file.writeframes(piece * 200)
        self.voice = subprocess.Popen(["paplay", "-d", sink, path], env=self.env)

    def hush(self):
        if self.voice:
            self.voice.kill()
            self.voice.wait()

    def hear(self, sink, seconds):
        """@return samples that were played"""
        with self.listens(sink, 20) as recorder:
            samples = array.array("h", recorder.stdout.read(int(2 * RATE * seconds)))
            recorder.kill()
        return samples

    def plays(self, sink, hertz, seconds=20):
        """Waits until a tone is played there."""
        def share():
            samples = self.hear(sink, 0.6)
            return max(samples) > 1000 and goertzel(samples[-RATE // 2:], hertz) > 0.8
        wait_until(f"{hertz} Hz at {sink}", share, seconds)

    def listens(self, sink, milliseconds):
        """@return a process that writes samples as they are played, in pieces of that length"""
        return self.records(f"{sink}.monitor", milliseconds)

    def records(self, source, milliseconds):
        """As {@link #listens}, of a microphone."""
        return subprocess.Popen(["parec", "-d", source, f"--rate={RATE}", "--channels=1", "--format=s16le",
                                 f"--latency-msec={milliseconds}"], env=self.env, stdout=subprocess.PIPE)

    def unplug(self, device):
        """@param device a sink or a microphone"""
        for line in self.control("list", "short", "modules").splitlines():
            if re.search(rf"(sink|source)_name={device}(\s|$)", line):
                self.control("unload-module", line.split()[0])

    def plug_microphone(self, name):
        """It hears what is spoken too."""
        self.control("load-module", "module-remap-source", f"source_name={name}", "master=voice.monitor",
                     f"source_properties=device.description={name.title()}")

    def plug(self, sink):
        self.control("load-module", "module-null-sink", f"sink_name={sink}", f"sink_properties=device.description={sink.title()}")

    def close(self):
        self.hush()
        self.process.terminate()
        self.process.wait()


class DeskPhone:
    """The phone as a program, and what it shows."""

    def __init__(self, folder, env=None, headsets=()):
        """@param headsets folders with their descriptions and with their files, those of the system where there are none"""
        plugins = os.path.join(os.environ["TRUNKLINE_DESK"], "plugins", "*")
        self.states = []
        self.texts = {"messages": [], "typing": []}
        self.presence = {}
        self.ringing = []
        self.talking = []
        self.watched = {}
        self.sources = []
        self.controls = {}
        self.outcomes = []
        """Of commands: what was refused, what was fetched."""
        self.came = threading.Condition()
        self.log = os.path.join(folder, f"phone-{uuid.uuid4().hex[:6]}.log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [os.path.join(os.environ["TRUNKLINE_JAVA_HOME"], "bin", "java"), "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", plugins,
                 os.path.join(HERE, "PhoneDriver.java"), str(uuid.uuid4()), *headsets],
                env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                report = json.loads(line)
                with self.came:
                    if "presence" in report:
                        self.presence = report["presence"]
                    elif "ringing" in report:
                        self.ringing = report["ringing"]
                        self.talking = report["talking"]
                    elif "messages" in report:
                        self.texts = report
                    elif "watched" in report:
                        self.watched[report["watched"]] = report
                    elif "refused" in report or "fetched" in report:
                        self.outcomes.append(report)
                    elif "sources" in report:
                        self.sources = report["sources"]
                    elif "refusedKeys" in report:
                        self.controls = report
                    else:
                        self.states.append(report)
                    self.came.notify_all()

    def has(self, what, check, seconds=30):
        """Waits until its text messages are so. @param check of the list of messages"""
        with self.came:
            assert self.came.wait_for(lambda: check(self.texts["messages"]), seconds), f"no {what}; last: {self.texts}; see {self.log}"
            return self.texts["messages"]

    def does(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def shows(self, what, check, seconds=30):
        """Waits until the last state is so. @return it"""
        def fits():
            try:
                return bool(self.states) and check(self.states[-1])
            except (KeyError, IndexError):
                return False
        with self.came:
            assert self.came.wait_for(fits, seconds), f"no {what}; last: {self.states[-1:]}; see {self.log}"
            return self.states[-1]

    def sees(self, side, pictures, seconds=30):
        """So many pictures that a view of that side got. @return what it reported last"""
        with self.came:
            assert self.came.wait_for(lambda: self.watched.get(side, {}).get("pictures", 0) >= pictures, seconds), \
                f"{pictures} pictures {side}: {self.watched}; last: {self.states[-1:]}; see {self.log}"
            return self.watched[side]

    def uses(self, stage, port, user, password=PASSWORD, others=()):
        """@param others more accounts of that node, with the same password"""
        self.does("use", f"ws://{stage.node.HOST}:{port}", stage.node.HOST, user, password, *(word for each in others for word in (each, PASSWORD)))

    def registered(self, stage, port):
        user = stage.user()
        self.uses(stage, port, user)
        self.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED")
        return user

    def line(self, state, seconds=30):
        return self.shows(f"line {state}", lambda it: [each for each in it["lines"] if each["state"] == state], seconds)["lines"][-1]

    def child(self):
        """@return the sound process"""
        return int(subprocess.run(["pgrep", "-P", str(self.process.pid), "-f", "SoundChild"], capture_output=True, text=True,
                                  check=True).stdout.split()[0])

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def longest_gap(samples):
    """@return milliseconds in which nothing was heard of a tone that never stops, and those of all gaps"""
    loud = [max(map(abs, samples[i:i + WINDOW])) > 2000 for i in range(0, len(samples) - WINDOW, WINDOW)]
    longest = gap = 0
    for each in loud:
        gap = 0 if each else gap + 20
        longest = max(longest, gap)
    return longest, 20 * loud.count(False)


class BadNetwork(TonePhone):
    """Says its tone in pieces or without a break; its packets come late by chance, or not at all."""

    def __init__(self, stage, user, late=0.0, lost=0.0, pieces=False):
        """@param late seconds, at most @param lost share of packets"""
        super().__init__(stage, user)
        self.late, self.lost, self.pieces = late, lost, pieces
        self.began = []
        """When each piece began to be said."""

    def say(self):
        tone = bytes(a_law(int(1500 * math.sin(2 * math.pi * self.hertz * i / RATE))) for i in range(160))  # whole periods
        chance, waiting = random.Random(16), []
        due, n = time.monotonic(), 0
        while not self.stopped.is_set():
            if time.monotonic() >= due:
                silent = self.pieces and n // PIECE % 2
                if n % (2 * PIECE) == 0:
                    self.began.append(due - 0.02)  # a packet is sent when all of it is said
                if chance.random() >= self.lost:
                    packet = struct.pack(">BBHII", 0x80, 8, n & 0xFFFF, n * 160, 16) + (b"\xd5" * 160 if silent else tone)
                    heapq.heappush(waiting, (due + chance.random() * self.late, n, packet))
                due += 0.02
                n += 1
            while waiting and waiting[0][0] <= time.monotonic():
                self.rtp.sendto(heapq.heappop(waiting)[2], self.to)
            self.stopped.wait(max(0.0, min([due] + [each[0] for each in waiting[:1]]) - time.monotonic()))


def onsets(pulse, sink, seconds):
    """@return when sound began there after silence, some milliseconds late at most: it comes in pieces of that length"""
    recorder = pulse.listens(sink, CHUNK_MS)
    size, found, quiet = 2 * RATE * CHUNK_MS // 1000, [], 0
    try:
        for _ in range(50):  # what was kept before
            recorder.stdout.read(size)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            loud = max(map(abs, memoryview(recorder.stdout.read(size)).cast("h"))) > 1000
            if loud and quiet >= 80 // CHUNK_MS:
                found.append(time.monotonic())
            quiet = 0 if loud else quiet + 1
    finally:
        recorder.kill()
        recorder.wait()
    return found


def mouth_to_ear(said, heard):
    """@return milliseconds, the median of all pieces that were said and heard"""
    took = [min(after) for each in said if (after := [ear - each for ear in heard if 0 < ear - each < 1])]
    assert len(took) > 5, (said, heard)
    return 1000 * statistics.median(took)


def between_desks(pulse, seconds=10):
    """Two desks with one sound server, of which one is muted. @return milliseconds from what is said to what is heard, the median"""
    said = []
    mouth = threading.Thread(target=lambda: said.extend(onsets(pulse, "voice", seconds)))
    mouth.start()
    heard = onsets(pulse, "headset", seconds)
    mouth.join()
    return mouth_to_ear(said, heard)


def on_a_bad_network(lab):
    """@return milliseconds from mouth to ear with up to 30 ms of jitter, and the longest gap in a tone of which a tenth of the packets is lost"""
    with closing(BadNetwork(lab.stage, lab.stage.user(), late=0.03, pieces=True)) as (late,):
        late.register()
        late.left = ("INVITE",)
        line = lab.talks(late)["id"]
        time.sleep(3)  # the jitter buffer finds its length
        took = mouth_to_ear(late.began, onsets(lab.pulse, "headset", 10))
        lab.phone.does("hangUp", line)
        late.next("^BYE ")
    with closing(BadNetwork(lab.stage, lab.stage.user(), lost=0.1)) as (lossy,):
        lossy.register()
        lossy.left = ("INVITE",)
        line = lab.talks(lossy)["id"]
        lab.heard("headset", HEARD)
        time.sleep(3)
        longest, _ = longest_gap(lab.pulse.hear("headset", 10))
        lab.phone.does("hangUp", line)
        lossy.next("^BYE ")
    return took, longest


def like_speech(seconds):
    """@return samples of syllables whose pitch changes, with pauses: no filter takes that for noise"""
    chance, samples = random.Random(16), array.array("h")
    while len(samples) < seconds * RATE:
        pitch, glide, length = chance.uniform(110, 260), chance.uniform(-0.3, 0.3), int(RATE * chance.uniform(0.12, 0.3))
        parts = [(k, chance.random() / k) for k in range(1, 12)]
        whole, phase = sum(weight for _, weight in parts), 0.0
        for i in range(length):
            phase += 2 * math.pi * pitch * (1 + glide * i / length) / RATE
            samples.append(int(9000 * math.sin(math.pi * i / length) * sum(weight * math.sin(k * phase) for k, weight in parts) / whole))
        samples.extend([0] * int(RATE * chance.uniform(0.04, 0.15)))
    return samples


class Talker(TonePhone):
    """Says what is like speech."""

    def __init__(self, stage, user):
        super().__init__(stage, user)
        self.said = like_speech(20)

    def say(self):
        speech = bytes(map(a_law, self.said))
        due, n = time.monotonic(), 0
        while not self.stopped.wait(max(0.0, due - time.monotonic())):
            at = n * 160 % (len(speech) - 160)
            self.rtp.sendto(struct.pack(">BBHII", 0x80, 8, n & 0xFFFF, n * 160, 16) + speech[at:at + 160], self.to)
            due += 0.02
            n += 1


def loudness(samples):
    """@return dB, of the mean power"""
    return 10 * math.log10(max(1e-3, sum(each * each for each in samples) / len(samples)))


class Lab:
    """A node with WebSockets, a sound server, a phone of the desk."""

    def __init__(self, dist, folder, sound=True, display=None, headsets=(), more=""):
        """@param more options of the node"""
        self.folder = folder
        self.port = free_port(socket.SOCK_STREAM)
        let_go(self.port)
        self.node = Node(dist, folder, f"-Dtrunkline.ws.port={self.port} -Dtrunkline.wss.port=0 -Dtrunkline.tls.port=0 {more}").start()
        self.stage = Stage(self.node, folder)
        self.pulse = Pulse(folder) if sound else None
        env = self.pulse.env if sound else dict(os.environ, PULSE_SERVER=f"unix:{folder}/none")
        self.phone = DeskPhone(folder, dict(env, DISPLAY=display) if display else env, headsets)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.phone.close()
        if self.pulse:
            self.pulse.close()
        self.stage.close()
        self.node.stop()

    def plain(self, hertz=HEARD):
        """A phone with plain RTP that leaves INVITEs to the test."""
        phone = TonePhone(self.stage, self.stage.user(), hertz)
        phone.register()
        phone.left = ("INVITE",)
        return phone

    def talks(self, other):
        """The desk calls, the other answers and says its tone."""
        self.phone.does("call", other.user)
        other.takes()
        return self.phone.line("TALKING")

    def heard(self, sink, hertz, seconds=20):
        self.pulse.plays(sink, hertz, seconds)


def answered(caller):
    """A BYE waits for the ACK (RFC 3261 §15)."""
    ok = caller.next(r"^SIP/2.0 200[^$]*INVITE")
    target = re.search("<(.*?)>", header(ok, "Contact")).group(1)
    caller.within((header(ok, "Call-ID"), header(ok, "To"), target, "p"), "ACK", 2)
    caller.talk(ok)


def desk_phone_calls(dist, folder):
    """Calls with ringback tone, sound both ways, hold, mute, an unplugged headset; is called, rings at the ring device, loses its microphone; sound
    test."""
    with Lab(dist, folder) as lab:
        phone, pulse = lab.phone, lab.pulse
        user = phone.registered(lab.stage, lab.port)
        phone.shows("devices", lambda it: {each["name"] for each in it["devices"]} >= {"Headset", "Speaker", "Microphone"})
        ids = {each["name"]: each["id"] for each in phone.states[-1]["devices"]}
        assert ids["Headset"] == "headset" and ids["Microphone"] == "microphone", ids
        phone.does("choose", "microphone", "_", "speaker")
        pulse.plug_microphone("desk")
        pulse.speak()
        with closing(lab.plain()) as (other,):
            phone.does("call", other.user)
            invite = other.next("^INVITE ")
            other.reply(invite, "180 Ringing")
            phone.line("RINGING")
            lab.heard("headset", 425)
            other.reply(invite, "200 OK", other.description())
            other.next("^ACK ")
            other.talk(invite)
            line = phone.line("TALKING")["id"]
            lab.heard("headset", HEARD)
            wait_until("the voice is heard", lambda: other.share() > 0.4)
            longest, gaps = longest_gap(pulse.hear("headset", 2))
            phone.does("choose", "microphone", "speaker", "speaker")
            lab.heard("speaker", HEARD)
            wait_until("nothing at the headset", lambda: max(pulse.hear("headset", 0.3)) < 100)
            phone.does("choose", "microphone", "headset", "speaker")
            lab.heard("headset", HEARD)
            phone.does("mute", line, "true")
            wait_until("nothing is heard", lambda: max(other.samples[-RATE // 4:]) < 100)
            phone.does("mute", line, "false")
            phone.does("hold", line, "true")
            held = other.next("^INVITE ")
            assert "a=sendonly" in held, held
            other.reply(held, "200 OK", other.description() + "a=recvonly\r\n")
            phone.shows("hold", lambda it: it["lines"][0]["held"])
            other.next("^ACK ")
            phone.does("hold", line, "false")
            other.reply(other.next("^INVITE "), "200 OK", other.description())
            other.next("^ACK ")
            phone.shows("talk", lambda it: not it["lines"][0]["held"])
            lab.heard("headset", HEARD)
            began = time.monotonic()
            pulse.unplug("headset")
            phone.shows("word of the headset", lambda it: it["lines"][0]["notice"] == "phone-device-moved", 10)
            moved = time.monotonic() - began
            pulse.control("set-default-sink", "speaker")
            lab.heard("speaker", HEARD)
            pulse.plug("headset")
            lab.heard("headset", HEARD)
            phone.does("hangUp", line)
            other.next("^BYE ")
            assert phone.line("ENDED")["end"] == "phone-hung-up"
        with closing(lab.plain()) as (caller,):
            caller.invite(user, f"to-desk-{caller.port}")
            ringing = phone.line("RINGING")
            assert ringing["number"] == caller.user, ringing
            wait_until("it rings", lambda: max(pulse.hear("speaker", 0.5)) > 3000)
            assert max(pulse.hear("headset", 0.5)) < 100, "it rings where one talks"
            phone.does("answer", ringing["id"])
            answered(caller)
            phone.line("TALKING")
            lab.heard("headset", HEARD)
            assert max(pulse.hear("speaker", 0.3)) < 100, "one talks where it rings"
            pulse.speak()
            wait_until("the voice is heard", lambda: caller.share() > 0.4)
            pulse.unplug("microphone")
            phone.shows("word of the microphone", lambda it: it["lines"][0]["notice"] == "phone-device-moved", 10)
            del caller.samples[:]
            wait_until("the voice is heard by the next microphone", lambda: caller.share() > 0.4)
            phone.does("hangUp", ringing["id"])
            caller.next("^BYE ")
        with closing(lab.plain(), lab.plain()) as (caller, third):  # RFC 3261 §21.3.3: sent on before it is answered
            caller.invite(user, f"forwarded-{caller.port}")
            phone.does("transfer", phone.line("RINGING")["id"], third.user)
            third.takes()
            answered(caller)
            assert phone.line("ENDED")["end"] == "phone-forwarded"
        with closing(lab.plain(), lab.plain()) as (caller, colleague):  # RFC 4235, RFC 3891 §3: a colleague's call is picked up
            for each in (user, colleague.user):
                handle(lab.stage, each, pickupGroups=["office"])
            phone.does("lamps", colleague.user)
            caller.invite(colleague.user, f"picked-{caller.port}")
            colleague.reply(colleague.next("^INVITE "), "180 Ringing")
            wait_until("the lamp", lambda: phone.ringing == [{"peer": colleague.user, "number": caller.user}])
            phone.does("pickUp")
            answered(caller)
            colleague.next("^CANCEL ")
            wait_until("no lamp", lambda: not phone.ringing)
            phone.does("hangUp", phone.line("TALKING")["id"])
            caller.next("^BYE ")
        pulse.speak()
        phone.does("test")
        tested = phone.shows("verdict", lambda it: it["test"]["state"] == "DONE")["test"]
        assert tested["verdict"] == "phone-test-good", tested
        pulse.control("load-module", "module-loopback", "source=headset.monitor", "sink=voice", "latency_msec=30")  # the microphone hears the headset
        for _ in range(3):  # a busy machine may cut the tone to pieces that nobody knows again
            pulse.speak()
            phone.does("test")
            phone.shows("recording", lambda it: it["test"]["state"] == "RECORDING")
            tested = phone.shows("verdict", lambda it: it["test"]["state"] == "DONE")["test"]
            if tested["verdict"] != "phone-test-good":
                break
        assert tested["verdict"] in ("phone-test-echo", "phone-test-late"), tested
        return f"longest gap {longest} ms of 2 s ({gaps} ms in all), unplugged headset noticed in {moved * 1000:.0f} ms"


def desk_phone_tests_its_sound(dist, folder):
    """The sound test knows whether the chosen microphone is muted in the system, or its volume is 0, and that there is none. A call without one is silent
    there: what other programs play is not sent, as the sound server would. One that comes is used."""
    with Lab(dist, folder) as lab:
        phone, pulse = lab.phone, lab.pulse
        phone.registered(lab.stage, lab.port)
        pulse.plug_microphone("desk")
        phone.shows("devices", lambda it: it["devices"])

        def verdict():
            pulse.speak()
            phone.does("test")
            phone.shows("recording", lambda it: it["test"]["state"] == "RECORDING")
            return phone.shows("verdict", lambda it: it["test"]["state"] == "DONE")["test"]["verdict"]
        found = [verdict()]
        for setting, wrong, right in ("mute", "1", "0"), ("volume", "0", "100%"):
            pulse.control(f"set-source-{setting}", "microphone", wrong)
            for chosen in "_", "desk":
                phone.does("choose", chosen, "_", "_")
                found.append(verdict())
            pulse.control(f"set-source-{setting}", "microphone", right)
        pulse.control("set-source-mute", "desk", "1")
        found.append(verdict())
        assert found == [f"phone-test-{each}" for each in ("good", "muted", "good", "muted", "good", "muted")], found
        for microphone in "microphone", "desk":
            pulse.unplug(microphone)
        phone.does("test")
        phone.shows("no microphone", lambda it: it["test"]["verdict"] == "phone-test-no-microphone")
        with closing(lab.plain()) as (other,):
            lab.talks(other)
            lab.heard("headset", HEARD)
            pulse.speak("headset")
            wait_until("another program plays", lambda: max(pulse.hear("headset", 0.5)) > 8000)
            del other.samples[:]
            time.sleep(3)
            assert len(other.samples) > RATE and loudness(other.samples) < 20, f"{loudness(other.samples):.0f} dB of what another program plays"
            pulse.plug_microphone("desk")
            pulse.speak()
            wait_until("the voice is heard", lambda: other.share() > 0.4)


def desk_phone_echo(dist, folder):
    """The microphone, one that was chosen, hears what the headset plays: 12 dB lower, as in a room, and as loud as it is played. Once the filter
    knows the way, 40 dB less comes back to who said it."""
    with Lab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        # not by a loopback: that follows the clocks of both ends by changing its speed, which no room does
        lab.pulse.control("load-module", "module-remap-source", "source_name=room", "master=headset.monitor", "source_properties=device.description=Room")
        lab.phone.shows("devices", lambda it: [each for each in it["devices"] if each["id"] == "room"])
        lab.phone.does("choose", "room", "_", "_")
        told = []
        for volume in -12, 0:
            lab.pulse.control("set-source-volume", "room", f"{volume}dB")
            less = echo(lab, volume)
            assert statistics.median(less[10:]) >= 40, f"{volume} dB: {less}"
            told.append(f"{volume} dB: {statistics.median(less[10:])} dB less, below 40 in {sum(each < 40 for each in less)} of {len(less)} s")
        return "; ".join(told)


def echo(lab, volume):
    """@return dB of each of twenty seconds from the answer on, by which what comes back is less than what was said"""
    with closing(Talker(lab.stage, lab.stage.user())) as (other,):
        other.register()
        other.left = ("INVITE",)
        line = lab.talks(other)
        wait_until("twenty seconds", lambda: len(other.samples) >= 20 * RATE, 40)
        with lab.pulse.records("room", 20) as recorder:
            into = loudness(array.array("h", recorder.stdout.read(2 * RATE * 5)))
            recorder.kill()
        played = loudness(lab.pulse.hear("headset", 5))
        back, sent = list(other.samples), loudness(other.said)
        lab.phone.does("hangUp", line["id"])
        other.next("^BYE ")
        lab.phone.shows("no line", lambda it: not it["lines"])
    assert abs(into - played - volume) < 4, f"the microphone hears {into:.0f} dB of {played:.0f} dB"
    return [round(sent - loudness(back[second * RATE:(second + 1) * RATE])) for second in range(20)]


def desk_phone_on_a_bad_network(dist, folder):
    """RFC 3550 §6.4.1: with 30 ms of jitter a word is heard within 200 ms, and of a tone that loses a tenth of its packets no gap is heard."""
    with Lab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        lab.phone.shows("devices", lambda it: it["devices"])
        took, longest = on_a_bad_network(lab)
        assert took < 200 and longest <= 20, f"mouth to ear {took:.0f} ms, longest gap {longest} ms"
        return f"mouth to ear {took:.0f} ms, longest gap {longest} ms"


def desk_phone_without_sound(dist, folder):
    """No sound server: the phone says so, and calls without sound, a minute with two of them, or has the desk phone beside it call (RFC 3725), and only that rings. A server
    that starts later is used with the next test of the sound."""
    with Lab(dist, folder, sound=False) as lab:
        user = lab.phone.registered(lab.stage, lab.port)
        lab.phone.shows("trouble", lambda it: it["trouble"] == "phone-no-sound-server")
        with closing(lab.plain()) as (other,):
            line = lab.talks(other)
            lab.phone.shows("packets", lambda it: it["lines"][0]["quality"]["codec"] == "PCMA")
            wait_until("silence arrives", lambda: len(other.samples) > RATE and max(map(abs, other.samples[-RATE:])) < 20)
            assert lab.phone.states[-1]["lines"][0]["quality"]["levelOut"] == 0, lab.phone.states[-1]
            with closing(lab.plain()) as (second,):  # the library's own device without devices ends the process in a minute of two calls
                lab.phone.does("call", second.user)
                other.takes()
                second.takes()
                for _ in range(60):
                    lab.phone.shows("two calls", lambda it: [each["state"] for each in it["lines"]] == ["TALKING"] * 2)
                    time.sleep(1)
                lab.phone.does("hangUp", lab.phone.states[-1]["lines"][1]["id"])
                second.next("^BYE ")
            lab.phone.does("hangUp", line["id"])
            other.next("^BYE ")
            lab.phone.shows("no line", lambda it: not it["lines"])
            with closing(Phone(lab.stage, user)) as (beside,):
                beside.register()
                seen = len(lab.phone.states)
                lab.phone.does("leave", user)
                lab.stage.api.post("/calls", {"subscriber": user, "number": other.user})
                invite = beside.next("^INVITE ")
                beside.reply(invite, "200 OK", beside.description())
                beside.next("^ACK ")
                other.takes()
                assert not [each for each in lab.phone.states[seen:] if each["lines"]], "it rings at the desk without sound too"
                lab.stage.api.delete(f"/calls/{lab.stage.api.get('/calls')['items'][0]['id']}")
                other.next("^BYE ")
        lab.pulse = Pulse(folder)
        os.symlink(os.path.join(lab.pulse.folder, "native"), f"{folder}/none")
        lab.pulse.speak()
        lab.phone.does("test")
        lab.phone.shows("devices", lambda it: it["devices"] and not it["trouble"])
        lab.phone.shows("verdict", lambda it: it["test"]["verdict"] == "phone-test-good")
        with closing(lab.plain()) as (other,):
            lab.talks(other)
            lab.heard("headset", HEARD)


def desk_phone_whose_sound_dies(dist, folder):
    """kill -9 of the sound process ends the call with the reason, and the next one is heard."""
    with Lab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        lab.phone.shows("devices", lambda it: it["devices"])
        with closing(lab.plain()) as (other,):
            lab.talks(other)
            lab.heard("headset", HEARD)
            os.kill(lab.phone.child(), signal.SIGKILL)
            began = time.monotonic()
            other.next("^BYE ")
            assert lab.phone.line("ENDED")["end"] == "phone-sound-ended"
            lab.phone.shows("devices again", lambda it: it["devices"] and not it["trouble"])
            again = time.monotonic() - began
        with closing(lab.plain()) as (other,):
            lab.talks(other)
            lab.heard("headset", HEARD)
        os.kill(lab.phone.child(), signal.SIGSTOP)
        lab.phone.does("test")
        lab.phone.shows("end of a process that hangs", lambda it: it["trouble"] == "phone-sound-ended" and "test" not in it, 40)
        lab.phone.shows("devices again", lambda it: it["devices"] and not it["trouble"])
        return f"sound again after {again:.1f} s"


def desk_phone_and_a_new_node(dist, folder):
    """The node is killed in a call and starts again: the phone registers again, and ends what the node does not know."""
    with Lab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        with closing(lab.plain()) as (other,):
            lab.talks(other)
            lab.node.kill()
            lab.phone.shows("lost connection", lambda it: it["accounts"][0]["trouble"] in ("phone-connection-lost", "phone-unreachable"))
            assert lab.phone.states[-1]["lines"][0]["state"] == "TALKING"
            lab.node.start()
            lab.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED", 90)
            assert lab.phone.line("ENDED")["end"] == "phone-call-unknown"


def desk_phone_changes_networks(dist, folder):
    """RFC 8445 §9, RFC 8839 §4.4.1.1: a call of the desk survives that its address changes, and 30 s without network after which the address is
    another too. The line says so meanwhile."""
    with Lab(dist, folder) as lab:
        router = MediaRouter(lab.node.HOST, lab.port)
        lab.phone.uses(lab.stage, router.doors[lab.port], lab.stage.user())
        lab.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED" and it["devices"])
        with closing(lab.plain()) as (other,):
            line = lab.talks(other)["id"]
            other.left = ()  # it answers the ICE restart
            byes = []
            waiting = threading.Thread(target=lambda: byes.append(other.next("^BYE ")))
            waiting.start()
            flows_again(lab, other)

            router.moves()
            moved = flows_again(lab, other)

            router.down()
            down = time.monotonic()
            lab.phone.shows("word of the network", lambda it: it["lines"][0]["notice"] == "phone-call-cut", 20)
            time.sleep(OUTAGE + down - time.monotonic())
            router.up()
            back = flows_again(lab, other)
            lab.phone.shows("no word of the network", lambda it: not it["lines"][0].get("notice"))
            lab.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED")
            assert lab.phone.line("TALKING")["id"] == line
            lab.phone.does("hangUp", line)
            waiting.join()
            assert byes
        return f"heard {moved:.1f} s after another address, {back:.1f} s after {OUTAGE} s without network"


def flows_again(lab, other):
    """Each hears the other. @return seconds until then"""
    began = time.monotonic()
    lab.pulse.speak()
    del other.samples[:]
    wait_until("the voice is heard", lambda: other.share() > 0.4, 40)
    lab.heard("headset", HEARD, 40)
    return time.monotonic() - began


def desk_phone_with_a_wrong_password(dist, folder):
    """A wrong password is said and not tried again; the right one works at once."""
    with Lab(dist, folder, sound=False) as lab:
        user = lab.stage.user()
        lab.phone.uses(lab.stage, lab.port, user, "wrong")
        lab.phone.shows("refusal", lambda it: it["accounts"][0]["trouble"] == "phone-password")
        lab.phone.uses(lab.stage, lab.port, user)
        lab.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED")


def desk_phones_together(dist, folder):
    """Two phones of the desk with Opus; the first is connected with a third, blind and attended."""
    with Lab(dist, folder) as lab:
        lab.phone.registered(lab.stage, lab.port)
        second = DeskPhone(folder, lab.pulse.env)
        with closing(second, lab.plain(), lab.plain()) as (second, third, fourth):
            user = second.registered(lab.stage, lab.port)
            second.shows("devices", lambda it: it["devices"])
            lab.phone.shows("devices", lambda it: it["devices"])
            lab.pulse.speak()
            lab.phone.does("call", user)
            second.does("answer", second.line("RINGING")["id"])
            line = lab.phone.line("TALKING")["id"]
            second.does("mute", second.line("TALKING")["id"], "true")  # both have one microphone, and it would be an echo
            lab.phone.shows("codec", lambda it: it["lines"][0]["quality"]["codec"] == "opus")
            wait_until("the voice is heard", lambda: goertzel(lab.pulse.hear("headset", 0.6)[-RATE // 2:], SPOKEN) > 0.3)
            rated = lab.phone.shows("rating of both ways", lambda it: min(it["lines"][0]["quality"][way] for way in ("mos", "mosOut")) > 3.5)["lines"][0]["quality"]
            lab.phone.does("transfer", line, third.user)
            third.reply(third.next("^INVITE "), "200 OK", third.description())
            third.next("^ACK ")
            assert lab.phone.line("ENDED")["end"] == "phone-transferred"
            lab.phone.shows("empty list", lambda it: not it["lines"])
            second.does("hangUp", second.states[-1]["lines"][0]["id"])
            third.next("^BYE ")
            second.shows("empty list", lambda it: not it["lines"])
            lab.phone.does("call", user)
            second.does("answer", second.line("RINGING")["id"])
            one = lab.phone.line("TALKING")["id"]
            lab.phone.does("call", fourth.user)
            fourth.reply(fourth.next("^INVITE "), "200 OK", fourth.description())
            fourth.next("^ACK ")
            both = lab.phone.shows("two lines, one held", lambda it: [each["held"] for each in it["lines"]
                                                                      if each["state"] == "TALKING"] == [True, False])
            lab.phone.does("connect", one, both["lines"][1]["id"])
            fourth.reply(fourth.next("^INVITE "), "200 OK", fourth.description())
            lab.phone.shows("end of both", lambda it: not [each for each in it["lines"] if each["state"] != "ENDED"])
            wait_until("the two talk", lambda: len(lab.stage.api.get("/calls")["items"]) == 1)
        return f"MOS {rated['mos']:.1f}, upload {rated['mosOut']:.1f}"


class CountingRouter(MediaRouter):
    """Counts the speech that the phone sends: octets of RTP payload (RFC 3711 §3.1), without its tag of ten octets, and without packets of padding, by
    which the library looks for more bandwidth."""
    speech = 0

    def out(self):
        while True:
            packet, self.browser = self.inside.recvfrom(2048)
            if packet[0] >> 5 == 4 and not 64 <= packet[1] & 0x7F <= 95:  # RFC 5761 §4
                extension = 4 + 4 * int.from_bytes(packet[14:16], "big") if packet[0] & 0x10 else 0
                self.speech += len(packet) - 12 - extension - 10
            if self.on and self.node and random.random() >= self.loss:
                self.outside.sendto(packet, self.node)

    def rate(self, seconds=4):
        """@return bits a second"""
        before, began = self.speech, time.monotonic()
        time.sleep(seconds)
        return (self.speech - before) * 8 / (time.monotonic() - began)


def desk_phone_sends_less_where_much_is_lost(dist, folder):
    """RFC 6716 §2.1.7, RFC 7587 §6.1: the desk sends Opus with in-band FEC at a lower rate while loss is reported, and as before once none is."""
    with Lab(dist, folder) as lab:
        router = CountingRouter(lab.node.HOST, lab.port)
        lab.phone.uses(lab.stage, router.doors[lab.port], lab.stage.user())
        lab.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED" and it["devices"])
        second = DeskPhone(folder, lab.pulse.env)
        with closing(second) as (second,):
            user = second.registered(lab.stage, lab.port)
            second.shows("devices", lambda it: it["devices"])
            lab.pulse.speak()
            lab.phone.does("call", user)
            second.does("answer", second.line("RINGING")["id"])
            line = lab.phone.line("TALKING")["id"]
            second.does("mute", second.line("TALKING")["id"], "true")
            lab.phone.shows("codec", lambda it: it["lines"][0]["quality"]["codecOut"] == "opus")
            time.sleep(2)
            before = router.rate()
            router.loss = 0.2
            began = time.monotonic()
            lab.phone.shows("loss", lambda it: it["lines"][0]["quality"]["lossOut"] >= 10)
            after = time.monotonic() - began
            time.sleep(2)
            low = router.rate()
            assert low < 18_000 and before > 1.4 * low, (before, low)
            router.loss = 0.0
            lab.pulse.speak()
            wait_until("as much is sent as before", lambda: router.rate(2) > 0.8 * before, 90)
            lab.phone.does("hangUp", line)
    return f"{before / 1000:.1f} kbit/s, {low / 1000:.1f} where a fifth is lost, reported after {after:.1f} s"


def desk_phone_in_a_conference(dist, folder):
    """RFC 4579 §5.4, §5.6: the desk brings two calls together, all hear each other; it leaves, and when one is left, that is the end."""
    with Lab(dist, folder) as lab, closing(lab.plain(450), lab.plain(700)) as others:
        lab.phone.registered(lab.stage, lab.port)
        lab.phone.shows("devices", lambda it: it["devices"])
        one = lab.talks(others[0])["id"]
        lab.phone.does("call", others[1].user)
        others[0].takes()  # it is put on hold
        others[1].takes()
        two = lab.phone.shows("two calls", lambda it: [each["state"] for each in it["lines"]] == ["TALKING"] * 2)["lines"][1]["id"]
        lab.phone.does("conference", one, two)
        for other in others:
            other.takes()
        line = lab.phone.shows("one call", lambda it: [each["state"] for each in it["lines"]] == ["TALKING"])["lines"][0]
        assert line["number"].startswith("conference-"), line
        wait_until("the others hear each other", lambda: others[0].share(700) > 0.8 and others[1].share(450) > 0.8)

        def hears_both():
            here = lab.pulse.hear("headset", 1)[-RATE // 2:]
            return any(here) and all(goertzel(here, hertz) > 0.2 for hertz in (450, 700))
        wait_until("the desk hears both", hears_both)
        calls = lab.stage.api.get("/calls")["items"]
        assert [call["conference"]["room"] for call in calls] == [line["number"]] * 3, calls
        lab.phone.does("hangUp", line["id"])
        wait_until("two are left", lambda: len(lab.stage.api.get("/calls")["items"]) == 2)
        wait_until("they talk", lambda: others[0].share(700) > 0.8)
        lab.stage.api.delete(f"/calls/{lab.stage.api.get('/calls')['items'][0]['id']}")
        for other in others:
            other.next("^BYE ")
        wait_until("it is over", lambda: not lab.stage.api.get("/calls")["items"])


def desk_phone_over_secure_websocket(dist, folder):
    """RFC 7118 §5, RFC 4733: the desk's phone over WSS with the node's certificate pinned; keys pressed at once are seen on the wire; another certificate is refused."""
    with Lab(dist, folder) as lab:
        tls = os.path.join(lab.node.data, "tls")
        certify(tls)
        port = wait_until("the secure WebSocket port is open", lambda: [int(each.rsplit(":", 1)[1]) for each in
                          lab.stage.api.get("/status")["listeners"] if each.startswith("wss ")])[0]
        shown = subprocess.run(["openssl", "x509", "-in", "node.pem", "-noout", "-fingerprint", "-sha256"], cwd=tls, capture_output=True,
                               text=True, check=True).stdout.strip().split("=")[1].replace(":", "")
        user = lab.stage.user()
        server = f"wss://{lab.node.HOST}:{port}"
        for pin in "", "#sha256=" + "AB" * 32:
            lab.phone.does("use", server + pin, lab.node.HOST, user, PASSWORD)
            lab.phone.shows("refused certificate", lambda it: it["accounts"][0]["trouble"] == "phone-certificate")
        lab.phone.does("use", f"{server}#sha256={shown}", lab.node.HOST, user, PASSWORD)
        lab.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED")
        assert [each["transport"] for each in lab.stage.api.get("/registrations")["items"] if each["username"] == user] == ["wss"]
        with closing(lab.plain()) as (other,):
            line = lab.talks(other)["id"]
            for key in "7", "*":  # at once: media may not be connected yet
                lab.phone.does("press", line, key)
            wait_until("the keys are on the wire", lambda: len(other.keys) >= 2)
            lab.phone.does("press", line, "0")
            wait_until("one more", lambda: len(other.keys) >= 3)
            assert [key for key, _ in other.keys] == ["7", "*", "0"] and all(80 <= millis <= 200 for _, millis in other.keys), other.keys
            lab.phone.does("hangUp", line)
            other.next("^BYE ")


def said(messages):
    return [(each["text"], each["state"]) for each in messages]


def desk_phone_messages(dist, folder):
    """Texts between two phones of the desk: delivered and read, typing, to a ring group, and stored while the other is away and renamed."""
    with Lab(dist, folder, sound=False) as lab:
        first = lab.phone
        anna = first.registered(lab.stage, lab.port)
        second = DeskPhone(folder, dict(os.environ, PULSE_SERVER=f"unix:{folder}/none"))
        third = DeskPhone(folder, dict(os.environ, PULSE_SERVER=f"unix:{folder}/none"))
        with closing(second, third) as (second, third):
            bo = second.registered(lab.stage, lab.port)
            first.does("watch", bo)
            wait_until("presence", lambda: first.presence == {bo: "AVAILABLE"})
            first.does("send", bo, "hello_安娜_👋")
            second.has("text", lambda all: [(m["peer"], m["text"], m["state"]) for m in all] == [(anna, "hello 安娜 👋", "UNREAD")])
            first.has("delivery", lambda all: said(all) == [("hello 安娜 👋", "DELIVERED")])
            second.does("read", anna)
            first.has("display", lambda all: said(all) == [("hello 安娜 👋", "READ")])
            second.does("send", anna, "fine")
            first.has("answer", lambda all: said(all)[-1] == ("fine", "UNREAD") and all[-1]["peer"] == bo)
            second.has("its delivery", lambda all: said(all)[-1] == ("fine", "DELIVERED"))
            first.does("typing", bo, "true")
            wait_until("typing is seen", lambda: second.texts["typing"] == [anna])
            first.does("typing", bo, "false")
            wait_until("it ends", lambda: second.texts["typing"] == [])
            cecilia = third.registered(lab.stage, lab.port)
            lab.stage.api.post("/ring-groups", {"name": "texters", "number": "699", "members": [anna, bo, cecilia], "ringSeconds": 20})
            first.does("send", "699", "to_all")
            for member in (second, third):
                member.has("group text", lambda all: [m["group"] for m in all if m["text"] == "to all" and m["peer"] == anna] == ["699"])
            first.has("its delivery", lambda all: said(all)[-1] == ("to all", "DELIVERED"))
            second.does("use")
            second.shows("no account", lambda it: not it["accounts"])
            wait_until("it is gone", lambda: bo not in [each["username"] for each in lab.stage.api.get("/registrations")["items"]])
            wait_until("presence of nobody", lambda: first.presence == {bo: "OFFLINE"})
            first.does("send", bo, "while_away")
            first.has("storage", lambda all: said(all)[-1] == ("while away", "STORED"))
            renamed = bo + "_new"
            lab.stage.api.put(f"/subscribers/{bo}", {"username": renamed, "password": PASSWORD, "displayName": "Renamed"})
            second.uses(lab.stage, lab.port, renamed)
            second.has("the stored text", lambda all: ("while away", "UNREAD") in said(all))
            first.has("its delivery", lambda all: said(all)[-1] == ("while away", "DELIVERED"))
            assert [text for text, _ in said(second.texts["messages"])].count("while away") == 1
            first.does("send", "nobody-here", "lost")
            first.has("failure", lambda all: all[-1]["trouble"] == "phone-message-nobody")
            with open(lab.node.log, encoding="utf-8") as log:
                assert "while away" not in log.read(), "the text is in the log"


def desk_phone_sends_a_file(dist, folder):
    """GSMA RCC.07 §3.2.5: the desk learns at its registration where files go, uploads one and another desk fetches it, byte for byte; refusals have their reason."""
    with Lab(dist, folder, sound=False) as lab:
        values = {"trunkline.files": "yes", "trunkline.files.size": "3"}
        lab.stage.api.put("/settings", {"values": values})
        first = lab.phone
        anna = first.registered(lab.stage, lab.port)
        first.shows("file server", lambda it: it["accounts"][0]["files"] == lab.node.base)
        with closing(DeskPhone(folder, dict(os.environ, PULSE_SERVER=f"unix:{folder}/none"))) as (second,):
            bo = second.registered(lab.stage, lab.port)
            sent, fetched = os.path.join(folder, "holiday.png"), os.path.join(folder, "fetched.png")
            with open(sent, "wb") as file:
                file.write(os.urandom(2_500_000))
            first.does("file", bo, sent)
            second.has("file", lambda all: [m["text"].split("\n")[0] for m in all if m["peer"] == anna] == ["holiday.png (2.4 MB)"])
            first.has("delivery", lambda all: all[-1]["state"] == "DELIVERED" and all[-1]["text"].startswith("holiday.png (2.4 MB)\n"))
            second.does("fetch", fetched)
            wait_until("it is fetched", lambda: {"fetched": "holiday.png"} in second.outcomes)
            with open(sent, "rb") as one, open(fetched, "rb") as other:
                assert one.read() == other.read()
            large, page = os.path.join(folder, "large.png"), os.path.join(folder, "page.html")
            with open(large, "wb") as file:
                file.write(bytes(4_000_000))
            with open(page, "wb") as file:
                file.write(b"<script>")
            for name, code in (large, "phone-file-large"), (page, "phone-file-type"), (os.path.join(folder, "none"), "phone-file-unreadable"):
                del first.outcomes[:]
                first.does("file", bo, name)
                outcome = wait_until(f"an answer to {name}", lambda: first.outcomes)[0]
                assert outcome == {"refused": code}, outcome


class PresenceBaresip(Baresip):
    """A phone nobody here wrote that publishes its presence."""

    def __init__(self, stage, user):
        self.control = free_port(socket.SOCK_STREAM)
        super().__init__(stage, user, 440, False, more="module_app presence.so\nmodule_app ctrl_tcp.so\n"
                                                       f"ctrl_tcp_listen 127.0.0.1:{self.control}\n")
        self._write("accounts", f"<sip:{user}@{stage.target};transport=udp>;auth_pass={PASSWORD};regint=60;pubint=120\n")
        let_go(self.control)

    def does(self, command, parameters=""):
        """A command of its menu, by netstring."""
        text = json.dumps({"command": command, "params": parameters})
        with socket.create_connection(("127.0.0.1", self.control), 20) as connection:
            connection.sendall(f"{len(text)}:{text},".encode())
            told = b""
            while b'"response":true' not in told:  # events come before it
                more = connection.recv(4096)
                assert more, f"{command}: {told}"
                told += more
            assert b'"ok":true' in told, f"{command}: {told}"


def desk_phone_presence(dist, folder):
    """RFC 3903, RFC 3856, RFC 4480: what the desk publishes is told to a watcher, with its note, and is gone with the desk; what baresip
    publishes is seen by the desk, and that it talks."""
    with Lab(dist, folder, sound=False) as lab:
        phone, stage = lab.phone, lab.stage
        user = phone.registered(stage, lab.port)

        def published():
            return [t["used"] for t in stage.api.get("/status")["border"]["tables"] if t["name"] == "publications"]
        other = PresenceBaresip(stage, stage.user())
        try:
            phone.does("watch", other.user)
            wait_until("the presence of who has no phone", lambda: phone.presence == {other.user: "OFFLINE"})
            other.start("/presence_online")
            wait_until("presence of baresip", lambda: phone.presence == {other.user: "AVAILABLE"})
            other.does("presence_offline")
            wait_until("baresip offline", lambda: phone.presence == {other.user: "OFFLINE"})
            other.does("presence_online")
            wait_until("baresip online", lambda: phone.presence == {other.user: "AVAILABLE"})
            theirs, = published()  # baresip makes a new one for each state
            phone.does("own", "BUSY", "Until_<three>")
            wait_until("the desk's publication", lambda: published() == [theirs + 1])
            with closing(Phone(stage, stage.user())) as (watching,):
                watcher = PresenceWatcher(watching, user)
                assert watcher.subscribe(600).startswith("SIP/2.0 200")
                watcher.told("<rpid:busy/></rpid:activities><dm:note>Until &lt;three&gt;</dm:note>")
                phone.does("own", "AVAILABLE", "_")
                phone.does("disturb", "true")
                dnd = watcher.told("<rpid:busy/>")
                assert "<basic>closed</basic>" in dnd and "note" not in dnd, dnd
                phone.does("disturb", "false")
                phone.does("own", "AWAY", "Lunch")
                watcher.told("<rpid:away/></rpid:activities><dm:note>Lunch</dm:note>")
                phone.does("own", "OFFLINE", "_")
                hidden = watcher.told("<basic>closed</basic>")
                assert "activities" not in hidden, hidden
                phone.does("own", "AVAILABLE", "_")
            for each in (user, other.user):
                handle(stage, each, pickupGroups=["office"])
            phone.does("lamps", other.user)
            with closing(lab.plain()) as (called,):
                other.does("dial", f"sip:{called.user}@{stage.target}")
                called.takes()
                wait_until("baresip talks", lambda: phone.talking == [other.user] and phone.presence == {other.user: "ON_THE_PHONE"})
                other.does("hangup")
                wait_until("it does not", lambda: phone.talking == [] and phone.presence == {other.user: "AVAILABLE"})
            with_desk, = published()
            phone.close()
            wait_until("the desk's publication is gone", lambda: published() == [with_desk - 1])
        finally:
            other.stop()


def desk_phone_with_twenty_accounts(dist, folder):
    """Twenty accounts register, each is called, some call out by their own name, and all leave; the calls follow each other without a pause."""
    with Lab(dist, folder, sound=False) as lab:
        users = [lab.stage.user() for _ in range(ACCOUNTS)]
        lab.phone.uses(lab.stage, lab.port, users[0], others=users[1:])
        lab.phone.shows("all registrations", lambda it: [each["state"] for each in it["accounts"]] == ["REGISTERED"] * ACCOUNTS)
        assert sorted(each["username"] for each in lab.stage.api.get("/registrations")["items"]) == sorted(users)
        ids = ["one", *users[1:]]
        with closing(lab.plain()) as (other,):
            began = time.monotonic()
            for n in range(CALLS):
                is_called(lab, other, users[n % ACCOUNTS], ids[n % ACCOUNTS], n)
            took = (time.monotonic() - began) / CALLS
            for user, identity in (users[0], "one"), (users[-1], users[-1]):
                lab.phone.does("call", other.user, identity)
                invite = other.next("^INVITE ")
                assert f"sip:{user}@" in re.search("(?m)^From:.*$", invite).group(), invite
                other.reply(invite, "486 Busy Here")
                lab.phone.line("ENDED")
            lab.phone.shows("no line", lambda it: not it["lines"])
        lab.phone.does("use")
        wait_until("none is registered", lambda: not [each for each in lab.stage.api.get("/registrations")["items"] if each["username"] in users])
        assert len(list(lab.stage.api.records(f'from:"{other.user}"'))) == CALLS
        return f"{CALLS} calls one after the other, {took * 1000:.0f} ms each"


def is_called(lab, caller, user, identity, n):
    """By that account; the caller hangs up at once."""
    call = f"in-a-row-{n}-{caller.port}"
    caller.invite(user, call, offer=caller.description())
    line = lab.phone.shows("it rings", lambda it: [each for each in it["lines"] if each["state"] == "RINGING"])["lines"][-1]
    assert (line["account"], line["number"]) == (identity, caller.user), line
    lab.phone.does("answer", line["id"])
    answer = caller.next(r"^SIP/2.0 200[^$]*CSeq: 2 INVITE")
    target, to = re.search("<(.*)>", header(answer, "Contact")).group(1), header(answer, "To")
    caller.send("ACK", target, call, to, 2)
    lab.phone.shows("it talks", lambda it: [each for each in it["lines"] if each["id"] == line["id"] and each["state"] == "TALKING"])
    caller.within((call, to, target, "p"), "BYE", 3)
    caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
    lab.phone.shows("it ended", lambda it: not [each for each in it["lines"] if each["state"] not in ("ENDED",)])


def desk_phone_refuses_an_expired_certificate(dist, folder):
    """RFC 5280 §4.1.2.5: the reason names the day on which the certificate of the node's WSS expired."""
    with Lab(dist, folder, sound=False) as lab:
        tls = os.path.join(lab.node.data, "tls")
        certify(tls)
        certificate_of(tls, "node", "IP:127.0.0.1", -1)
        ended = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 86400))
        port = wait_until("the secure WebSocket port is open", lambda: [int(each.rsplit(":", 1)[1]) for each in
                          lab.stage.api.get("/status")["listeners"] if each.startswith("wss ")])[0]
        lab.phone.does("use", f"wss://{lab.node.HOST}:{port}", lab.node.HOST, lab.stage.user(), PASSWORD)
        account = lab.phone.shows("refused certificate", lambda it: it["accounts"][0]["trouble"] == "phone-certificate-expired")["accounts"][0]
        assert f"expired on {ended}" in account["troubleText"], account


TESTS = [desk_phone_calls, desk_phone_presence, desk_phone_in_a_conference, desk_phone_messages, desk_phone_sends_a_file]
LONG = [desk_phone_tests_its_sound, desk_phone_echo, desk_phone_on_a_bad_network, desk_phone_with_twenty_accounts, desk_phone_without_sound, desk_phone_whose_sound_dies,
        desk_phone_and_a_new_node, desk_phone_changes_networks, desk_phone_sends_less_where_much_is_lost, desk_phone_with_a_wrong_password, desk_phones_together,
        desk_phone_over_secure_websocket, desk_phone_refuses_an_expired_certificate]
"""Only where they are named."""
