"""Flows of features over real sockets: forwarding, ring groups, transfers, pickup, reliable provisionals."""
import contextlib
import errno
import re
import socket
import time

from .calls import same, two_phones, why
from .node import family, free_sip_port, let_go
from .sipp import Scenario, sdp, wait_until
from .stage import PASSWORD


def origins(record):
    return [(c["origin"], c["by"]) for c in record["why"]["candidates"]]


def handle(stage, user, **handling):
    stage.api.put(f"/subscribers/{user}", {"username": user, "displayName": user.title(), "handling": handling})


def phone(stage, test, user):
    """@return where the phone of that user listens"""
    host = stage.host()
    port = free_sip_port(host)
    stage.phone(test, user, host, port)
    return host, port


def forward_busy(stage):
    """RFC 5806, RFC 7044: the next phone sees who was called first, and why it rings now."""
    test = "forward_busy"
    caller, first, host, port = two_phones(stage, test)
    second = stage.user()
    there = phone(stage, test, second)
    handle(stage, first, forwardBusy=second)
    refusing = stage.run(test, Scenario("first").receive("INVITE").refuse("486 Busy Here"), host, port)
    answering = stage.run(test, Scenario("second").receive("INVITE", Scenario.check("reason=user-busy", "Diversion:"))
                          .ring().answer().take_bye(), *there)
    stage.caller(test, Scenario("caller").invite(caller, first, PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    refusing.done()
    seen = answering.done().text()
    assert re.search(rf"(?m)^History-Info: <sip:{first}@[^>]*>;index=1\s*$", seen), "no first entry in the history"
    assert re.search(rf"(?m)^History-Info: <sip:{second}@[^>]*;cause=486>;index=1.1;mp=1\s*$", seen), "no second entry"
    record = stage.api.record_to(first)
    same(record, cause="normal", sipStatus=200)
    assert origins(record) == [("dialled", ""), ("forward-busy", first)], record["why"]


def forward_no_answer(stage):
    """RFC 5806 §4, RFC 7044 §5: whose phone is not taken off sends its calls on."""
    test = "forward_no_answer"
    caller, first, host, port = two_phones(stage, test)
    second = stage.user()
    there = phone(stage, test, second)
    handle(stage, first, forwardNoAnswer=second, noAnswerSeconds=5)
    scenario = Scenario("first")
    scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel()
    silent = stage.run(test, scenario, host, port)
    answering = stage.run(test, Scenario("second").receive("INVITE").ring().answer().take_bye(), *there)
    stage.caller(test, Scenario("caller").invite(caller, first, PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    silent.done()
    answering.done()
    record = stage.api.record_to(first)
    assert origins(record) == [("dialled", ""), ("forward-no-answer", first)], record["why"]


def forward_unreachable_and_do_not_disturb(stage):
    """RFC 5806 §4, RFC 3261 §21.4.24: who is not registered sends its calls on; who does not want any is busy."""
    test = "forward_unreachable"
    caller, gone, second = stage.user(), stage.user(), stage.user()
    there = phone(stage, test, second)
    handle(stage, gone, forwardUnreachable=second)
    answering = stage.run(test, Scenario("second").receive("INVITE").ring().answer().take_bye(), *there)
    stage.caller(test, Scenario("caller").invite(caller, gone, PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    answering.done()
    assert why(stage.api.record_to(gone))[0] == (gone, "passed-over", "not-registered")
    handle(stage, second, doNotDisturb=True)
    stage.caller(test, Scenario("disturbing").invite(caller, second, PASSWORD).refused(486)).done()
    record = stage.api.record_to(second)
    same(record, cause="busy", sipStatus=486)
    assert why(record) == [(second, "passed-over", "do-not-disturb")], record["why"]


def forward_in_a_circle(stage):
    """RFC 3261 §21.4.20: two who forward to each other."""
    caller, one, two = stage.user(), stage.user(), stage.user()
    handle(stage, one, forwardAlways=two)
    handle(stage, two, forwardAlways=one)
    stage.caller("forward_in_a_circle", Scenario("caller").invite(caller, one, PASSWORD).refused(482)).done()
    same(stage.api.record_to(one), cause="loop", sipStatus=482)


def ring_group(stage):
    """All members ring, one answers, the others stop."""
    test = "ring_group"
    caller, one, two = stage.user(), stage.user(), stage.user()
    first, second = phone(stage, test, one), phone(stage, test, two)
    stage.api.post("/ring-groups", {"name": "sales", "number": "600", "members": [one, two], "ringSeconds": 20})
    scenario = Scenario("losing")
    scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel()
    losing = stage.run(test, scenario, *first)
    answering = stage.run(test, Scenario("winning").receive("INVITE").ring().pause(300).answer().take_bye(), *second)
    stage.caller(test, Scenario("caller").invite(caller, "600", PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    seen = losing.done().text()
    answering.done()
    assert 'cause=200;text="Call completed elsewhere"' in seen, "the CANCEL has no Reason"
    record = stage.api.record_to("600")
    assert origins(record) == [("group", "sales"), ("group", "sales")], record["why"]
    assert sorted(verdict for _, verdict, _ in why(record)) == ["chosen", "lost"], record["why"]


def trunk_redirects(stage):
    """RFC 3261 §8.1.3.4."""
    test = "trunk_redirects"
    caller, number = stage.user(), stage.number()
    trunk = stage.trunk("redirecting")
    stage.route(number, trunk)
    host = stage.host()
    port = free_sip_port(host)
    elsewhere = f"Contact: <sip:elsewhere@{host}:{port}>"
    moving = Scenario("moving").receive("INVITE")
    moving.send("\n".join(["SIP/2.0 302 Moved Temporarily", "[last_Via:]", "[last_From:]", "[last_To:];tag=s[call_number]",
                           "[last_Call-ID:]", "[last_CSeq:]", elsewhere, "Content-Length: 0", "", ""]))
    moving = stage.at_trunk(test, moving.receive("ACK"), trunk)
    answering = stage.run(test, Scenario("there").receive("INVITE", Scenario.check("^INVITE sip:elsewhere@"))
                          .ring().answer().take_bye(), host, port)
    stage.caller(test, Scenario("caller").invite(caller, number, PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    moving.done()
    answering.done()
    record = stage.api.record_to(number)
    assert origins(record) == [("dialled", ""), ("redirect", "redirecting")], record["why"]


def reliable_ringing_of_the_callee_only(stage):
    """RFC 3262 §4: the node acknowledges; the caller, who understands it but does not need it, never notices."""
    test = "reliable_ringing"
    caller, callee, host, port = two_phones(stage, test)
    scenario = Scenario("callee")
    scenario.receive("INVITE", scenario.remember_dialog())
    scenario.respond("180 Ringing", extra=["Require: 100rel", "RSeq: 4711"])
    scenario.receive("PRACK", Scenario.check("RAck: 4711 [0-9]+ INVITE")).respond("200 OK", tag=False).pause(200)
    answering = stage.run(test, scenario.answer_late().take_bye(), host, port)
    calling = Scenario("caller")
    calling.extra_invite = ["Supported: 100rel"]
    calling.invite(caller, callee, PASSWORD).expect(180).expect(200).ack().pause(300).bye()
    calling = stage.caller(test, calling).done()
    answering.done()
    assert "RSeq" not in calling.text(), "the caller was told reliably without need"
    same(stage.api.record_to(callee), cause="normal")


def reliable_ringing_for_the_caller_only(stage):
    """RFC 3262 §3: the caller requires what the callee has never heard of."""
    test = "reliable_for_the_caller"
    caller, callee, host, port = two_phones(stage, test)
    answering = stage.run(test, Scenario("callee").receive("INVITE").ring().pause(800).answer().take_bye(), host, port)
    calling = Scenario("caller")
    calling.extra_invite = ["Require: 100rel"]
    calling.invite(caller, callee, PASSWORD)
    invited = calling.cseq
    calling.expect(180, action='<action><ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" '
                               'assign_to="rseq"/></action>')
    calling.prack(f"[$rseq] {invited} INVITE").expect(200).ack().pause(300).bye()
    stage.caller(test, calling).done()
    assert "\nPRACK " not in answering.done().text(), "the callee was to acknowledge"
    same(stage.api.record_to(callee), cause="normal")


def update_while_it_rings(stage):
    """RFC 3311 §5, RFC 6337 §2.2: a new offer before the answer goes to the other side, and its answer comes back."""
    test = "update_while_it_rings"
    caller, callee, host, port = two_phones(stage, test)
    scenario = Scenario("callee")
    scenario.receive("INVITE", scenario.remember_dialog())
    scenario.respond("183 Session Progress", sdp(), extra=["Require: 100rel", "RSeq: 7"])
    scenario.receive("PRACK").respond("200 OK", tag=False)
    scenario.receive("UPDATE", Scenario.check("a=sendonly")).respond("200 OK", sdp("recvonly", version=2), tag=False)
    answering = stage.run(test, scenario.pause(200).answer_late("").take_bye(), host, port)
    calling = Scenario("caller")
    calling.extra_invite = ["Supported: 100rel", "Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE"]
    calling.invite(caller, callee, PASSWORD)
    invited = calling.cseq
    calling.expect(183, action='<action><ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" '
                               'assign_to="rseq"/></action>')
    calling.prack(f"[$rseq] {invited} INVITE").update(sdp("sendonly", version=2), Scenario.check("a=recvonly"))
    calling.expect(200, action=Scenario.check("Content-Length: 0")).ack().pause(300).bye()
    stage.caller(test, calling).done()
    answering.done()
    same(stage.api.record_to(callee), cause="normal", sipStatus=200)


def blind_transfer(stage):
    """RFC 3515, RFC 5589 §6: the callee sends the caller on; the node does it all."""
    test = "blind_transfer"
    caller, middle, last = stage.user(), stage.user(), stage.user()
    there = phone(stage, test, last)
    answering = stage.run(test, Scenario("last").receive("INVITE", Scenario.check(f"sip:{middle}@", "Referred-By:"))
                          .ring().pause(300).answer().take_bye(), *there)
    calling = Scenario("caller").invite(caller, middle, PASSWORD).expect(200).ack()
    calling.receive("INVITE", Scenario.check("m=audio [1-9]")).answer_again().gate().bye()
    with closing(Phone(stage, middle)) as (referring,):
        referring.register()
        calling = stage.caller(test, calling)
        referring.transfer(f"sip:{last}@{stage.target}", 100, 180)
    calling.go_on().done()
    answering.done()
    record = stage.api.record_to(middle)
    same(record, cause="normal", endedBy="caller")
    assert record["marks"]["transferredBy"] == middle, record["marks"]
    assert [leg["peer"] for leg in record["legs"]] == [caller, middle, last], record["legs"]
    assert origins(record)[-1] == ("transfer", middle), record["why"]


def transferred_caller_hears_the_carrier(stage):
    """RFC 5589 §6, RFC 3960 §3: whoever waits is led to the early media of the carrier that is called."""
    test = "transferred_caller_hears_the_carrier"
    caller, middle, number = stage.user(), stage.user(), stage.number()
    trunk = stage.trunk("transfer-target")
    stage.route(number, trunk)
    carrier = Scenario("carrier")
    carrier.receive("INVITE", carrier.remember_dialog()).respond("183 Session Progress", sdp()).gate()
    answering = stage.at_trunk(test, carrier.answer_late().take_bye(), trunk)
    calling = Scenario("caller").invite(caller, middle, PASSWORD).expect(200).ack()
    calling.receive("INVITE", Scenario.check("m=audio [1-9]")).answer_again().mark("listens")
    calling.receive("INVITE", Scenario.check("m=audio [1-9]")).answer_again(sdp(version=3)).gate().bye()
    with closing(Phone(stage, middle)) as (referring,):
        referring.register()
        calling = stage.caller(test, calling)
        referring.transfer(f"sip:{number}@{stage.target}", 100, 183,
                           then=lambda: (calling.reached("listens"), answering.go_on()))
    calling.go_on().done()
    answering.done()
    record = stage.api.record_to(middle)
    same(record, cause="normal", endedBy="caller")
    assert record["marks"]["transferredBy"] == middle, record["marks"]


def bound(udp, address):
    """The system may have given the port to somebody else's socket for a moment."""
    try:
        udp.bind(address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return False
    return True


class Phone:
    """A user agent by hand, for flows with two calls of one phone: SIPp knows no other call than its own."""
    OVER = "UDP"
    CONTACT = ""
    """Parameters of its Contact's URI."""

    def __init__(self, stage, user, host=None, port=0):
        self.host = host or stage.host()
        self.node = ("::1" if ":" in self.host else stage.node.HOST, stage.node.sip_port)
        self.user = user
        self.udp = socket.socket(family(self.host), socket.SOCK_DGRAM)
        let_go(port)
        wait_until(f"{self.host}:{port} is free", lambda: bound(self.udp, (self.host, port)), 20)
        self.udp.settimeout(60)
        self.port = self.udp.getsockname()[1]
        self.at = f"{bracketed(self.host)}:{self.port}"
        self.domain = bracketed(self.node[0])
        self.count = 0
        self.inbox = []
        self.branches = {}
        self.replies = {}
        self.left = ()
        """Methods that the test answers itself."""
        self.allow = "INVITE, ACK, CANCEL, BYE, REFER, NOTIFY, UPDATE"
        """What its answers say that it knows."""
        self.hears_copies = False
        """What comes again, as from a busy machine, is no second request; but to a test of repetitions."""

    def send(self, method, uri, call, to, cseq, extra=(), body="", tag="p", branch=None, content="application/sdp"):
        self.count += 1
        branch = branch or f"z9hG4bK{self.port}x{self.count}"
        self.branches[method, call, cseq] = branch
        kind = [f"Content-Type: {content}"] if body else []
        text = "\r\n".join([f"{method} {uri} SIP/2.0",
                            f"Via: SIP/2.0/{self.OVER} {self.at};branch={branch};rport",
                            f"From: <sip:{self.user}@{self.domain}>;tag={tag}{self.port}", f"To: {to}",
                            f"Call-ID: {call}", f"CSeq: {cseq} {method}", self.contact(uri),
                            "Max-Forwards: 70", *extra, *kind, f"Content-Length: {len(body)}", "", body])
        self.udp.sendto(text.encode(), self.node)

    def contact(self, uri):
        """As secure as the request's URI (RFC 3261 §8.1.1.8)."""
        return f"Contact: <{uri.split(':')[0]}:{self.user}@{self.at}{self.CONTACT}>"

    def register(self):
        uri, call = f"sip:{self.domain}:{self.node[1]}", f"register-{self.port}"
        to = f"<sip:{self.user}@{self.domain}>"
        self.send("REGISTER", uri, call, to, 1, ["Expires: 600"])
        refusal = self.next(r"^SIP/2.0 401")
        extra = ["Expires: 600", "Authorization: " + digest(refusal, "REGISTER", uri, self.user)]
        self.send("REGISTER", uri, call, to, 2, extra)
        self.next(r"^SIP/2.0 200[^$]*CSeq: 2 REGISTER")

    def next(self, pattern):
        """The next message that looks so; requests of others are answered 200, with a description for an INVITE."""
        for i, held in enumerate(self.inbox):
            if re.search(pattern, held):
                return self.inbox.pop(i)
        while True:
            text = self.udp.recv(65536).decode()
            if self.came_again(text):
                continue
            if not text.startswith(("SIP/2.0 ", "ACK ", *self.left)):
                self.ok(text)
            if re.search(pattern, text):
                return text
            self.inbox.append(text)

    def came_again(self, text):
        """A copy gets the last reply once more."""
        if text.startswith("SIP/2.0 ") or self.hears_copies:
            return False
        key = transaction(text)
        if key not in self.replies:
            self.replies[key] = b""
            return False
        if self.replies[key]:
            self.udp.sendto(self.replies[key], self.node)
        return True

    def ok(self, request):
        self.reply(request, "200 OK", self.description() if request.startswith("INVITE ") else "")

    def reply(self, request, line, body="", extra=(), tag="q"):
        same_lines = [line for line in request.split("\r\n\r\n", 1)[0].split("\r\n")
                      if re.match("(?i)(Via|From|To|Call-ID|CSeq|Record-Route):", line)]
        same_lines = [line + (f";tag={tag}{self.port}" if re.match("(?i)To:", line) and ";tag=" not in line else "")
                      for line in same_lines]
        kind = ["Content-Type: application/sdp"] if body else []
        text = "\r\n".join(["SIP/2.0 " + line, *same_lines, self.contact(request.split(" ", 2)[1]),
                            f"Allow: {self.allow}", *extra, *kind,
                            f"Content-Length: {len(body)}", "", body]).encode()
        self.replies[transaction(request)] = text
        self.udp.sendto(text, self.node)

    def description(self):
        return (f"v=0\r\no=- 1 1 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\n"
                "m=audio 6000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")

    def invite(self, number, call, tag="p", more=(), offer=None, scheme="sip"):
        """Calls with digest. @param offer empty for none"""
        offer = self.description() if offer is None else offer
        uri = f"{scheme}:{number}@{self.domain}:{self.node[1]}"
        refusal = self.challenged(uri, call, offer, tag)
        if refusal.startswith("SIP/2.0 503"):  # a node whose machine starts five others may be behind for a moment
            time.sleep(int(header(refusal, "Retry-After").split(";")[0]))
            refusal = self.challenged(uri, call, offer, tag)
        assert refusal.startswith("SIP/2.0 407"), refusal
        extra = ["Proxy-Authorization: " + digest(refusal, "INVITE", uri, self.user), *more]
        self.send("INVITE", uri, call, f"<{uri}>", 2, extra, offer, tag)

    def challenged(self, uri, call, offer, tag):
        """@return what an INVITE without credentials gets, which is acknowledged"""
        self.send("INVITE", uri, call, f"<{uri}>", 1, body=offer, tag=tag)
        refusal = self.next(r"^SIP/2.0 [3-6][^$]*Call-ID: " + call)
        self.send("ACK", uri, call, header(refusal, "To"), 1, tag=tag, branch=self.branches["INVITE", call, 1])
        return refusal

    def call(self, number, call, tag="p", more=()):
        """Calls with digest and acknowledges the answer. @return the dialog: call, To, remote target, tag"""
        self.invite(number, call, tag, more)
        answer = self.next(r"^SIP/2.0 (200|[3-6])[^$]*Call-ID: " + call + r"[^$]*CSeq: 2 INVITE"
                           r"|^SIP/2.0 (200|[3-6])[^$]*CSeq: 2 INVITE[^$]*Call-ID: " + call)
        assert answer.startswith("SIP/2.0 200"), answer
        target = re.search("<(.*)>", header(answer, "Contact")).group(1)
        self.send("ACK", target, call, header(answer, "To"), 2, tag=tag)
        self.answer = answer
        return call, header(answer, "To"), target, tag

    def dialog(self, invite):
        """Of a call that came, once it is answered."""
        target = re.search("<(.*?)>", header(invite, "Contact")).group(1)
        return header(invite, "Call-ID"), header(invite, "From"), target, "q"

    def transfer(self, where, *steps, then=lambda: None):
        """Takes a call and refers it on: told each step, and after all of them the success, it is let go."""
        dialog = self.dialog(self.next("^INVITE "))
        self.next("^ACK ")
        self.within(dialog, "REFER", 1, [f"Refer-To: <{where}>"])
        self.next("^SIP/2.0 202")
        for status in steps:
            self.next(rf"^NOTIFY [^$]*\r\n\r\nSIP/2.0 {status}")
        then()
        told = self.next(r"^NOTIFY [^$]*\r\n\r\nSIP/2.0 200")
        assert header(told, "Subscription-State").startswith("terminated"), told
        self.next("^BYE ")

    def refused(self, number, call, scheme="sip"):
        """@return what a call without credentials gets"""
        uri, call = f"{scheme}:{number}@{self.domain}:{self.node[1]}", f"{call}-{self.port}-{self.count}"
        self.send("INVITE", uri, call, f"<{uri}>", 1, body=self.description())
        answer = self.next(r"^SIP/2.0 [3-6][^$]*Call-ID: " + call)
        self.send("ACK", uri, call, header(answer, "To"), 1, branch=self.branches["INVITE", call, 1])
        return answer

    def draining(self, number):
        """@return the refusal of a node that takes no new calls; empty while it does"""
        answer = self.refused(number, "draining")
        return answer if answer.startswith("SIP/2.0 503") and header(answer, "Retry-After") == "30" else ""

    def within(self, dialog, method, cseq, extra=(), body="", content="application/sdp"):
        call, to, target, tag = dialog
        self.send(method, target, call, to, cseq, extra, body, tag, content=content)

    def close(self):
        self.udp.close()


class Stream:
    """A connection that looks like a socket of datagrams to a {@link Phone}, each of them a message."""

    def __init__(self, connection):
        self.socket = connection
        self.lines = connection.makefile("rb")
        self.pongs = 0

    def settimeout(self, seconds):
        self.socket.settimeout(seconds)

    def sendto(self, text, _):
        self.socket.sendall(text)

    def recv(self, _):
        head = []
        while not head or head[-1] != b"\r\n":
            line = self.lines.readline()
            if not line:
                raise ConnectionError("the node closed the connection")
            if head or line != b"\r\n":
                head.append(line)
            else:
                self.pongs += 1
        length = int(re.search(rb"(?im)^Content-Length:\s*(\d+)", b"".join(head)).group(1))
        return b"".join(head) + self.lines.read(length)

    def end(self):
        """Closes it when the node has seen that it ends."""
        self.socket.shutdown(socket.SHUT_WR)
        self.lines.read()
        self.close()

    def close(self):
        self.lines.close()
        self.socket.close()


class TcpPhone(Phone):
    """Behind a NAT, for all that the node knows: it can be reached over its own connection alone."""
    OVER = "TCP"
    CONTACT = ";transport=tcp"

    def __init__(self, stage, user, host=None):
        super().__init__(stage, user, host)
        self.udp.close()
        self.udp = Stream(socket.create_connection(self.node, 60, (self.host, 0)))
        self.at = "192.0.2.99:5060"  # of nobody (RFC 5737)


@contextlib.contextmanager
def closing(*phones):
    """Gives them, and closes them however the test ends."""
    try:
        yield phones
    finally:
        for each in phones:
            each.close()


@contextlib.contextmanager
def pair(stage, kind=Phone):
    """A caller, and a callee that is registered."""
    with closing(kind(stage, stage.user()), kind(stage, stage.user())) as (caller, callee):
        callee.register()
        yield caller, callee


def transaction(request):
    """What its copies share."""
    return request.split(" ", 1)[0], re.search(r"branch=([^;\r]+)", request).group(1)


def bracketed(host):
    return f"[{host}]" if ":" in host else host


def header(text, name):
    return re.search(rf"(?im)^{name}:\s*(.*?)\r?$", text).group(1)


def digest(refusal, method, uri, user):
    import hashlib
    challenges = re.findall(r"(?im)^(?:Proxy|WWW)-Authenticate:\s*Digest (.*?)\r?$", refusal)
    line = next(line for line in challenges if "MD5" in line)
    values = dict(re.findall(r'(\w+)="?([^",\r]+)"?', line))

    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()
    realm, nonce = values["realm"], values["nonce"]
    who, what = md5(f"{user}:{realm}:{PASSWORD}"), md5(f"{method}:{uri}")
    response = md5(f"{who}:{nonce}:00000001:c0:auth:{what}")
    return (f'Digest username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
            f'algorithm=MD5, qop=auth, nc=00000001, cnonce="c0", response="{response}"')


def attended_transfer(stage):
    """RFC 5589 §7, RFC 3891: one phone with two calls connects its partners."""
    test = "attended_transfer"
    one, two = stage.user(), stage.user()
    first, second = phone(stage, test, one), phone(stage, test, two)
    scenarios = []
    for name, where in (("one", first), ("two", second)):
        scenario = Scenario(name).receive("INVITE").ring().answer().receive("INVITE").answer_again()
        scenarios.append((scenario, where))
    waiting = stage.run(test, scenarios[0][0].receive("BYE").respond("200 OK", tag=False), *first)
    ending = scenarios[1][0]
    talking = stage.run(test, ending.take_bye(), *second)
    with closing(Phone(stage, stage.user())) as (boss,):
        to_one = boss.call(one, f"one-{boss.port}", "a")
        to_two = boss.call(two, f"two-{boss.port}", "b")
        tag = re.search("tag=([^;>]+)", to_two[1]).group(1)
        boss.within(to_one, "REFER", 3, [f"Refer-To: <sip:{two}@{boss.node[0]}?Replaces=two-{boss.port}%3Bto-tag%3D{tag}"
                                         f"%3Bfrom-tag%3Db{boss.port}>"])
        boss.next(r"^SIP/2.0 202")
        boss.next(r"^BYE [^$]*Call-ID: two-|^BYE [^$]*two-")
        boss.next(r"^NOTIFY [^$]*SIP/2.0 200")
        boss.within(to_one, "BYE", 4)
        boss.next(r"^SIP/2.0 200[^$]*BYE")
        wait_until("the two talk", lambda: [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == one])
        live = [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == one][0]
        stage.api.delete(f"/calls/{live['id']}")
    waiting.done()
    talking.done()
    kept, ended = stage.api.record_to(one), stage.api.record_to(two)
    assert kept["marks"]["continues"] == ended["id"] and ended["marks"]["continuedAs"] == kept["id"], (kept, ended)
    assert [leg["peer"] for leg in kept["legs"]] == [boss.user, one, two], kept["legs"]


def pickup_by_code(stage):
    """*8 takes the ringing call of a colleague, as Replaces would (RFC 3891 §3)."""
    test = "pickup_by_code"
    caller, callee, host, port = two_phones(stage, test)
    colleague = stage.user()
    for user in (callee, colleague):
        handle(stage, user, pickupGroups=[test])
    scenario = Scenario("ringing")
    scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel()
    ringing = stage.run(test, scenario, host, port)
    calling = stage.caller(test, Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(200).ack()
                           .receive("BYE").respond("200 OK", tag=False))
    wait_until("it rings", lambda: [c for c in stage.api.get("/calls")["items"]
                                    if c["toDialled"] == callee and c["state"] == "ringing"])
    stage.caller(test, Scenario("colleague").invite(colleague, "*8", PASSWORD).expect(200).ack().pause(300).bye()).done()
    calling.done()
    ringing.done()
    record = stage.api.record_to(callee)
    same(record, cause="normal", endedBy="callee")
    assert origins(record) == [("dialled", ""), ("pickup", colleague)], record["why"]


def emergency_call(stage):
    """Passes the trunk's limit, and is marked."""
    caller = stage.user()
    trunk = stage.trunk("emergency", maxCalls=1)
    number = stage.number()
    stage.route("112", trunk)
    stage.route(number, trunk)
    test = "emergency_call"
    answering = stage.at_trunk(test, Scenario("carrier").receive("INVITE").ring().answer().take_bye(), trunk, calls=2)
    other = stage.user()
    holding = stage.caller(test, Scenario("holding").invite(other, number, PASSWORD).expect(180).expect(200).ack()
                           .gate().bye())
    wait_until("the trunk is full", lambda: [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == number
                                             and c["state"] == "answered"])
    stage.caller(test, Scenario("caller").invite(caller, "112", PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    holding.go_on().done()
    answering.done()
    record = stage.api.record_to("112")
    same(record, cause="normal", trunk="emergency")
    assert record["marks"]["emergency"] is True, record["marks"]


TESTS = [forward_busy, forward_no_answer, forward_unreachable_and_do_not_disturb, forward_in_a_circle, ring_group,
         trunk_redirects, reliable_ringing_of_the_callee_only, reliable_ringing_for_the_caller_only, update_while_it_rings,
         blind_transfer, transferred_caller_hears_the_carrier, attended_transfer, pickup_by_code, emergency_call]
