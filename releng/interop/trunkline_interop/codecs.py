"""A codec of a plug-in on the packaged node: a phone that speaks G.729 alone, by the library bcg729, and baresip without it."""
import ctypes
import glob
import math
import os
import re
import statistics
import struct
import subprocess
import threading
import time

from .calls import same
from .dialogs import connect, hang_up
from .families import SpeakingPhone
from .flows import closing
from .node import Node
from .sipp import wait_until
from .sound import SSRC, ReportingPhone, talking, told_address
from .stage import Stage
from .voice import RATE, Baresip, goertzel, is_tone, unspoiled

FRAME = 80
HEARD = 4 * RATE
PLUGIN = "org.trunkline.examples.g729"


class G729:
    """Two channels of bcg729, which is called otherwise than the plug-in calls it."""

    def __init__(self, silence):
        self.lib = ctypes.CDLL("libbcg729.so.0")
        self.lib.initBcg729EncoderChannel.restype = ctypes.c_void_p
        self.lib.initBcg729DecoderChannel.restype = ctypes.c_void_p
        self.encoder = ctypes.c_void_p(self.lib.initBcg729EncoderChannel(ctypes.c_uint8(silence)))
        self.decoder = ctypes.c_void_p(self.lib.initBcg729DecoderChannel())

    def encode(self, samples):
        payload, octets, length = b"", (ctypes.c_uint8 * 10)(), ctypes.c_uint8()
        for at in range(0, len(samples), FRAME):
            frame = (ctypes.c_int16 * FRAME)(*samples[at:at + FRAME])
            self.lib.bcg729Encoder(self.encoder, frame, octets, ctypes.byref(length))
            payload += bytes(octets[:length.value])
        return payload

    def decode(self, payload):
        samples, signal = [], (ctypes.c_int16 * FRAME)()
        while payload:
            frame, payload = payload[:10], payload[10:]
            assert len(frame) in (2, 10), f"{len(frame)} octets are no frame of G.729"
            self.lib.bcg729Decoder(self.decoder, (ctypes.c_uint8 * 10)(*frame), ctypes.c_uint8(len(frame)), ctypes.c_uint8(0),
                                   ctypes.c_uint8(len(frame) == 2), ctypes.c_uint8(0), signal)
            samples += signal
        return samples


