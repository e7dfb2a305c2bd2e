"""Calls with sound: two baresip instances, and RTP with known losses."""
import glob
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
import wave

from .calls import same, two_phones
from .node import free_port, free_sip_ports, let_go
from .sipp import Scenario, sdp, wait_until
from .stage import PASSWORD

RATE = 8000
HOST = "127.0.0.1"  # baresip binds RTP to any address, so its packets come from here whatever its SDP says


def write_tone(path, hertz, seconds=30):
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        second = b"".join(struct.pack("<h", int(8000 * math.sin(2 * math.pi * hertz * i / RATE))) for i in range(RATE))
        file.writeframes(second * seconds)


def goertzel(samples, hertz):
    """Share of the signal's power at one frequency, 0 to 1."""
    coefficient = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + coefficient * last - before
    power = before * before + last * last - coefficient * before * last
    total = sum(s * s for s in samples) or 1
    return 2 * power / (len(samples) * total)


def read_samples(path):
    with open(path, "rb") as file:
        data = file.read()
    if len(data) < 44:
        return ()
    channels, rate = struct.unpack_from("<HI", data, 22)
    data = data[44:]  # the header's length field is wrong until baresip closes the file
    samples = struct.unpack(f"<{len(data) // 2}h", data[:len(data) // 2 * 2])
    return samples[::channels * (rate // RATE)]


class Baresip:
    CONFIG = """poll_method epoll
sip_listen {host}:{port}
net_interface {host}
audio_source aufile,{folder}/tone.wav
rtp_ports {rtp}-{rtp_end}
rtcp_mux no
audio_buffer 20-160
snd_path {folder}
module_path {modules}
module g711.so
module opus.so
ausrc_srate 8000
ausrc_channels 1
module sndfile.so
module aufile.so
module_app account.so
module_app menu.so
"""

    # its jitter buffer takes the packets of a second source for late ones where their numbers are lower (libre 1.1)
    SOURCES_CHANGE = "jitter_buffer_delay 0-0\n"

    def __init__(self, stage, user, hertz, answers, codec="PCMA/8000/1", more=""):
        self.user = user
        self.folder = os.path.join(stage.folder, "baresip", user)
        os.makedirs(self.folder)
        write_tone(os.path.join(self.folder, "tone.wav"), hertz)
        self.port = free_sip_ports(HOST)  # it opens the next one for TLS, or ends where it cannot
        rtp = free_port(host=HOST) // 100 * 100
        modules = next(iter(glob.glob("/usr/lib/baresip/modules") + glob.glob("/usr/lib/*/baresip/modules")))
        self._write("config", self.CONFIG.format(host=HOST, port=self.port, folder=self.folder, rtp=rtp,
                                                 rtp_end=rtp + 98, modules=modules) + more)
        self._write("accounts", f"<sip:{user}@{stage.target};transport=udp>;auth_pass={PASSWORD};regint=60"
                    f";audio_codecs={codec}" + (";answermode=auto" if answers else "") + "\n")
        self._write("contacts", "")
        self.log = os.path.join(self.folder, "log")
        self.process = None

    def _write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, *commands):
        arguments = ["baresip", "-v", "-f", self.folder, "-t", "600"]
        let_go(self.port)
        let_go(self.port + 1)
        for command in commands:
            arguments += ["-e", command]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def registered(self, api):
        """@return whether the node knows its contact; fails at once where it has ended"""
        assert self.process.poll() is None, f"baresip ended with {self.process.returncode}, see {self.log}"
        return self.user in [contact["username"] for contact in api.get("/registrations")["items"]]

    def heard(self):
        files = glob.glob(os.path.join(self.folder, "dump-*-dec.wav"))
        return read_samples(files[0]) if files else ()

    def hang_up(self):
        """Ends its call and itself, as somebody does who closes a softphone."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(120)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def newest(phone):
    """What it heard since its audio began last: each new stream is another file."""
    files = glob.glob(os.path.join(phone.folder, "dump-*-dec.wav"))
    return read_samples(max(files, key=os.path.getmtime)) if files else ()


HEARD = 4 * RATE


def hear_each_other(phones):
    """For long enough to know what."""
    for phone in phones:
        wait_until(f"{HEARD / RATE} s heard, as in {phone.log}", lambda: len(phone.heard()) >= HEARD, 120)


class Spoiled(AssertionError):
    """A tone is not what it should be."""


def unspoiled(call, *arguments):
    """A machine that is behind for seconds spoils a tone; what is wrong with a codec spoils all three."""
    for _ in range(2):
        try:
            return call(*arguments)
        except Spoiled as spoiled:
            print(f"again: {spoiled}", flush=True)
    return call(*arguments)


def is_tone(phone, hertz, other=0):
    """By the median of short pieces: a packet that comes too late shifts the tone, and spoils its own piece only."""
    samples = phone.heard()[RATE // 2:HEARD]
    pieces = [samples[at:at + RATE // 5] for at in range(0, len(samples) - RATE // 5, RATE // 5)]
    share = statistics.median(goertzel(piece, hertz) for piece in pieces)
    if share <= 0.9:
        raise Spoiled(f"{hertz} Hz is {share:.2f} of what {phone.folder} heard")
    if other:
        assert statistics.median(goertzel(piece, other) for piece in pieces) < 0.01, "a phone hears itself"


def tones_between(stage, codecs):
    """Two real phones register, call each other through the node and hear each other's tone.

    @return the record of the call
    """
    caller, callee = stage.user(), stage.user()
    called = Baresip(stage, callee, 700, True, codecs[1])
    calling = Baresip(stage, caller, 440, False, codecs[0])
    try:
        called.start()
        wait_until("baresip registered", lambda: called.registered(stage.api))
        calling.start(f"/dial sip:{callee}@{stage.target}")
        wait_until("answered", lambda: [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == callee
                                        and c["state"] == "answered"])
        hear_each_other((calling, called))
        calling.hang_up()
        record = stage.api.record_to(callee)
    finally:
        calling.stop()
        called.stop()
    same(record, cause="normal", sipStatus=200, direction="internal", endedBy="caller")
    for phone, hertz, other in ((calling, 700, 440), (called, 440, 700)):
        is_tone(phone, hertz, other)
    return record


def opus_to_pcma(stage):
    """RFC 7587: a phone with Opus alone and one with PCMA alone hear each other, by the node's conversion."""
    record = tones_between(stage, ("opus/48000/2", "PCMA/8000/1"))
    assert [leg["codec"] for leg in record["legs"]] == ["opus", "PCMA"], record["legs"]


def pcma_to_opus(stage):
    """RFC 3261 §21.4.26: the callee refuses PCMA by 488, and is asked again with what the node can convert."""
    record = tones_between(stage, ("PCMA/8000/1", "opus/48000/2"))
    assert [leg["codec"] for leg in record["legs"]] == ["PCMA", "opus"], record["legs"]


def baresip_call(stage):
    """Two phones with a common codec, which the node passes on as it is."""
    record = tones_between(stage, ("PCMA/8000/1", "PCMA/8000/1"))
    streams = [s for s in record["quality"] if s["media"] == "audio"]
    assert sorted(s["from"] for s in streams) == ["callee", "caller"], record["quality"]
    for stream in streams:
        assert stream["codec"] == "PCMA" and stream["packets"] > 150, stream
        assert stream["lost"] <= stream["packets"] // 100, stream
        # a machine with no time for baresip makes it send late, and that is heard
        assert (4.1 if stream["maxJitterMs"] < 20 else 1) <= stream["mos"] <= 4.5, stream
    assert record["mos"] == min(s["mos"] for s in streams), record
    return f"MOS {record['mos']:.2f}, jitter {max(s['jitterMs'] for s in streams):.1f} ms"


class RtpSender(threading.Thread):
    """PCMA, a packet each 20 ms; some are left out on purpose."""

    def __init__(self, host, port, target, count, lose, seed, expected):
        super().__init__(daemon=True)
        self.expected = expected
        let_go(port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, port))
        self.target = target
        self.count = count
        chosen = random.Random(seed).sample(range(10, count - 10), round(count * lose))
        self.lost = set(chosen)
        self.heard = 0

    def run(self):
        self.socket.setblocking(False)
        began = time.monotonic()
        for n in range(self.count):
            if n not in self.lost:
                packet = struct.pack(">BBHII", 0x80, 8, (n + 65500) & 0xffff, n * 160, 0xCAFE0000 + self.count)
                self.socket.sendto(packet + b"\xd5" * 160, self.target)
            self.drain()
            wait = began + (n + 1) * 0.02 - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        end = time.monotonic() + 60
        while self.heard < self.expected and time.monotonic() < end:
            time.sleep(0.01)
            self.drain()
        self.socket.close()

    def drain(self):
        try:
            while True:
                self.socket.recv(2048)
                self.heard += 1
        except BlockingIOError:
            pass


def lossy_call(stage):
    """RFC 3550 §A.3, RFC 3611 §4.7.2: one side loses a known number of packets in ten; the record counts them to the
    packet."""
    test = "lossy_call"
    caller, callee, host, port = two_phones(stage, test)
    caller_host = stage.host()
    rtp_callee, rtp_caller = free_port(host=host), free_port(host=caller_host)
    answering = stage.run(test, Scenario("callee").receive("INVITE").ring().answer(sdp(port=rtp_callee)).take_bye(), host,
                          port)
    calling = stage.caller(test, Scenario("caller").invite(caller, callee, PASSWORD, sdp(port=rtp_caller)).expect(180)
                           .expect(200).ack().gate().bye(), caller_host)
    wait_until("answered", lambda: [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == callee
                                    and c["state"] == "answered"])

    def node_port(process, start):
        """Where the node wants this side's media, by the SDP it sent."""
        ports = re.findall(r"(?m)^m=audio (\d+) ", process.text().split(start)[-1])
        assert ports, f"no SDP from the node in {process.messages}"
        return int(ports[0])

    to_caller, to_callee = node_port(calling, "SIP/2.0 200 "), node_port(answering, "INVITE sip:")
    lossy = RtpSender(caller_host, rtp_caller, (stage.node.HOST, to_caller), 250, 0.1, 7, 250)
    clean = RtpSender(host, rtp_callee, (stage.node.HOST, to_callee), 250, 0, 8, 225)
    lossy.start()
    clean.start()
    lossy.join()
    clean.join()
    calling.go_on().done()
    answering.done()
    record = stage.api.record_to(callee)
    streams = {s["from"]: s for s in record["quality"]}
    got = streams["caller"]
    assert (got["packets"], got["lost"], got["duplicates"], got["reordered"]) == (225, 25, 0, 0), got
    assert abs(got["lossRatio"] - 0.1) < 1e-9, got
    bursts = got["bursts"]  # RFC 3611 §4.7.2: nearly all losses are less than sixteen packets from the next
    assert bursts["burstDensity"] > 0.1 > bursts["gapDensity"] and bursts["burstMs"] > 100, bursts
    assert (streams["callee"]["packets"], streams["callee"]["lost"]) == (250, 0), streams["callee"]
    assert clean.heard == 225, f"of 225 packets {clean.heard} were relayed"
    assert lossy.heard == 250, f"of 250 packets {lossy.heard} were relayed"
    assert got["mos"] < streams["callee"]["mos"] - 0.3, streams
    assert record["mos"] == got["mos"], record
    return f"MOS {got['mos']:.2f} with 10% loss, {streams['callee']['mos']:.2f} without"


TESTS = [lossy_call, baresip_call, opus_to_pcma, pcma_to_opus]
