"""What the network does to messages: it loses them, repeats them, lets them cross, and brings ones that nobody should send."""
import glob
import os
import re
import socket
import threading
import time
from contextlib import suppress

from .calls import same
from .dialogs import connect, hang_up
from .flows import Phone, TcpPhone, closing, header, pair
from .node import let_go
from .offers import pending
from .sipp import wait_until

GOLDEN = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                      "../../../bundles/org.trunkline.sip.jain/src/test/resources/golden/rfc4475")


def lost_ack_and_lost_answer(stage):
    """RFC 3261 §13.3.1.4, §13.2.2.4: a 200 comes again until its ACK, and an ACK for each 200 that comes again."""
    with pair(stage) as (caller, callee):
        callee.left, callee.hears_copies = ("INVITE",), True
        name = f"lost-{caller.port}"
        caller.invite(callee.user, name)
        invite = callee.next("^INVITE ")
        callee.reply(invite, "200 OK", callee.description())
        first = callee.next("^ACK ")
        callee.reply(invite, "200 OK", callee.description())  # as if that had been lost
        again = callee.next("^ACK ")
        assert header(again, "CSeq") == header(first, "CSeq") and header(again, "Via") == header(first, "Via"), again
        answers = [caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE") for _ in range(3)]
        assert len(set(answers)) == 1, answers
        dialog = name, header(answers[0], "To"), re.search("<(.*)>", header(answers[0], "Contact")).group(1), "p"
        caller.within(dialog, "ACK", 2)
        hang_up(caller, callee, dialog, 3)
    same(stage.api.record_to(callee.user), cause="normal", sipStatus=200)


def repetitions_of_requests(stage):
    """RFC 3261 §17.1.1.2, §17.1.2.2 (timers A and E): a request comes again, later each time, until it is answered; a copy
    of a request gets the same answer."""
    with pair(stage) as (caller, callee):
        callee.left, callee.hears_copies = ("INVITE", "BYE"), True
        name = f"again-{caller.port}"
        began = time.monotonic()
        caller.invite(callee.user, name)
        callee.reply(third(callee, "INVITE", began), "200 OK", callee.description())
        callee.next("^ACK ")
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        dialog = name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
        caller.within(dialog, "ACK", 2)
        began = time.monotonic()
        caller.within(dialog, "BYE", 3)
        callee.reply(third(callee, "BYE", began), "200 OK")
        answer = caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        caller.send("BYE", dialog[2], dialog[0], dialog[1], 3, branch=caller.branches["BYE", name, 3])
        assert caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE") == answer
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def third(phone, method, began):
    """@return the third copy, which is 1.5 s younger than the first; a machine with no time makes it younger yet"""
    copies = [phone.next(f"^{method} ") for _ in range(3)]
    took = time.monotonic() - began
    assert len(set(copies)) == 1, copies
    assert took > 1.4, f"three {method} in {took:.1f} s"
    return copies[0]


def cancel_that_crosses_the_answer(stage):
    """RFC 3261 §9.1, §9.2, §15: a CANCEL that comes after the 200 changes nothing; one that the callee's 200 crosses ends
    the callee's dialog by ACK and BYE."""
    with pair(stage) as (caller, callee):
        callee.left = ("INVITE", "CANCEL")
        uri = f"sip:{callee.user}@{caller.domain}:{caller.node[1]}"
        name = f"late-cancel-{caller.port}"
        caller.invite(callee.user, name)
        callee.reply(callee.next("^INVITE "), "200 OK", callee.description())
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        cancel(caller, name, uri)
        caller.next("^SIP/2.0 200[^$]*CSeq: 2 CANCEL")
        dialog = name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
        caller.within(dialog, "ACK", 2)
        callee.next("^ACK ")
        hang_up(caller, callee, dialog, 3)
        assert not [held for held in callee.inbox if held.startswith("CANCEL ")], "an answered call was cancelled"

        name = f"crossing-{caller.port}"
        caller.invite(callee.user, name)
        invite = callee.next("^INVITE ")
        callee.reply(invite, "180 Ringing")
        caller.next("^SIP/2.0 180[^$]*Call-ID: " + name)
        cancel(caller, name, uri)
        callee.reply(callee.next("^CANCEL "), "200 OK")
        callee.reply(invite, "200 OK", callee.description())  # on its way when the CANCEL came
        callee.next("^ACK ")
        callee.next("^BYE ")
        caller.next("^SIP/2.0 487[^$]*CSeq: 2 INVITE")
    causes = sorted(record["cause"] for record in stage.api.record_to(callee.user, 2))
    assert causes == ["cancelled", "normal"], causes


def cancel(phone, name, uri):
    phone.send("CANCEL", uri, name, f"<{uri}>", 2, branch=phone.branches["INVITE", name, 2])


def loops_hops_and_merged_requests(stage):
    """RFC 3261 §16.3, §8.2.2.2: what was here before, has no hops left, or comes by two ways is refused."""
    number = stage.number()
    trunk = stage.trunk("looping")
    stage.api.post("/numbers", {"number": number, "subscriber": stage.user()})
    with closing(Phone(stage, "carrier", trunk["host"], trunk["port"])) as (carrier,):
        uri = f"sip:{number}@{carrier.domain}:{carrier.node[1]}"

        def refused(call, status, text):
            carrier.udp.sendto(text.encode(), carrier.node)
            answer = carrier.next(rf"^SIP/2.0 [2-6][^$]*Call-ID: {call}")
            assert answer.startswith(f"SIP/2.0 {status}"), answer
            carrier.send("ACK", uri, call, header(answer, "To"), 1, branch=re.search("branch=([^;\r]+)", text).group(1))

        def invite(call, branch, hops=70, more=""):
            return (f"INVITE {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {carrier.at};branch=z9hG4bK{branch};rport\r\n{more}"
                    f"From: <sip:carrier@{carrier.domain}>;tag=p{carrier.port}\r\nTo: <{uri}>\r\nCall-ID: {call}\r\n"
                    f"CSeq: 1 INVITE\r\nContact: <sip:carrier@{carrier.at}>\r\nMax-Forwards: {hops}\r\n"
                    "Content-Length: 0\r\n\r\n")

        ours = f"Via: SIP/2.0/UDP {stage.target};branch=z9hG4bKearlier\r\n"
        refused(f"loop-{carrier.port}", 482, invite(f"loop-{carrier.port}", "loop", more=ours))
        refused(f"hops-{carrier.port}", 483, invite(f"hops-{carrier.port}", "hops", hops=0))
        records = stage.api.record_to(number, 2)
        assert {(record["cause"], record["sipStatus"]) for record in records} == {("loop", 482), ("loop", 483)}, records
    with pair(stage) as (caller, callee):
        callee.left = ("INVITE",)
        name = f"merged-{caller.port}"
        caller.invite(callee.user, name)
        invite = callee.next("^INVITE ")
        callee.reply(invite, "180 Ringing")
        caller.next("^SIP/2.0 180[^$]*CSeq: 2 INVITE")
        uri = f"sip:{callee.user}@{caller.domain}:{caller.node[1]}"
        first = caller.branches["INVITE", name, 2]
        caller.send("INVITE", uri, name, f"<{uri}>", 2, body=caller.description())  # the same, by another way
        refusal = caller.next("^SIP/2.0 482[^$]*CSeq: 2 INVITE")
        caller.send("ACK", uri, name, header(refusal, "To"), 2, branch=caller.branches["INVITE", name, 2])
        caller.branches["INVITE", name, 2] = first
        cancel(caller, name, uri)
        callee.next("^CANCEL ")
        callee.reply(invite, "487 Request Terminated")
        callee.next("^ACK ")
        caller.next("^SIP/2.0 487[^$]*CSeq: 2 INVITE")
    same(stage.api.record_to(callee.user), cause="cancelled")


def torture_messages(stage):
    """RFC 4475, byte for byte, from a trunk: beside a call, which goes on; whatever is answered is answered as SIP says, and
    nothing is left of them. Which answer each gets: Rfc4475Test."""
    files = sorted(glob.glob(os.path.join(GOLDEN, "*.dat")))
    assert len(files) >= 49, f"no torture messages at {GOLDEN}"
    trunk = stage.trunk("torturing")
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "tortured")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind((trunk["host"], 0))
            udp.settimeout(60)
            for path in files:
                with open(path, "rb") as file:
                    udp.sendto(file.read(), caller.node)
            # one thread reads them in order, so when the last is answered all were
            call = f"after-torture-{udp.getsockname()[1]}"
            udp.sendto((f"OPTIONS sip:{stage.target} SIP/2.0\r\nVia: SIP/2.0/UDP {trunk['host']}:{udp.getsockname()[1]};"
                        f"branch=z9hG4bK{call};rport\r\nFrom: <sip:x@x>;tag=1\r\nTo: <sip:x@x>\r\nCall-ID: {call}\r\n"
                        "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode(), caller.node)
            answer = ""
            while call not in answer:
                answer = udp.recv(65536).decode(errors="replace")
                assert re.match(r"SIP/2.0 [1-5]\d\d ", answer), answer
            assert answer.startswith("SIP/2.0 200"), answer
        caller.within(dialog, "INFO", 3, ["Info-Package: talk"])
        callee.next("^INFO ")
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 INFO")
        hang_up(caller, callee, dialog, 4)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")
    return f"{len(files)} messages"


class StreamPhone(threading.Thread):
    """Takes what comes over TCP, and answers it there: rings, answers, hangs up with the other."""

    def __init__(self, host, port):
        super().__init__(daemon=True)
        self.socket = socket.create_server((host, port))
        self.host, self.port = host, port
        self.methods = []
        self.connections = set()
        """Those that brought something: the node opens one first to see whether anybody listens."""
        self.pongs = 0

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return  # closed
            with suppress(TimeoutError):  # silent for two minutes: the test is over
                self.serve(connection)

    def serve(self, connection):
        connection.settimeout(120)
        connection.sendall(b"\r\n\r\n")  # RFC 5626 §3.5.1
        with connection, connection.makefile("rb") as lines:
            while True:
                head, first = [], lines.readline()
                if not first:
                    return
                if first == b"\r\n":
                    self.pongs += 1
                    continue
                while first != b"\r\n":
                    head.append(first.decode())
                    first = lines.readline()
                length = next((int(line.split(":")[1]) for line in head if line.lower().startswith("content-length")), 0)
                lines.read(length)
                method = head[0].split(" ")[0]
                self.methods.append(method)
                self.connections.add(connection.getpeername())
                if method in ("INVITE", "BYE"):
                    connection.sendall(self.answer(head, method).encode())

    def answer(self, head, method):
        kept = [line if not line.lower().startswith("to:") or "tag=" in line else line.rstrip() + ";tag=stream\r\n"
                for line in head if re.match("(?i)(via|from|to|call-id|cseq):", line)]
        body = "" if method == "BYE" else (f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
                                           "m=audio 6000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return ("SIP/2.0 200 OK\r\n" + "".join(kept) + f"Contact: <sip:stream@{self.host}:{self.port};transport=tcp>\r\n{kind}"
                f"Content-Length: {len(body)}\r\n\r\n{body}")

    def stop(self):
        self.socket.close()


def too_large_for_a_datagram(stage):
    """RFC 3261 §18.1.1: a request above the MTU goes over TCP to a trunk of UDP. RFC 5626 §3.5.1, §5.3: the connection serves
    the whole call and the next, and a ping on it is answered."""
    number = stage.number()
    trunk = stage.trunk("large")
    stage.route(number, trunk)

    let_go(trunk["port"])
    carrier = StreamPhone(trunk["host"], trunk["port"])
    carrier.start()
    try:
        with closing(Phone(stage, stage.user())) as (caller,):
            many = "".join(f"a=rtpmap:{96 + n % 30} codec-of-no-use-{n}/8000\r\n" for n in range(40))
            offer = caller.description() + many
            for turn in range(2):
                name = f"large{turn}-{caller.port}"
                caller.invite(number, name, offer=offer)
                answer = caller.next("^SIP/2.0 200[^$]*Call-ID: " + name)
                dialog = name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
                caller.within(dialog, "ACK", 2)
                caller.within(dialog, "BYE", 3)
                caller.next(r"^SIP/2.0 200[^$]*Call-ID: " + name + r"[^$]*CSeq: 3 BYE")
        wait_until("both calls over", lambda: carrier.methods.count("BYE") == 2)
        wait_until("a pong", lambda: carrier.pongs)
        assert len(carrier.connections) == 1, f"connections of two calls: {carrier.connections}"
    finally:
        carrier.stop()
    for record in stage.api.record_to(number, 2):
        same(record, cause="normal", sipStatus=200)


def carrier_that_closed_its_connection(stage):
    """RFC 3261 §12.2.1.1, §18.1.1: once the connection is gone that a call came by, what follows goes to the Contact."""
    number = stage.number()
    trunk = stage.trunk("closing", transport="tcp", inbound={"format": "e164"})
    let_go(trunk["port"])
    contact = StreamPhone(trunk["host"], trunk["port"])
    contact.start()
    try:
        with closing(Phone(stage, stage.user()), TcpPhone(stage, "carrier", trunk["host"])) as (phone, carrier):
            phone.register()
            stage.api.post("/numbers", {"number": number, "subscriber": phone.user})
            carrier.at = f"{trunk['host']}:{trunk['port']}"
            uri, call = f"sip:{number[1:]}@{carrier.domain}:{carrier.node[1]}", f"closing-{carrier.port}"
            carrier.send("INVITE", uri, call, f"<{uri}>", 1, body=carrier.description())
            invite = phone.next("^INVITE ")
            answer = carrier.next(r"^SIP/2.0 [2-6][^$]*CSeq: 1 INVITE")
            assert answer.startswith("SIP/2.0 200"), answer
            target = re.search("<(.*)>", header(answer, "Contact")).group(1)
            carrier.within((call, header(answer, "To"), target, "p"), "ACK", 1)
            phone.next("^ACK ")
            carrier.udp.end()
            phone.within(phone.dialog(invite), "BYE", 1)
            phone.next(r"^SIP/2.0 200[^$]*CSeq: 1 BYE")
            wait_until("BYE at the Contact", lambda: "BYE" in contact.methods)
    finally:
        contact.stop()
    same(stage.api.record_to(number), cause="normal", endedBy="callee", trunk="closing")


def sips_that_came_without_tls(stage):
    """RFC 3261 §26.2.2, RFC 5630 §5: a call to a SIPS URI, or with a Contact of that kind, that comes by UDP or TCP is refused,
    whoever could be reached."""
    callee = stage.user()
    with closing(Phone(stage, callee), Phone(stage, stage.user()), TcpPhone(stage, stage.user())) as (phone, *callers):
        phone.register()
        for caller in callers:
            for turn, scheme in enumerate(("sips", "sip")):
                caller.contact = lambda _, at=caller.at: f"Contact: <sips:caller@{at}>"
                name = f"sips{turn}-{caller.port}"
                caller.invite(callee, name, scheme=scheme)
                refusal = caller.next(rf"^SIP/2.0 [2-6][^$]*Call-ID: {name}[^$]*CSeq: 2 INVITE")
                assert refusal.startswith("SIP/2.0 480") and header(refusal, "Warning").startswith("380 "), refusal
        phone.udp.setblocking(False)
        assert not pending(phone), "the phone rang"
    for record in stage.api.record_to(callee, 4):
        same(record, cause="forbidden", sipStatus=480)


def messages_beyond_their_limits(stage):
    """RFC 3261 §21.4.17, §21.5.14: too many headers, too long ones and too large a message are refused, and counted; a call
    goes on beside."""
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "beside")

        def refused(cseq, more):
            caller.within(dialog, "INFO", cseq, more)
            answer = caller.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {cseq} INFO")
            assert answer.startswith(("SIP/2.0 400", "SIP/2.0 413", "SIP/2.0 513")), answer

        def counted():
            return sum(each["count"] for each in stage.api.get("/status")["border"]["refused"])

        before = counted()
        refused(3, [f"X-{n}: {n}" for n in range(400)])
        refused(4, ["X-Long: " + "x" * 20_000])
        wait_until("both counted", lambda: counted() >= before + 2)
        caller.within(dialog, "INFO", 5)
        callee.next("^INFO ")
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 5 INFO")
        hang_up(caller, callee, dialog, 6)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


TESTS = [carrier_that_closed_its_connection, sips_that_came_without_tls, messages_beyond_their_limits, repetitions_of_requests, lost_ack_and_lost_answer, cancel_that_crosses_the_answer, loops_hops_and_merged_requests,
         torture_messages, too_large_for_a_datagram]
