"""
Trunks to a server that behaves as Asterisk (chan_sip, chan_pjsip) is known to: SIPp says what it says, this program is its sound. An imitation
from public descriptions and traces, not Asterisk.
"""
import hashlib
import itertools
import math
import random
import re
import socket
import struct
import threading
import time

from .browser import RATE, TonePhone, a_law, hear_into
from .calls import same
from .flows import closing, header
from .node import free_sip_port
from .offers import acknowledge_refusal
from .sipp import Scenario, wait_until
from .sound import told_address
from .stage import PASSWORD
from .voice import goertzel

AGENT = "User-Agent: Asterisk PBX 20.5.0 (an imitation, \\ ; = \" of it)"
"""With characters that a careless parser stops at."""
OF_SERVER, OF_CALLER = 700, 1000
"""Hertz that each side says."""
WINDOW = RATE // 4
COMFORT_NOISE = 13


class Sound:
    """Says a tone and hears what comes."""

    def __init__(self, host, hertz=OF_SERVER):
        self.host = host
        self.hertz = hertz
        self.samples = []
        self.keys = []
        """Codes and payload types of the telephone events that came, each once."""
        self.sockets = []
        self.rtp = self.opened()
        self.to = None
        self.ssrc, self.stamp, self.number = random.getrandbits(32), random.getrandbits(32), random.getrandbits(16)
        self.tone = bytes(a_law(int(1500 * math.sin(2 * math.pi * hertz * i / RATE))) for i in range(160))  # whole periods
        self.waiting = []
        self.quiet = False
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.say), threading.Thread(target=self.hear)]

    def opened(self):
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.bind((self.host, 0))
        one.settimeout(0.1)
        self.sockets.append(one)
        return one

    @property
    def port(self):
        return self.rtp.getsockname()[1]

    def talks(self, to):
        self.to = to
        for each in self.threads:
            if not each.is_alive():
                each.start()
        return self

    def moves(self, to=None):
        """To another port, a new one where none is given, from which it also says. Nothing else changes, as behind a NAT with a new mapping."""
        self.rtp = to or self.opened()

    def jumps(self):
        """Another stream: its source and time have nothing to do with those of before."""
        self.ssrc, self.stamp, self.number = random.getrandbits(32), random.getrandbits(32), random.getrandbits(16)

    def presses(self, code, payload=101):
        """RFC 4733: an event of 100 ms, its end three times."""
        self.waiting.append((code, payload))

    def say(self):
        due = time.monotonic()
        while not self.stopped.wait(max(0.0, due - time.monotonic())):
            if self.waiting:
                code, payload = self.waiting.pop(0)
                for turn in range(8):
                    last = turn > 4
                    event = struct.pack(">BBH", code, (0x80 if last else 0) | 10, min(turn + 1, 6) * 160)
                    self.sends(payload, event, marked=turn == 0)
                    if not last:
                        time.sleep(0.02)
                self.stamp += 8 * 160
                due = time.monotonic()
            elif self.quiet:
                if self.number % 4 == 0:
                    self.sends(COMFORT_NOISE, b"\x40")
                else:
                    self.number += 1
            else:
                self.sends(8, self.tone)
            self.stamp += 160
            due += 0.02

    def sends(self, payload, body, marked=False):
        head = struct.pack(">BBHII", 0x80, payload | (0x80 if marked else 0), self.number & 0xFFFF, self.stamp & 0xFFFFFFFF, self.ssrc)
        self.rtp.sendto(head + body, self.to)
        self.number += 1

    def hear(self):
        hear_into(lambda: self.rtp, self.stopped, self.samples, lambda code, kind, _: self.keys.append((code, kind)))

    def close(self):
        self.stopped.set()
        for each in self.threads:
            if each.is_alive():
                each.join()
        for each in self.sockets:
            each.close()


