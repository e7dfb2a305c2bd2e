"""Applications that take calls over, on the packaged node."""
import re
import struct
import time

from .calls import labels, same, why
from .families import SpeakingPhone
from .flows import closing
from .node import Node
from .sound import told_address
from .stage import Stage
from .voice import goertzel

NOBODYS = "+46855999999"


def samples(payload):
    """Of A-law (ITU-T G.711)."""
    for octet in payload:
        bits = octet ^ 0x55
        segment = bits >> 4 & 7
        value = ((bits & 15) << 4) + (8 if segment == 0 else 0x108)
        value <<= max(0, segment - 1)
        yield value if bits & 0x80 else -value


def hear(phone, seconds):
    """@return what came by RTP, oldest first, and how many packets"""
    heard, sequences, end = [], [], time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            packet = phone.rtp.recv(2048)
        except TimeoutError:
            continue
        sequences.append(struct.unpack(">H", packet[2:4])[0])
        heard.extend(samples(packet[12:]))
    steps = {(after - before) % 65536 for before, after in zip(sequences, sequences[1:])}
    assert steps <= {1}, f"packets were lost or out of order: {steps}"
    return heard, len(sequences)


def announcement_of_an_unassigned_number(dist, folder):
    """RFC 3960 §2, ITU-T E.180 §10: three rising tones before the 404, and why in the record."""
    node = Node(dist, folder, "-Dtrunkline.announce.unassigned=tone").start()
    stage = Stage(node, folder)
    try:
        with closing(SpeakingPhone(stage, stage.user())) as (caller,):
            caller.invite(NOBODYS, f"nobody-{caller.port}")
            early = caller.next("^SIP/2.0 183")
            told_address(early)
            heard, packets = hear(caller, 1.2)
            caller.next(r"^SIP/2.0 404[^$]*CSeq: 2 INVITE")
        assert 40 <= packets <= 70, f"{packets} packets in 1.2 s"
        begin = next(i for i, sample in enumerate(heard) if abs(sample) > 1000)
        for third, hertz in enumerate((950, 1400, 1800)):
            part = heard[begin + 2640 * third + 300:begin + 2640 * third + 2300]
            assert goertzel(part, hertz) > 0.9, f"no {hertz} Hz: {goertzel(part, hertz)}"
        record = stage.api.record_to(NOBODYS)
        same(record, cause="not-found", sipStatus=404, answeredAt=None)
        assert why(record) == [("application:announcement", "chosen", "none")], record["why"]
        ladder = [label.split()[0] for label in labels(stage, record)]
        assert ladder == ["INVITE", "100", "183", "404"], ladder
        sent = [stream for stream in record["quality"] if stream["from"] == "callee"]
        assert sent and sent[0]["codec"] == "PCMA" and sent[0]["packets"] > 200, record["quality"]
        return f"{packets} packets heard in 1.2 s"
    finally:
        stage.close()
        node.stop()


TESTS = [announcement_of_an_unassigned_number]