class G729Phone(SpeakingPhone):
    """Sends a tone, and hears what comes."""

    def __init__(self, stage, user, hertz, ptime=20, annexb=False):
        super().__init__(stage, user)
        self.hertz, self.ptime, self.annexb = hertz, ptime, annexb
        self.codec = G729(annexb)
        self.samples, self.lengths, self.clocks = [], [], []
        self.over = False
        self.thread = None

    def description(self):
        return (f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
                f"m=audio {self.rtp.getsockname()[1]} RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\n"
                f"a=fmtp:18 annexb={'yes' if self.annexb else 'no'}\r\na=ptime:{self.ptime}\r\n")

    def talk(self, told):
        self.thread = threading.Thread(target=self._talk, args=(told_address(told),), daemon=True)
        self.thread.start()

    def _talk(self, to):
        count = FRAME * self.ptime // 10
        began, n = time.monotonic(), 0
        while not self.over:
            samples = [int(8000 * math.sin(2 * math.pi * self.hertz * (n * count + i) / RATE)) for i in range(count)]
            payload = self.codec.encode(samples)
            if payload:
                self.rtp.sendto(struct.pack(">BBHII", 0x80, 18, n & 0xffff, n * count, 0x729) + payload, to)
            n += 1
            self._hear(began + n * self.ptime / 1000)

    def _hear(self, until):
        while time.monotonic() < until:
            self.rtp.settimeout(max(0.001, until - time.monotonic()))
            try:
                packet = self.rtp.recv(2048)
            except TimeoutError:
                continue
            assert packet[1] & 0x7f == 18, packet[:12].hex()
            self.lengths.append(len(packet) - 12)
            self.clocks.append(struct.unpack(">I", packet[4:8])[0])
            self.samples += self.codec.decode(packet[12:])

    def hears(self, hertz):
        wait_until("4 s of G.729 heard", lambda: len(self.samples) >= HEARD, 60)
        pieces = [self.samples[at:at + RATE // 5] for at in range(RATE // 2, HEARD - RATE // 5, RATE // 5)]
        share = statistics.median(goertzel(piece, hertz) for piece in pieces)
        assert share > 0.85, f"{hertz} Hz is {share:.2f} of what the phone with G.729 heard"
        return share

    def close(self):
        self.over = True
        if self.thread:
            self.thread.join()
        super().close()


def trunkline(node, *arguments):
    done = subprocess.run([os.path.join(node.dist, "bin", "trunkline"), "plugin", *arguments, "--data", node.data], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def with_g729(dist, folder):
    """A node with the plug-in."""
    node = Node(dist, folder).start()
    brought = os.environ["TRUNKLINE_G729"]
    trunkline(node, "trust", os.path.join(brought, "publisher.pem"), "--inside")
    trunkline(node, "install", glob.glob(os.path.join(brought, "*.tlp"))[0])

    def converts():
        with open(node.log, encoding="utf-8") as file:
            return "converts the audio codec G729" in file.read()
    wait_until("the codec is there", converts)
    return node, Stage(node, folder)


def g729_and_pcma(dist, folder):
    """RFC 3551 §4.5.6, RFC 3264 §6.1: a phone with G.729 alone and one with PCMA alone hear each other's tone, whoever calls; packets of
    10 and 20 ms; of Annex B, what is silent is not sent to the one that wants it so."""
    node, stage = with_g729(dist, folder)
    notes = []
    try:
        for ptime in (20, 10):
            notes.append(unspoiled(calls_baresip, stage, ptime))
        notes.append(unspoiled(is_called_by_baresip, stage))
        sent, left_out = packets_of_silence(stage, False), packets_of_silence(stage, True)
        assert sent > 130 and 0 < left_out < 100, f"of 150 silent packets {sent} arrive without Annex B, {left_out} with it"
        notes.append(f"of 150 silent packets {left_out} arrive")
        return "; ".join(notes)
    finally:
        stage.close()
        node.stop()


def calls_baresip(stage, ptime):
    called = Baresip(stage, stage.user(), 700, True)
    with closing(G729Phone(stage, stage.user(), 440, ptime)) as (phone,):
        try:
            called.start()
            wait_until("baresip registered", lambda: called.registered(stage.api))
            dialog = phone.call(called.user, f"g729-{phone.port}")
            answer = phone.answer
            assert re.search(r"(?m)^m=audio \d+ RTP/AVP 18\r?$", answer), answer
            phone.talk(answer)
            share = phone.hears(700)
            wait_until("heard by baresip", lambda: len(called.heard()) >= HEARD, 60)
            phone.over = True
            phone.thread.join()
            phone.within(dialog, "BYE", 3)
            phone.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
            record = stage.api.record_to(called.user)
        finally:
            called.stop()
    is_tone(called, 440, 700)
    assert [leg["codec"] for leg in record["legs"]] == ["G729", "PCMA"], record["legs"]
    streams = {stream["from"]: stream for stream in record["quality"]}
    assert streams["caller"]["codec"] == "G729" and 3 < streams["caller"]["mos"] < 4.2, streams
    assert statistics.mode(phone.lengths) == ptime, phone.lengths[:20]  # ten octets for 10 ms
    return f"packets of {ptime} ms: {share:.3f} of the power is the tone"


def packets_of_silence(stage, annexb):
    """@return how many packets the phone with G.729 gets of 150 that are silent"""
    with closing(G729Phone(stage, stage.user(), 440, annexb=annexb), ReportingPhone(stage, stage.user())) as (phone, callee):
        dialog, to_phone, to_callee = talking(phone, callee, "silence")
        phone.talk(to_phone)
        callee.speak(to_callee, 150, SSRC)
        hang_up(phone, callee, dialog, 3)
        assert phone.clocks, "nothing arrived"
        return len(phone.clocks)


def is_called_by_baresip(stage):
    """RFC 3261 §21.4.26: the phone refuses PCMA by 488, and is asked again with G.729."""
    calling = Baresip(stage, stage.user(), 700, False)
    with closing(G729Phone(stage, stage.user(), 440)) as (phone,):
        try:
            phone.register()
            phone.left = ("INVITE",)
            calling.start(f"/dial sip:{phone.user}@{stage.target}")
            first = phone.next("^INVITE ")
            assert not re.search(r"(?m)^m=audio \d+ RTP/AVP .*\b18\b", first), "nothing is converted that need not be"
            phone.reply(first, "488 Not Acceptable Here")
            phone.next("^ACK ")
            second = phone.next("^INVITE ")
            assert re.search(r"(?m)^m=audio \d+ RTP/AVP .*\b18\b", second), second
            phone.reply(second, "200 OK", phone.description())
            phone.next("^ACK ")
            phone.talk(second)
            share = phone.hears(700)
            wait_until("heard by baresip", lambda: len(calling.heard()) >= HEARD, 60)
            calling.hang_up()
            phone.next("^BYE ")
            record = stage.api.record_to(phone.user)
        finally:
            calling.stop()
    is_tone(calling, 440, 700)
    assert [leg["codec"] for leg in record["legs"]] == ["PCMA", "G729"], record["legs"]
    return f"called: {share:.3f}"


def g729_whose_plugin_is_removed(dist, folder):
    """RFC 3261 §15.1, RFC 3551 §4.5.6: a call whose codec is gone is silent, and ended with a reason after five seconds; a call without it
    continues."""
    node, stage = with_g729(dist, folder)
    try:
        with closing(G729Phone(stage, stage.user(), 440), SpeakingPhone(stage, stage.user()), SpeakingPhone(stage, stage.user()),
                     SpeakingPhone(stage, stage.user())) as (phone, callee, alice, bob):
            callee.register()
            bob.register()
            told = []
            callee.left = ("INVITE",)

            def answer(invite):
                callee.reply(invite, "200 OK", callee.description())
            connect(phone, callee, "leaving", answer)
            other, _ = connect(alice, bob, "staying")
            phone.talk(phone.answer)
            wait_until("calls", lambda: len(stage.api.get("/calls")["items"]) == 2)
            trunkline(node, "remove", PLUGIN)
            began = time.monotonic()
            phone.next("^BYE ")
            callee.next("^BYE ")
            took = time.monotonic() - began
            assert 3 < took < 30, f"ended after {took:.1f} s"
            same(stage.api.record_to(callee.user), cause="media-unavailable", endedBy="node")
            hang_up(alice, bob, other, 3)
            same(stage.api.record_to(bob.user), cause="normal")
        return f"ended after {took:.1f} s"
    finally:
        stage.close()
        node.stop()


TESTS = [g729_and_pcma, g729_whose_plugin_is_removed]