def hear(when, *tones):
    """All of them from now on. @param tones each with a list of samples that grows, and its hertz"""
    for samples, _ in tones:
        samples.clear()
    for samples, hertz in tones:
        wait_until(f"{hertz} Hz {when}", lambda: len(samples) >= WINDOW + 400 and goertzel(samples[-WINDOW:], hertz) > 0.9, 20)


class Caller(TonePhone):
    """A subscriber's phone; its samples and those of the server are heard at once."""

    def both_hear(self, server, when):
        hear(when, (self.samples, server.hertz), (server.samples, self.hertz))

    def takes(self, answer=None):
        """A re-INVITE. @return it"""
        invite = self.next("^INVITE ")
        self.reply(invite, "200 OK", self.description() + {"sendonly": "a=recvonly\r\n", "inactive": "a=inactive\r\n", "": ""}[direction(invite)]
                   if answer is None else answer)
        ack = self.next("^ACK ")
        self.talk(invite if "m=audio" in invite else ack)
        return invite


def direction(text):
    """Empty for both."""
    found = re.search(r"(?m)^a=(sendonly|recvonly|inactive)", text)
    return found.group(1) if found else ""


def described(port, formats=("8 PCMA/8000", "101 telephone-event/8000"), way="sendrecv", address="[local_ip]"):
    """The version of its session is always the same, whatever changes."""
    return "\n".join(["v=0", "o=- 1876543210 3 IN IP4 [local_ip]", "s=Asterisk", f"c=IN IP4 {address}", "t=0 0",
                      f"m=audio {port} RTP/AVP {' '.join(each.split()[0] for each in formats)}", *(f"a=rtpmap:{each}" for each in formats),
                      *(f"a=fmtp:{each.split()[0]} 0-16" for each in formats if "telephone-event" in each), "a=ptime:20", "a=maxptime:150", f"a={way}"])


class AsteriskScenario(Scenario):
    """SIPp in the server's place; its own requests in a call that came have numbers of their own."""
    ABLE = ("Allow: OPTIONS, REGISTER, SUBSCRIBE, NOTIFY, PUBLISH, INVITE, ACK, BYE, CANCEL, UPDATE, PRACK, INFO, MESSAGE, REFER",
            "Supported: 100rel, timer, replaces, norefersub, histinfo")

    def __init__(self, name):
        super().__init__(name)
        self.own = itertools.count(102)
        self.number = 0

    def says(self, method, extra=(), body="", content="application/sdp", expected=200, check="", branch="[branch]"):
        """@param expected status; 0 for the ACK and where the caller expects one"""
        if method != "ACK":
            self.number = next(self.own)
        kind = [f"Content-Type: {content}"] if body else []
        self.send("\n".join([
            f"{method} [next_url] SIP/2.0", f"Via: SIP/2.0/[transport] [local_ip]:[local_port];branch={branch};rport", "[routes]",
            "From:[$callee];tag=s[pid]x[call_number]", "To:[$caller]", "Call-ID: [call_id]", f"CSeq: {self.number} {method}",
            "Contact: <sip:asterisk@[local_ip]:[local_port]>", "Max-Forwards: 70", AGENT, *extra, *kind, "Content-Length: [len]", "", body,
            *([""] if body else [])]), retrans=method != "ACK")
        if expected:
            self.expect(100, optional=True)
            self.expect(expected, rrs=False, action=check)
        return self

    def within(self, method, extra=(), body="", content="application/sdp"):
        """In a call that the server made."""
        self.cseq += 1
        self._in_dialog(method, cseq=self.cseq, extra=[AGENT, *extra], body=body, content=content)
        return self.expect(100, optional=True).expect(200, rrs=False)

    def respond_late(self, line, extra=(), retrans=False):
        """To the INVITE, without description, after other messages; needs remember_dialog() as its action."""
        return self.send("\n".join([f"SIP/2.0 {line}", "Via:[$via]", "From:[$caller]", "To:[$callee];tag=s[pid]x[call_number]", "[last_Call-ID:]",
                                    "CSeq:[$cseq]", "Contact: <sip:asterisk@[local_ip]:[local_port]>", *self.ABLE, *extra, "Content-Length: 0", "", ""]), retrans)

    def offers(self, body, extra=(), check="", answer=""):
        """A re-INVITE. @param body empty for one that asks for an offer @param answer to it, in the ACK"""
        return self.says("INVITE", [*self.ABLE, *extra], body, check=check).says("ACK", body=answer, expected=0)

    def offers_at_once(self, body, extra=()):
        """When the other leg may still wait for its ACK: after 491, which this gets then, it offers again (RFC 3261 §14.1)."""
        at, name = len(self.steps), f"pending{len(self.steps)}"
        self.says("INVITE", [*self.ABLE, *extra], body, expected=0).expect(100, optional=True)
        self.add(f'<recv response="491" optional="true" next="{name}"></recv>').expect(200, rrs=False).says("ACK", expected=0)
        self.add(f'<nop next="{name}-over"/>')
        self.steps[-1] += f'\n<label id="{name}"/>'
        self.says("ACK", expected=0, branch=f"[branch-{len(self.steps) - at}]").pause(500)
        self.offers(body, extra)
        self.steps[-1] += f'\n<label id="{name}-over"/>'
        return self


