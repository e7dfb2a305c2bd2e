"""Calls between IPv4 and IPv6: signalling and sound (RFC 3261 §19.1.1, RFC 4566 §5.7)."""
import ipaddress
import re
import socket
import struct
import threading
import time

from .calls import same
from .flows import Phone, closing, header
from .node import family, has_ipv6

PACKETS = 100
# the machine may be busy, but a relay on loopback loses little
ENOUGH = 80


class SpeakingPhone(Phone):
    """Sends and hears G.711."""

    def __init__(self, stage, user, host=None):
        super().__init__(stage, user, host)
        self.rtp = socket.socket(family(self.host), socket.SOCK_DGRAM)
        self.rtp.bind((self.host, 0))
        self.rtp.settimeout(0.02)
        self.heard = 0

    def description(self):
        kind = "IP6" if ":" in self.host else "IP4"
        return (f"v=0\r\no=- 1 1 IN {kind} {self.host}\r\ns=-\r\nc=IN {kind} {self.host}\r\nt=0 0\r\n"
                f"m=audio {self.rtp.getsockname()[1]} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")

    def talk(self, sdp, octet):
        """Sends one sound and counts those of the other."""
        kind = "IP6" if ":" in self.host else "IP4"
        to = re.search(rf"(?m)^c=IN {kind} (\S+)", sdp)
        assert to, f"the {kind} side was told something else: {sdp}"
        at = (to.group(1), int(re.search(r"(?m)^m=audio (\d+)", sdp).group(1)))
        for n in range(PACKETS):
            due = time.monotonic() + 0.02
            self.rtp.sendto(struct.pack(">BBHII", 0x80, 8, n, n * 160, octet) + bytes([octet]) * 160, at)
            self.listen(octet, due)
        self.listen(octet, time.monotonic() + 30, ENOUGH)

    def listen(self, octet, until, enough=PACKETS + 1):
        while self.heard < enough and time.monotonic() < until:
            try:
                packet = self.rtp.recv(2048)
            except TimeoutError:
                continue
            if len(packet) == 172 and packet[12] not in (octet, 0):
                self.heard += 1

    def close(self):
        super().close()
        self.rtp.close()


def between(stage, calling, called):
    with closing(SpeakingPhone(stage, stage.user(), calling),
                 SpeakingPhone(stage, stage.user(), called)) as (caller, callee):
        callee.register()
        offers = []

        def answer():
            offers.append(callee.next("^INVITE "))
            callee.next("^ACK ")
        waiting = threading.Thread(target=answer)
        waiting.start()
        dialog = caller.call(callee.user, f"between-{caller.port}")
        waiting.join()
        via = re.search(r"UDP \[?([0-9a-fA-F.:]*[0-9a-fA-F])\]?:\d+;", header(offers[0], "Via")).group(1)
        assert str(ipaddress.ip_address(via)) == callee.node[0], offers[0]
        talking = threading.Thread(target=callee.talk, args=(offers[0], 0xD5))
        talking.start()
        caller.talk(caller.answer, 0x2A)
        talking.join()
        caller.within(dialog, "BYE", 3)
        callee.next("^BYE ")
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
    assert min(caller.heard, callee.heard) >= ENOUGH, f"heard {caller.heard} and {callee.heard}"
    record = stage.api.record_to(callee.user)
    same(record, cause="normal", sipStatus=200)
    addresses = [leg["remoteAddress"] for leg in record["legs"]]
    assert [("[" in address or address.count(":") > 1) for address in addresses] == [":" in calling, ":" in called], addresses
    heard = {stream["from"]: stream["packets"] for stream in record["quality"]}
    assert min(heard["caller"], heard["callee"]) >= ENOUGH, record["quality"]
    return f"{caller.heard} and {callee.heard} of {PACKETS} packets heard"


def ipv4_to_ipv6(stage):
    """RFC 3261 §19.1.1, RFC 4566 §5.7: each side sees addresses of its own family, in SIP and in SDP."""
    return between(stage, stage.host(), "::1")


def ipv6_to_ipv4(stage):
    """The same the other way (RFC 3261 §19.1.1, RFC 4566 §5.7)."""
    return between(stage, "::1", stage.host())


def ipv6_to_ipv6(stage):
    """And where both have IPv6 (RFC 3261 §19.1.1, RFC 4566 §5.7)."""
    return between(stage, "::1", "::1")


TESTS = [ipv4_to_ipv6, ipv6_to_ipv4, ipv6_to_ipv6] if has_ipv6() else []
