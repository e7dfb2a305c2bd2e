"""What the record says of a call's sound: silence, one side only, a codec nobody agreed on, and what the far end reports."""
import re
import socket
import struct
import time

from .calls import same
from .dialogs import connect, hang_up
from .families import SpeakingPhone
from .flows import closing
from .sipp import wait_until

PCMA, GSM = 8, 3
SSRC = 0x5EED0000


class ReportingPhone(SpeakingPhone):
    """Speaks as much as the test wants, and has a socket for RTCP."""

    def __init__(self, stage, user):
        super().__init__(stage, user)
        self.rtcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtcp.bind((self.host, 0))
        self.rtcp.settimeout(60)
        self.sent = 0

    def description(self):
        return super().description() + f"a=rtcp:{self.rtcp.getsockname()[1]}\r\n"

    def speak(self, told, count, ssrc, codec=PCMA):
        """To where it was told. The relay learns who sends from the first packets, so others are heard meanwhile."""
        to = told_address(told)
        for _ in range(count):
            head = struct.pack(">BBHII", 0x80, codec, self.sent, self.sent * 160, ssrc)
            self.rtp.sendto(head + b"\xd5" * 160, to)
            self.sent += 1
            time.sleep(0.02)

    def report(self, told, by, of, lost, discarded):
        """A receiver report (RFC 3550 §6.4.2) and VoIP metrics (RFC 3611 §4.7), from the port that its own SDP names."""
        rr = struct.pack(">BBHII", 0x81, 201, 7, by, of) + struct.pack(">B", 26) + lost.to_bytes(3, "big")
        rr += struct.pack(">IIII", 40, 80, 0, 0)
        xr = struct.pack(">BBHI", 0x80, 207, 10, by)
        xr += struct.pack(">BBHI", 7, 0, 8, of)
        xr += struct.pack(">BBBBHHHH", 26, discarded, 128, 5, 200, 2000, 60, 20)
        xr += struct.pack(">bbBBBBBBBBHHH", -20, -60, 40, 16, 82, 127, 38, 37, 0, 0, 40, 60, 100)
        port = re.search(r"(?m)^a=rtcp:(\d+)", told)
        host, media = told_address(told)
        self.rtcp.sendto(rr + xr, (host, int(port.group(1)) if port else media + 1))

    def close(self):
        super().close()
        self.rtcp.close()


def told_address(sdp):
    return re.search(r"(?m)^c=IN IP4 (\S+)", sdp).group(1).strip(), int(re.search(r"(?m)^m=audio (\d+)", sdp).group(1))


def talking(caller, callee, name):
    """@return the caller's dialog, and what each side was told"""
    callee.register()
    told = []

    def answer(invite):
        told.append(invite)
        callee.reply(invite, "200 OK", callee.description())
    callee.left = ("INVITE",)
    dialog, _ = connect(caller, callee, name, answer)
    return dialog, caller.answer, told[0]


def silence_one_way_and_a_wrong_codec(stage):
    """RFC 3550 §5.1, RFC 3264 §6.1: nobody heard, one side heard, and a payload type that was not agreed on, by name in the
    record of the call."""
    cases = {"no-audio": (0, 0, PCMA), "caller-silent": (0, 10, PCMA), "callee-silent": (10, 0, PCMA), "wrong-codec": (10, 10, GSM)}
    with closing(*(ReportingPhone(stage, stage.user()) for _ in range(2 * len(cases)))) as phones:
        pairs = list(zip(phones[::2], phones[1::2]))
        calls = [talking(*pair, finding) for finding, pair in zip(cases, pairs)]
        began = time.monotonic()
        for (callers, callees, codec), (caller, callee), (_, to_caller, to_callee) in zip(cases.values(), pairs, calls):
            caller.speak(to_caller, callers, SSRC + 1, codec)
            callee.speak(to_callee, callees, SSRC + 2)
        wait_until("long enough to be heard", lambda: time.monotonic() - began > 3.2)
        for (caller, callee), (dialog, _, _) in zip(pairs, calls):
            hang_up(caller, callee, dialog, 3)
    for finding, (_, callee) in zip(cases, pairs):
        record = stage.api.record_to(callee.user)
        same(record, cause="normal", findings=[finding])
    codecs = {stream["from"]: stream["codec"] for stream in record["quality"]}
    assert codecs == {"caller": f"PT {GSM}", "callee": "PCMA"}, record["quality"]


def what_the_far_end_reports(stage):
    """RFC 3550 §6.4.2, RFC 3611 §4.7: a phone's receiver report and its VoIP metrics pass, and stand in the record with the
    stream they are about. RFC 3550 §6.2: a side to which the other sends no reports gets the node's."""
    with closing(ReportingPhone(stage, stage.user()), ReportingPhone(stage, stage.user())) as (caller, callee):
        dialog, to_caller, to_callee = talking(caller, callee, "reports")
        caller.speak(to_caller, 10, SSRC + 3)
        callee.speak(to_callee, 10, SSRC + 4)
        caller.report(to_caller, by=SSRC + 3, of=SSRC + 4, lost=2, discarded=13)
        while struct.pack(">II", SSRC + 3, SSRC + 4) not in callee.rtcp.recv(2048):
            pass  # the node's own, where the caller was slow
        own = caller.rtcp.recv(2048)  # the callee sends none, and the node does after some seconds
        assert own[1] in (200, 201), own.hex()
        hang_up(caller, callee, dialog, 3)
    record = stage.api.record_to(callee.user)
    stream = {each["from"]: each for each in record["quality"]}["callee"]
    far = stream["farEnd"]
    assert (far["reports"], far["lost"]) == (1, 2) and abs(far["worstLossRatio"] - 26 / 256) < 0.01, far
    assert abs(far["discardedRatio"] - 13 / 256) < 0.01 and far["rFactor"] == 82 and abs(far["mos"] - 3.7) < 0.11, far
    assert far["bursts"]["burstMs"] == 200 and far["bursts"]["gapMs"] == 2000, far


TESTS = [what_the_far_end_reports, silence_one_way_and_a_wrong_codec]