CONNECTED = ['P-Asserted-Identity: "Reception; desk, 2" <sip:200@[local_ip]>',
             'Remote-Party-ID: "Reception; desk, 2" <sip:200@[local_ip]>;party=called;privacy=off;screen=no']


def named(party, text):
    return re.findall(rf"(?m)^{party} sip[^$]*?\r?\n\r?\n", text)


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def is_answer(credentials, method, user, password):
    """Whether they answer a challenge without qop (RFC 2069)."""
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', credentials))
    who, what = md5(f"{user}:{given['realm']}:{password}"), md5(f"{method}:{given['uri']}")
    return given["username"] == user and "qop" not in given and given["response"] == md5(f"{who}:{given['nonce']}:{what}")


def last_media(process):
    """Where the node wants the server's media, by the description that came last."""
    blocks = [block for block in re.split(r"(?m)^-{20,} ", process.text()) if "message received" in block and "\nm=audio " in block]
    return told_address(blocks[-1])


def challenge(nonce, *more, algorithm=""):
    """As an old one asks: no quality of protection."""
    return "WWW-Authenticate: Digest " + ", ".join([*([f"algorithm={algorithm}"] if algorithm else []), 'realm="asterisk"', f'nonce="{nonce}"', *more])


def registrar(name):
    """Each challenge has another nonce; the second says that the first was stale. The binding is one of three, and shorter than asked for."""
    scenario = AsteriskScenario(name)
    scenario.receive("REGISTER").respond("401 Unauthorized", extra=[challenge("4f1d7a01", 'opaque=""', algorithm="MD5")])
    scenario.receive("REGISTER").respond("401 Unauthorized", extra=[challenge("4f1d7a02", "stale=true", algorithm="MD5")])
    own = '<action><ereg regexp="&lt;sip:[^&gt;]*&gt;" search_in="hdr" header="Contact:" assign_to="own"/></action>'
    scenario.receive("REGISTER", own)
    return scenario.send("\n".join([
        "SIP/2.0 200 OK", "[last_Via:]", "[last_From:]", "[last_To:];tag=as[pid]", "[last_Call-ID:]", "[last_CSeq:]",
        "Contact: <sip:another@192.0.2.7:5060;x-ast-orig-host=10.0.0.7:5060>;expires=3599", "Contact: [$own];expires=300",
        'Contact: "Third" <sip:third@192.0.2.8:5062;transport=tcp>;expires=17', "Expires: 120", "Date: Wed, 25 Nov 2026 08:00:00 GMT",
        "Content-Length: 0", "", ""]))


