"""Trunks by name: a small name server, and carriers behind the names it tells."""
import socket
import struct
import threading

from .calls import same, why
from .flows import Phone, closing
from .node import free_sip_port
from .sipp import wait_until

A, SRV, NAPTR = 1, 33, 35


class NameServer(threading.Thread):
    """RFC 1035, as much of it as one question of one client needs."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.records = {}
        self.start()

    def add(self, name, kind, data):
        self.records.setdefault((name, kind), []).append(data)

    def host(self, name, address):
        self.add(name, A, socket.inet_aton(address))

    def service(self, name, priority, port, target, weight=0):
        self.add(name, SRV, struct.pack(">HHH", priority, weight, port) + labels(target))

    def way(self, domain, order, service, target):
        """NAPTR (RFC 3403 §4.1) with the flag s."""
        texts = b"".join(bytes([len(text)]) + text for text in (b"s", service.encode(), b""))
        self.add(domain, NAPTR, struct.pack(">HH", order, 10) + texts + labels(target))

    def run(self):
        while True:
            try:
                query, who = self.socket.recvfrom(512)
                self.socket.sendto(self.answer(query), who)
            except OSError:
                return  # closed

    def answer(self, query):
        parts, at = [], 12
        while query[at]:
            parts.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        name, kind = ".".join(parts), struct.unpack(">H", query[at + 1:at + 3])[0]
        found = self.records.get((name, kind), [])
        known = any(name == other for other, _ in self.records)
        head = query[:2] + struct.pack(">HHHHH", 0x8580 if known else 0x8583, 1, len(found), 0, 0)
        return head + query[12:at + 5] + b"".join(struct.pack(">HHHIH", 0xC00C, kind, 1, 1, len(data)) + data for data in found)

    def close(self):
        self.socket.close()


def labels(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"


def trunk_by_name(stage):
    """RFC 3263 §4.1 to §4.3: NAPTR says the transport, SRV the targets; one that fails hands the same call to the next, the
    next call goes there at once, and after a minute the first is asked again."""
    hosts = stage.host(), stage.host()
    ports = [free_sip_port(host) for host in hosts]
    stage.names.way("carrier.test", 10, "SIP+D2U", "_sip._udp.carrier.test")
    for priority, name, host, port in zip((10, 20), ("one", "two"), hosts, ports):
        stage.names.service("_sip._udp.carrier.test", priority, port, f"{name}.carrier.test")
        stage.names.host(f"{name}.carrier.test", host)
    stage.api.post("/trunks", {"name": "named", "host": "carrier.test", "port": 0, "region": "SE", "optionsSeconds": 0})
    numbers = [stage.number() for _ in range(3)]
    for number in numbers:
        stage.route(number, {"name": "named"})
    with closing(Phone(stage, stage.user()), Phone(stage, "one", hosts[0], ports[0]),
                 Phone(stage, "two", hosts[1], ports[1])) as (caller, one, two):
        one.left = two.left = ("INVITE",)

        def call(turn, *answers):
            caller.invite(numbers[turn], f"named{turn}-{caller.port}")
            for carrier, line in answers:
                invite = carrier.next("^INVITE ")
                assert "@carrier.test" in invite.split("\r\n")[0], invite
                carrier.reply(invite, line)
                carrier.next("^ACK ")
            caller.next(rf"^SIP/2.0 486[^$]*Call-ID: named{turn}-")

        call(0, (one, "503 Service Unavailable"), (two, "486 Busy Here"))
        call(1, (two, "486 Busy Here"))
        wait_until("the first target heals", lambda: failed_targets(stage) == 0, 240)
        call(2, (one, "486 Busy Here"))
    record = stage.api.record_to(numbers[0])
    same(record, cause="busy", sipStatus=486, trunk="named")
    assert why(record) == [("named", "failed", "refused"), ("named", "chosen", "refused")], record["why"]
    for number in numbers[1:]:
        assert len(stage.api.record_to(number)["why"]["candidates"]) == 1


def failed_targets(stage):
    return next(table["used"] for table in stage.api.get("/status")["border"]["tables"] if table["name"] == "failed-targets")


def weights_of_a_trunk(stage):
    """RFC 3263 §4.3, RFC 2782: of targets of the same priority the heavy one gets the calls; of priorities the first does."""
    hosts = [stage.host() for _ in range(3)]
    ports = [free_sip_port(host) for host in hosts]
    service = "_sip._udp.weighed.test"
    stage.names.way("weighed.test", 10, "SIP+D2U", service)
    for name, priority, weight, host, port in zip(("light", "heavy", "spare"), (10, 10, 20), (1, 65535, 65535), hosts, ports):
        stage.names.service(service, priority, port, f"{name}.weighed.test", weight)
        stage.names.host(f"{name}.weighed.test", host)
    stage.api.post("/trunks", {"name": "weighed", "host": "weighed.test", "port": 0, "region": "SE", "optionsSeconds": 0})
    number = stage.number()
    stage.route(number, {"name": "weighed"})
    with closing(Phone(stage, stage.user()), *(Phone(stage, "carrier", host, port) for host, port in zip(hosts, ports))) as (
            caller, light, heavy, spare):
        called = []

        def refused():
            for carrier in (heavy, light, spare):
                carrier.udp.settimeout(0.1)
                try:
                    invite = carrier.next("^INVITE ")
                except TimeoutError:
                    continue
                called.append(carrier)
                carrier.udp.settimeout(60)
                carrier.reply(invite, "486 Busy Here")
                carrier.next("^ACK ")
                return True
            return False

        for carrier in (heavy, light, spare):
            carrier.left = ("INVITE",)
        for turn in range(5):  # one in 65,536 goes to the light one
            caller.invite(number, f"weighed{turn}-{caller.port}")
            wait_until("a carrier is called", refused)
            caller.next(rf"^SIP/2.0 486[^$]*Call-ID: weighed{turn}-")
    assert called.count(heavy) >= 3 and spare not in called, [carrier.host for carrier in called]


TESTS = [weights_of_a_trunk]
WAITING = [trunk_by_name]