def trunk_at_asterisk(stage, test, inbound=()):
    """A trunk whose server has taken the node's registration. @return it"""
    name = f"{test}-trunk"
    host = stage.host()
    port = free_sip_port(host)
    process = stage.run(test, registrar("registrar"), host, port)
    trunk = stage.trunk(name, host, port=port, registration={"username": "node7", "password": "s3cret", "expiresSeconds": 600}, **dict(inbound))
    process.done()
    wait_until("registered", lambda: [each for each in stage.api.get("/status")["trunks"] if each["name"] == name and each.get("registered")])
    asked = [header(block, "Authorization") for block in named("REGISTER", process.text()) if "\nAuthorization:" in block]
    assert len(asked) == 2 and "4f1d7a02" in asked[1] and all(is_answer(each, "REGISTER", "node7", "s3cret") for each in asked), asked
    return trunk


def asterisk_is_called(stage):
    """RFC 2617 §3.2.1, RFC 3264 §8, RFC 3311, RFC 4733: a trunk registers by stale nonces; INVITE by 401 without qop; 183, 180 and a 200 that describes
    other media; re-INVITE right after the ACK, holds of all kinds, one without offer, connected line, media from elsewhere; a tone both ways after each."""
    test = "asterisk_is_called"
    trunk = trunk_at_asterisk(stage, test)
    number = stage.number()
    stage.route(number, trunk)
    with closing(Sound(trunk["host"]), Sound(trunk["host"]), Caller(stage, stage.user(), OF_CALLER)) as (early, server, caller):
        caller.left = ("INVITE",)
        it = AsteriskScenario("asterisk")
        it.receive("INVITE").respond("401 Unauthorized", extra=[challenge("1a2b3c4d", 'opaque="7d5c"')]).receive("ACK")
        it.receive("INVITE", it.remember_dialog()).respond("100 Trying", tag=False)
        it.respond("183 Session Progress", described(early.port, ("8 PCMA/8000", "0 PCMU/8000", "101 telephone-event/8000")))
        it.respond("180 Ringing").gate("early").answer_late(described(server.port, ("8 PCMA/8000",)))
        # no time between: connected line, then media straight to the other phone
        it.offers_at_once(described(server.port), CONNECTED).gate("talk")
        it.says("UPDATE", CONNECTED).says("OPTIONS")
        it.says("INFO", body="Signal=5\nDuration=160\n", content="application/dtmf-relay").gate("direct")
        direct = server.opened()
        there = direct.getsockname()[1]
        it.offers(described(there)).gate("hold0")
        it.offers(described(there, address="0.0.0.0")).gate("back0")
        it.offers(described(there)).gate("music")
        it.offers(described(there, way="sendonly")).gate("back1")
        it.offers(described(there)).gate("inactive")
        it.offers(described(there, way="inactive")).gate("back2")
        it.offers("", answer=described(there)).gate("end")
        it.says("BYE", ["X-Asterisk-HangupCause: Normal Clearing", "X-Asterisk-HangupCauseCode: 16", "Reason: Q.850;cause=16"])
        asterisk = stage.at_trunk(test, it, trunk)

        name = f"{test}-{caller.port}"
        caller.invite(number, name)
        caller.talk(caller.next("^SIP/2.0 183[^$]*CSeq: 2 INVITE"))
        caller.next("^SIP/2.0 180[^$]*CSeq: 2 INVITE")
        early.talks(last_media(asterisk))
        caller.both_hear(early, "before the answer")
        asterisk.go_on("early")
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        caller.within((name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"), "ACK", 2)
        caller.talk(answer)
        early.to = None
        early.close()
        server.talks(last_media(asterisk))
        caller.takes()
        caller.both_hear(server, "after the answer")
        asterisk.go_on("talk")
        caller.next("^INFO ")
        asterisk.reached("direct")
        server.presses(7)
        wait_until("key 7", lambda: [key for key, _ in caller.keys] == ["7"])
        server.quiet = True
        time.sleep(0.2)
        server.quiet = False
        caller.both_hear(server, "after comfort noise")
        server.moves(direct)
        server.jumps()
        asterisk.go_on("direct")
        caller.takes()
        caller.both_hear(server, "after direct media")
        server.moves()
        caller.both_hear(server, "from another port than said")
        for gate, way, state in (("hold0", "sendonly", "held"), ("back0", "", "answered"), ("music", "sendonly", "held"), ("back1", "", "answered"),
                                 ("inactive", "inactive", "held")):
            asterisk.go_on(gate)
            offer = caller.takes()
            assert direction(offer) == way and "0.0.0.0" not in offer, (gate, offer)
            wait_until(f"{state} after {gate}", lambda wanted=state: call_state(stage, number) == wanted)
            if gate == "music":
                hear("of music on hold", (caller.samples, server.hertz))
            if not way:
                caller.both_hear(server, f"after {gate}")
        asterisk.go_on("back2")
        assert "m=audio" not in caller.takes(caller.description()), "an offer came with what asked for one"
        caller.both_hear(server, "after an offer that was asked for")
        asterisk.go_on("end")
        assert "cause=16" in header(caller.next("^BYE "), "Reason")
        asterisk.done()
        assert is_answer(header(named("INVITE", asterisk.text())[1], "Authorization"), "INVITE", "node7", "s3cret")
    stage.api.delete(f"/routes/{number.replace('+', '%2B')}")
    stage.api.delete(f"/trunks/{trunk['name']}")
    same(stage.api.record_to(number), cause="normal", endedBy="callee", sipStatus=200)


def call_state(stage, number):
    return next((call["state"] for call in stage.api.get("/calls")["items"] if call["toDialled"] == number), "")


def asterisk_calls(stage):
    """RFC 4028, RFC 3264 §8.4: a call of a trunk with the server as the one to refresh; re-INVITE right after the ACK; the hold of the subscriber is refused
    by 491 and by 488, then taken; connected line by UPDATE; keys under a payload type of the answer; the cause of the end passes on; a tone both ways."""
    test = "asterisk_calls"
    number = stage.number()
    trunk = stage.trunk(f"{test}-trunk", inbound={"format": "national"})
    with closing(Sound(trunk["host"]), Caller(stage, stage.user(), OF_CALLER)) as (server, callee):
        callee.left = ("INVITE",)
        callee.register()
        stage.api.post("/numbers", {"number": number, "subscriber": callee.user})
        event = ("8 PCMA/8000", "96 telephone-event/8000")
        it = AsteriskScenario("asterisk")
        it.extra_invite = [*it.ABLE, "Session-Expires: 1800;refresher=uas", "Min-SE: 90", 'P-Asserted-Identity: "Bo; Co" <sip:0812345678@[local_ip]>']
        it.invite("0812345678", "0" + number[3:], body=described(server.port, event)).expect(180)
        it.expect(200, action=Scenario.check("1800;refresher=uas", "Session-Expires:")).ack()
        it.reinvite(described(server.port, event)).gate("talk")
        it.within("UPDATE", CONNECTED).within("INFO", body="Signal=*\nDuration=250\n", content="application/dtmf-relay").mark("told")
        for line in "491 Request Pending", "488 Not acceptable here":
            it.receive("INVITE", Scenario.check("a=sendonly")).respond(line, extra=["Warning: 399 asterisk \"no; not now\""], tag=False).receive("ACK")
        it.receive("INVITE", Scenario.check("a=sendonly")).respond("200 OK", described(server.port, way="recvonly"), retrans=True, tag=False).receive("ACK")
        it.receive("INVITE").respond("200 OK", described(server.port), retrans=True, tag=False).receive("ACK").gate("end")
        it.within("BYE", ["X-Asterisk-HangupCause: Interworking, unspecified", "X-Asterisk-HangupCauseCode: 127", 'Reason: Q.850;cause=127'])
        asterisk = stage.caller(test, it, trunk["host"], trunk["port"])

        invite = callee.next("^INVITE ")
        callee.reply(invite, "180 Ringing")
        callee.reply(invite, "200 OK", callee.description())
        callee.next("^ACK ")
        callee.talk(invite)
        callee.takes()
        asterisk.reached("talk")
        server.talks(last_media(asterisk))
        callee.both_hear(server, "after a re-INVITE right after the ACK")
        asterisk.go_on("talk")
        callee.next("^INFO ")
        asterisk.reached("told")
        server.presses(10)
        wait_until("key *", lambda: [key for key, _ in callee.keys] == ["*"])
        dialog = callee.dialog(invite)

        def offered(cseq, way, expected):
            callee.within(dialog, "INVITE", cseq, body=callee.description() + way)
            answer = callee.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {cseq} INVITE")
            assert answer.startswith(f"SIP/2.0 {expected}"), answer
            if expected == 200:
                callee.within(dialog, "ACK", cseq)
            else:
                acknowledge_refusal(callee, dialog, answer, cseq)
        for cseq, expected in enumerate((491, 488), 1):
            offered(cseq, "a=sendonly\r\n", expected)
            callee.both_hear(server, f"after {expected}")
        offered(3, "a=sendonly\r\n", 200)
        wait_until("held", lambda: call_state(stage, "0" + number[3:]) == "held")
        hear("of music of the phone on hold", (server.samples, OF_CALLER))
        offered(4, "", 200)
        callee.both_hear(server, "after the hold")
        asterisk.go_on("end")
        assert "cause=127" in header(callee.next("^BYE "), "Reason")
        asterisk.done()
    same(stage.api.record_to(number), cause="normal", endedBy="caller", sipStatus=200)


def asterisk_refuses(stage):
    """RFC 3261 §21.6.2, RFC 4028 §7.4, RFC 3262, RFC 3326: 603 with a warning is declined; 422 is asked again with the longer interval; ringing that must be
    acknowledged is, and its media are heard; the call ends with the cause of the server."""
    test = "asterisk_refuses"
    number = stage.number()
    trunk = stage.trunk(f"{test}-trunk")
    stage.route(number, trunk)
    with closing(Sound(trunk["host"]), Caller(stage, stage.user(), OF_CALLER)) as (server, caller):
        causes = ["X-Asterisk-HangupCause: Call Rejected", "X-Asterisk-HangupCauseCode: 21", "Reason: Q.850;cause=21"]
        declining = stage.at_trunk(test, AsteriskScenario("declining").receive("INVITE").respond("100 Trying", tag=False).respond(
            "603 Declined", extra=['Warning: 399 [local_ip] "Not today; \\"sorry\\""', *causes], retrans=True).receive("ACK"), trunk)
        caller.invite(number, f"declined-{caller.port}")
        refusal = caller.next("^SIP/2.0 603[^$]*CSeq: 2 INVITE")
        uri = f"sip:{number}@{caller.domain}:{caller.node[1]}"
        acknowledge_refusal(caller, (f"declined-{caller.port}", "", uri, "p"), refusal, 2)
        declining.done()
        same(stage.api.record_to(number), sipStatus=603)

        it = AsteriskScenario("brief")
        it.receive("INVITE").respond("422 Session Interval Too Small", extra=["Min-SE: 3600"]).receive("ACK")
        longer = '<ereg regexp="3600" search_in="hdr" header="Session-Expires:" check_it="true" assign_to="expires"/></action>'
        it.receive("INVITE", it.remember_dialog().replace("</action>", longer))
        it.variables.append("expires")
        it.respond("183 Session Progress", described(server.port), extra=["Require: 100rel", "RSeq: 6843"])
        it.receive("PRACK", Scenario.check("6843 [0-9]+ INVITE", "RAck:")).respond("200 OK", tag=False)
        it.respond_late("180 Ringing", extra=["Require: 100rel", "RSeq: 6844"])
        it.receive("PRACK", Scenario.check("6844 [0-9]+ INVITE", "RAck:")).respond("200 OK", tag=False).gate("ringing")
        it.respond_late("200 OK", extra=["Require: timer", "Session-Expires: 3600;refresher=uas"], retrans=True).receive("ACK").gate("end")
        it.says("BYE", [*causes[:2], 'Reason: Q.850;cause=31;text="Normal, unspecified"'])
        asterisk = stage.at_trunk(test, it, trunk)
        name = f"brief-{caller.port}"
        caller.invite(number, name)
        caller.talk(caller.next("^SIP/2.0 183[^$]*CSeq: 2 INVITE"))
        caller.next("^SIP/2.0 180[^$]*CSeq: 2 INVITE")
        server.talks(last_media(asterisk))
        caller.both_hear(server, "while it rings")
        asterisk.go_on("ringing")
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        caller.within((name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"), "ACK", 2)
        asterisk.reached("end")
        caller.both_hear(server, "after an answer without description")
        asterisk.go_on("end")
        assert "cause=31" in header(caller.next("^BYE "), "Reason")
        asterisk.done()
    record = [each for each in stage.api.record_to(number, 2) if each["sipStatus"] == 200][0]
    same(record, cause="normal", endedBy="callee")


def asterisk_asks_around(stage):
    """RFC 3261 §11, RFC 3842, RFC 3428, RFC 5626: a server that qualifies the node, tells of voicemail unasked, sends a text and registers as a phone under
    the user "s" with a parameter: all is answered, and calls to that phone reach it with that parameter and a tone both ways."""
    test = "asterisk_asks_around"
    trunk = stage.trunk(f"{test}-trunk")
    asking = AsteriskScenario("asking")
    asking.user = "asterisk"
    uri = "sip:[remote_ip]:[remote_port]"
    for method, extra, body, content, answers in (
            ("OPTIONS", ["Accept: application/sdp, application/dialog-info+xml"], "", "", (200,)),
            ("NOTIFY", ["Event: message-summary", "Subscription-State: active"], "Messages-Waiting: yes\nVoice-Message: 2/0 (0/0)\n",
             "application/simple-message-summary", (481,)),
            ("MESSAGE", [], "hello; there", "text/plain;charset=UTF-8", (405,))):  # this trunk has no texts
        asking.send(asking._head(method, uri, f"<{uri}>", extra=[AGENT, *extra], body=body, content=content))
        asking.expect(100, optional=True).expect_any(*answers)
        asking.cseq += 1
    stage.caller(test, asking, trunk["host"], trunk["port"]).done()

    office = stage.user()
    host = stage.host()
    port = free_sip_port(host)
    registering = Scenario("registering").register(office, PASSWORD)
    contact = f"<sip:{office}@[local_ip]:[local_port];transport=[transport]>"
    registering.steps = [step.replace(contact, "<sip:s@[local_ip]:[local_port];line=qbxyzab>") for step in registering.steps]
    stage.caller(test, registering, host, port).done()
    with closing(Sound(host), Caller(stage, stage.user(), OF_CALLER)) as (server, caller):
        it = AsteriskScenario("office")
        it.receive("INVITE", it.remember_dialog()).respond("100 Trying", tag=False)
        it.respond("200 OK", described(server.port), retrans=True).receive("ACK").gate("end").says("BYE")
        answering = stage.run(test, it, host, port)
        name = f"office-{caller.port}"
        dialog = caller.call(office, name)
        caller.talk(caller.answer)
        server.talks(last_media(answering))
        caller.both_hear(server, "of the registered server")
        assert re.search(r"(?m)^INVITE sip:s@[^ ]*;line=qbxyzab", answering.text()), answering.messages
        answering.go_on("end")
        caller.next("^BYE ")
        answering.done()
        assert dialog
    same(stage.api.record_to(office), cause="normal", endedBy="callee")


TESTS = [asterisk_is_called, asterisk_calls, asterisk_refuses, asterisk_asks_around]
