"""
The phone of the desk at a server that behaves as Asterisk is known to, see {@link asterisk}. By hand and not by SIPp: registration, calls both ways and
what the server asks meanwhile come through one port.
"""
import contextlib
import queue
import re
import threading
import time
import types
import uuid

from .asterisk import AGENT, AsteriskScenario, Sound, challenge, is_answer
from .browser import HEARD, RATE, SPOKEN
from .desk_account import Office
from .desk_phone import DeskPhone, Pulse
from .flows import Phone, header
from .sipp import wait_until
from .stage import PASSWORD
from .voice import HOST, goertzel

ABLE = [AGENT, AsteriskScenario.ABLE[1]]
CONNECTED = ['P-Asserted-Identity: "Reception; desk, 2" <sip:201@192.0.2.1>',
             'Remote-Party-ID: "Reception; desk, 2" <sip:201@192.0.2.1>;party=called;privacy=off;screen=no']
EVENT = "101 telephone-event/8000"
GRANTED = 7
"""Seconds of a registration: the phone registers after five of them again."""


class Sorted:
    """A socket whose messages may be taken by somebody else first."""

    def __init__(self, udp, taken):
        self.udp = udp
        self.udp.settimeout(0.2)
        self.taken = taken
        self.others = queue.Queue()
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        while not self.stopped.is_set():
            try:
                data, whose = self.udp.recvfrom(65536)
            except TimeoutError:
                continue
            if not self.taken(data.decode(), whose):
                self.others.put(data)

    def recv(self, _):
        try:
            return self.others.get(timeout=30)
        except queue.Empty:
            raise TimeoutError("no message of the phone within 30 s") from None

    def sendto(self, data, to):
        self.udp.sendto(data, to)

    def close(self):
        self.stopped.set()
        self.thread.join()
        self.udp.close()


class AsteriskServer(Phone):
    """Takes registrations, and knows no subscriptions. The rest is the test's."""

    def __init__(self, account):
        super().__init__(types.SimpleNamespace(node=types.SimpleNamespace(HOST=HOST, sip_port=0)), "200", HOST)
        self.account = account
        self.contacts = []
        """Of the phone, as it registered them."""
        self.qualified = []
        self.refused = []
        """Methods that the phone should not use here."""
        self.nonce = ""
        self.asked = 0
        self.left = ("INVITE",)
        self.allow = AsteriskScenario.ABLE[0].split(": ")[1]
        self.udp = Sorted(self.udp, self.taken)

    def taken(self, text, phone):
        self.node = phone
        method = text.split(" ", 1)[0]
        if method == "REGISTER":
            self.registers(text)
        elif method in ("SUBSCRIBE", "PUBLISH"):
            self.refused.append(method)
            self.reply(text, "489 Bad Event", extra=["Allow-Events: presence, dialog, message-summary"])
        elif method == "SIP/2.0" and header(text, "Call-ID").startswith("qualify-"):
            self.qualified.append(text.split(" ", 2)[1])
        else:
            return not text.strip()  # or it keeps a NAT open
        return True

    def registers(self, request):
        """A nonce for each request; the second says that the first was stale. Several contacts, that of the phone with a parameter more."""
        given = re.search(r"(?m)^Authorization: (.*?)\r?$", request)
        if not given or f'nonce="{self.nonce}"' not in given.group(1):
            self.asked += 1
            self.nonce = f"{self.asked:08x}" if given else ""
            more = "stale=true" if given else 'opaque=""'
            self.reply(request, "401 Unauthorized", extra=[challenge(f"{self.asked:08x}", more, algorithm="MD5")])
            return
        assert is_answer(given.group(1), "REGISTER", self.account, PASSWORD), given.group(1)
        self.nonce = "none"
        contact = re.search(r"(?m)^Contact: <([^>]*)>", request).group(1)
        if "Expires: 0" in request:
            self.reply(request, "200 OK")
            return
        self.reply(request, "200 OK", extra=[
            "Contact: <sip:another@192.0.2.7:5060;x-ast-orig-host=10.0.0.7:5060>;expires=3599",
            f"Contact: <{contact};x-ast-orig-host=10.0.0.8:5060>;expires={GRANTED}", "Expires: 3600"])
        self.contacts.append(contact)

    def qualifies(self):
        """Asks the phone whether it is there, as every minute: no body, no Accept."""
        before = len(self.qualified)
        self.send("OPTIONS", self.contacts[-1], f"qualify-{uuid.uuid4().hex}", f"<{self.contacts[-1]}>", 102, [AGENT])
        wait_until("an answer to OPTIONS", lambda: len(self.qualified) > before)
        assert self.qualified[-1] == "200", self.qualified

    def says(self, dialog, method, cseq, expected, extra=(), body="", content="application/sdp"):
        """@return the final response"""
        self.within(dialog, method, cseq, [*ABLE, *extra], body, content)
        answer = self.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {cseq} {method}")
        assert int(answer.split(" ", 2)[1]) in (expected if isinstance(expected, tuple) else (expected,)), answer
        return answer

    def offers(self, dialog, cseq, body, answer="", extra=()):
        """A re-INVITE. @param body empty for one that asks for an offer @param answer to it @return what the phone said"""
        said = self.says(dialog, "INVITE", cseq, 200, extra, body)
        self.within(dialog, "ACK", cseq, body=answer)
        return said


def described(port, formats=("8 PCMA/8000", EVENT), way="sendrecv", address=HOST):
    """The version is always the same."""
    return "\r\n".join(["v=0", f"o=- 1876543210 3 IN IP4 {HOST}", "s=Asterisk", f"c=IN IP4 {address}", "t=0 0",
                        f"m=audio {port} RTP/AVP {' '.join(each.split()[0] for each in formats)}", *(f"a=rtpmap:{each}" for each in formats),
                        *(f"a=fmtp:{each.split()[0]} 0-16" for each in formats if "telephone-event" in each), "a=ptime:20", "a=maxptime:150", f"a={way}", ""])


def address_in(sdp):
    return re.search(r"(?m)^c=IN IP4 (\S+)", sdp).group(1), int(re.search(r"(?m)^m=audio (\d+)", sdp).group(1))


class AsteriskOffice(Office):
    """The server, a sound server and a phone of the desk."""

    def __init__(self, folder):
        self.pulse = Pulse(folder)
        self.user = f"desk-{uuid.uuid4().hex[:6]}"
        self.server = AsteriskServer(self.user)
        self.phone = DeskPhone(folder, self.pulse.env)
        self.sound = Sound(HOST, HEARD)
        self.other = None

    def __enter__(self):
        self.registered(f"udp://{HOST}:{self.server.port}")
        return self

    def __exit__(self, *_):
        super().__exit__()
        self.sound.close()

    def both_hear(self, when):
        """In both directions from now on."""
        self.pulse.speak()
        self.hears_server(when)
        self.sound.samples.clear()
        wait_until(f"{SPOKEN} Hz at the server {when}", self.server_hears, 20)

    def hears_server(self, when):
        def share():
            samples = self.pulse.hear("headset", 0.6)
            return max(samples) > 1000 and goertzel(samples[-RATE // 2:], HEARD) > 0.8
        wait_until(f"{HEARD} Hz at the headset {when}", share, 20)

    def server_hears(self):
        """The microphone's tone has breaks of half of its time."""
        samples = list(self.sound.samples)
        pieces = [samples[at:at + RATE // 20] for at in range(0, len(samples) - RATE // 20, RATE // 20)]
        shares = [goertzel(piece, SPOKEN) for piece in pieces if max(piece) > 1000]
        return len(shares) > 6 and sorted(shares)[-len(shares) // 3] > 0.8

    def names_another(self):
        self.phone.shows("another party", lambda it: it["lines"][0]["notice"] == "phone-now-with" and it["lines"][0]["number"] == "200")

    def held_by_other(self, held):
        self.phone.shows(f"held by the other: {held}", lambda it: it["lines"][-1]["heldByOther"] == held)

    def registered_again(self):
        before = len(self.server.contacts)
        wait_until("another registration", lambda: len(self.server.contacts) > before, GRANTED + 3)
        self.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED")

    def media_changes(self, dialog, cseq):
        """All that may happen to the media of a call. @return the next number"""
        server, sound = self.server, self.sound
        server.says(dialog, "UPDATE", cseq, 200, CONNECTED)
        server.says(dialog, "OPTIONS", cseq + 1, 200)
        server.says(dialog, "INFO", cseq + 2, (200, 405, 415), body="Signal=5\r\nDuration=160\r\n", content="application/dtmf-relay")
        server.qualifies()
        self.both_hear("after connected line")
        sound.moves()
        sound.jumps()
        server.offers(dialog, cseq + 3, described(sound.port), extra=CONNECTED)
        self.both_hear("after direct media")
        there = sound.port
        sound.moves()
        self.both_hear("from another port than said")
        sound.quiet = True
        time.sleep(0.4)
        sound.quiet = False
        sound.jumps()
        self.both_hear("after comfort noise and a jump of time")
        held = cseq + 4
        for way, address in (("sendrecv", "0.0.0.0"), ("sendonly", HOST), ("inactive", HOST)):
            server.offers(dialog, held, described(there, way=way, address=address))
            self.held_by_other(True)
            if way == "sendonly":
                self.hears_server("of music on hold")
            if way == "inactive":
                said = server.offers(dialog, held + 1, "", answer=described(there))
                assert "m=audio" in said, said
            else:
                server.offers(dialog, held + 1, described(there))
            self.held_by_other(False)
            self.both_hear(f"after {way} at {address}")
            held += 2
        server.says(dialog, "UPDATE", held, 200, ["Session-Expires: 1800;refresher=uac", "Min-SE: 90", "Require: timer"])
        return held + 1

    def key_arrives(self, line):
        self.phone.does("press", line, "7")
        wait_until("key 7", lambda: 7 in [code for code, _ in self.sound.keys])

    def hold_is_refused_and_taken(self, line, there):
        """By 491 as where both offer at once, by 488, then not."""
        server, phone = self.server, self.phone
        phone.does("hold", line, "true")
        crossing = server.next("^INVITE ")
        server.reply(crossing, "491 Request Pending")
        server.next("^ACK ")
        again = server.next("^INVITE ")
        assert "a=sendonly" in again, again
        server.reply(again, "488 Not acceptable here", extra=['Warning: 399 asterisk "no; not now"'])
        server.next("^ACK ")
        phone.shows("a refusal", lambda it: it["lines"][0]["notice"] == "phone-not-changed" and not it["lines"][0]["held"])
        self.both_hear("after a refused hold")
        for held, way in (("true", "recvonly"), ("false", "sendrecv")):
            phone.does("hold", line, held)
            offer = server.next("^INVITE ")
            server.reply(offer, "200 OK", described(there, way=way))
            server.next("^ACK ")
            phone.shows(f"held: {held}", lambda it, held=held: it["lines"][0]["held"] == (held == "true"))
        self.both_hear("after the hold")

    def ends(self, dialog, cseq, code):
        self.server.says(dialog, "BYE", cseq, 200, ["X-Asterisk-HangupCause: Normal Clearing", "X-Asterisk-HangupCauseCode: 16", "Reason: Q.850;cause=16"])
        assert self.phone.line("ENDED")["end"] == code
        self.phone.shows("no line", lambda it: not it["lines"])


def desk_phone_at_asterisk_calls(dist, folder):
    """RFC 2617 §3.2.1, RFC 3264 §8, RFC 3311, RFC 4733: registers by stale nonces for the time of its own contact; calls by 401 without qop, with 183, 180 and
    a 200 of other media, a re-INVITE right after the ACK, holds of all kinds; its own hold refused by 491 and 488; a tone both ways after each."""
    with AsteriskOffice(folder) as office:
        server, phone, sound = office.server, office.phone, office.sound
        server.qualifies()
        contact = server.contacts[-1]
        voicemail = "Messages-Waiting: yes\r\nMessage-Account: sip:asterisk@192.0.2.1\r\nVoice-Message: 2/0 (0/0)\r\n"
        server.send("NOTIFY", contact, "mwi-1", f"<{contact}>", 102, [AGENT, "Event: message-summary", "Subscription-State: active"], voicemail,
                    content="application/simple-message-summary")
        server.next(r"^SIP/2.0 (200|481|489)[^$]*CSeq: 102 NOTIFY")
        server.send("MESSAGE", contact, "text-1", f"<{contact}>", 102, [AGENT], "hello; there", content="text/plain;charset=UTF-8")
        server.next(r"^SIP/2.0 20[02][^$]*CSeq: 102 MESSAGE")
        phone.has("text", lambda all_of: [each["text"] for each in all_of] == ["hello; there"])
        office.registered_again()

        phone.does("call", "200")
        invite = server.next("^INVITE ")
        server.reply(invite, "401 Unauthorized", extra=[challenge("1a2b3c4d", 'opaque="7d5c"')])
        server.next("^ACK ")
        invite = server.next("^INVITE ")
        assert is_answer(header(invite, "Authorization"), "INVITE", office.user, PASSWORD) and 'opaque="7d5c"' in invite, invite
        early = Sound(HOST, HEARD)
        try:
            server.reply(invite, "100 Trying")
            server.reply(invite, "183 Session Progress", described(early.port, ("8 PCMA/8000", "0 PCMU/8000", EVENT)))
            server.reply(invite, "180 Ringing")
            early.talks(address_in(invite))
            phone.line("RINGING")
            office.hears_server("before the answer")
        finally:
            early.close()
        dialog = server.dialog(invite)
        server.says(dialog, "UPDATE", 102, 200, CONNECTED)
        office.names_another()
        server.reply(invite, "200 OK", described(sound.port), extra=["Session-Expires: 1800;refresher=uas", "Require: timer"])
        server.next("^ACK ")
        server.offers(dialog, 103, described(sound.port), extra=CONNECTED)
        sound.talks(address_in(invite))
        line = phone.line("TALKING")["id"]
        office.both_hear("after the answer")
        cseq = office.media_changes(dialog, 104)
        office.key_arrives(line)
        office.hold_is_refused_and_taken(line, sound.port)
        office.ends(dialog, cseq, "phone-other-hung-up")

        phone.does("call", "200")
        invite = server.next("^INVITE ")
        server.reply(invite, "603 Declined", extra=['Warning: 399 192.0.2.1 "Not today; \\"sorry\\""', "X-Asterisk-HangupCause: Call Rejected",
                                                    "Reason: Q.850;cause=21"])
        server.next("^ACK ")
        assert phone.line("ENDED")["end"] == "phone-declined"
        office.registered_again()
        assert not server.refused, server.refused


def desk_phone_at_asterisk_is_called(dist, folder):
    """RFC 3311, RFC 3325, RFC 4028: is called with extensions that it does not know; another party is named while it rings; a re-INVITE follows the ACK at
    once; holds of all kinds, keys under the server's payload type; a tone both ways after each; a call that is cancelled."""
    with AsteriskOffice(folder) as office:
        server, phone, sound = office.server, office.phone, office.sound
        contact = server.contacts[-1]

        def called(name, *more):
            """@return the dialog"""
            server.send("INVITE", contact, name, f"<{contact}>", 102, [*ABLE, AsteriskScenario.ABLE[0], "Session-Expires: 1800", "Min-SE: 90",
                                                                      'P-Asserted-Identity: "Bo; Co" <sip:200@192.0.2.1>', *more],
                        described(sound.port, ("0 PCMU/8000", "8 PCMA/8000", EVENT)))
            ringing = server.next(r"^SIP/2.0 180[^$]*CSeq: 102 INVITE")
            return name, header(ringing, "To"), re.search("<(.*?)>", header(ringing, "Contact")).group(1), "p"
        dialog = called("in-1")
        line = phone.line("RINGING")
        assert line["number"] == "200", line
        server.says(dialog, "UPDATE", 103, 200, CONNECTED)
        office.names_another()
        server.qualifies()
        phone.does("answer", line["id"])
        answer = server.next(r"^SIP/2.0 200[^$]*CSeq: 102 INVITE")
        server.within(dialog, "ACK", 102)
        server.offers(dialog, 104, described(sound.port), extra=CONNECTED)
        sound.talks(address_in(answer))
        phone.line("TALKING")
        office.both_hear("after the answer")
        cseq = office.media_changes(dialog, 105)
        office.key_arrives(line["id"])
        office.hold_is_refused_and_taken(line["id"], sound.port)
        office.registered_again()
        office.ends(dialog, cseq, "phone-other-hung-up")

        dialog = called("in-2")
        server.send("CANCEL", contact, "in-2", f"<{contact}>", 102, ["Reason: Q.850;cause=26"],
                    branch=server.branches["INVITE", "in-2", 102])
        refusal = server.next(r"^SIP/2.0 487[^$]*CSeq: 102 INVITE")
        server.send("ACK", contact, "in-2", header(refusal, "To"), 102, branch=server.branches["INVITE", "in-2", 102])
        assert phone.line("ENDED")["end"] == "phone-answered-elsewhere"


class Party:
    """Calls of the desk at a server without conferences, each to somebody with a tone of its own."""
    SHARE = 0.05
    """Of what comes, that a tone beside others has at least."""

    def __init__(self, office):
        self.office = office
        self.dialogs = {}
        """By sound."""

    def takes(self, sound, way="sendrecv"):
        """A re-INVITE of the call with that sound."""
        server, call = self.office.server, re.escape(self.dialogs[sound][0])
        server.reply(server.next(rf"^INVITE [^$]*Call-ID: {call}"), "200 OK", described(sound.port, way=way))
        server.next(rf"^ACK [^$]*Call-ID: {call}")

    def calls(self, sound, *talking):
        """Those that the desk talks to are put on hold. @return the line"""
        server, phone = self.office.server, self.office.phone
        phone.does("call", str(200 + len(self.dialogs)))
        for each in talking:
            self.takes(each, "recvonly")
        invite = server.next(r"^INVITE (?![^$]*\r\nTo:[^\r]*;tag=)")
        self.dialogs[sound] = server.dialog(invite)
        server.reply(invite, "200 OK", described(sound.port))
        server.next("^ACK ")
        sound.talks(address_in(invite))
        count = len(talking) + 1
        return phone.shows("another call", lambda it: len(it["lines"]) == count and it["lines"][-1]["state"] == "TALKING")["lines"][-1]["id"]

    @classmethod
    def heard(cls, sound, *hertz):
        """Which of these tones are in what comes in the next half second; the microphone's has breaks."""
        sound.samples.clear()
        wait_until("something comes", lambda: len(sound.samples) >= RATE // 2)
        pieces = [sound.samples[at:at + RATE // 10] for at in range(0, RATE // 2, RATE // 10)]
        return {each for each in hertz if any(goertzel(piece, each) > cls.SHARE for piece in pieces)}

    def hear_each_other(self, *sounds):
        self.office.pulse.speak()
        for each in sounds:
            all_others = {SPOKEN, *(other.hertz for other in sounds if other is not each)}
            wait_until(f"{all_others} Hz at the one with {each.hertz} Hz", lambda each=each, all_others=all_others: self.heard(each, *all_others) == all_others, 20)

        def desk_hears():
            here = self.office.pulse.hear("headset", 0.6)[-RATE // 2:]
            return max(here) > 1000 and all(goertzel(here, each.hertz) > 0.5 / len(sounds) for each in sounds)
        wait_until("the desk hears all", desk_hears, 20)

    def hears_none(self, sound, *hertz):
        wait_until(f"none of {hertz} Hz at the one with {sound.hertz} Hz", lambda: not self.heard(sound, *hertz), 20)


def desk_phone_confers_elsewhere(dist, folder):
    """RFC 4353 §5.2: the desk lets the others of its calls hear each other and itself. One is put on hold, comes back, puts the desk on hold; a third comes
    and goes; the microphone is lost; one is separate again."""
    with contextlib.ExitStack() as opened, AsteriskOffice(folder) as office:
        first, second, third = sounds = [Sound(HOST, hertz) for hertz in (450, 1400, 2200)]
        for each in sounds:
            opened.callback(each.close)
        server, phone, party = office.server, office.phone, Party(office)
        one = party.calls(first)
        two = party.calls(second, first)
        party.hears_none(second, first.hertz)
        phone.does("conference", two, one)
        party.takes(first)
        phone.shows("a conference", lambda it: all(each["together"] and not each["held"] for each in it["lines"]))
        party.hear_each_other(first, second)
        phone.does("mute", one, "true")
        phone.shows("muted", lambda it: all(each["muted"] for each in it["lines"]))
        for each, other in (first, second), (second, first):
            party.hears_none(each, SPOKEN)
            assert party.heard(each, other.hertz)
        phone.does("mute", two, "false")
        party.hear_each_other(first, second)

        phone.does("hold", one, "true")
        party.takes(first, "recvonly")
        party.hears_none(second, first.hertz)
        phone.does("hold", one, "false")
        party.takes(first)
        party.hear_each_other(first, second)
        server.offers(party.dialogs[first], 101, described(first.port, way="sendonly"))
        party.hears_none(second, first.hertz)  # as music on hold would be
        server.offers(party.dialogs[first], 102, described(first.port))
        party.hear_each_other(first, second)

        three = party.calls(third, first, second)
        phone.does("conference", three, one)
        for each in first, second:
            party.takes(each)
        party.hear_each_other(first, second, third)
        server.says(party.dialogs[third], "BYE", 101, 200)
        phone.shows("two calls", lambda it: len(it["lines"]) == 2 and all(each["together"] for each in it["lines"]))
        party.hear_each_other(first, second)
        office.pulse.unplug("microphone")
        phone.shows("no microphone", lambda it: not any(each["use"] == "MICROPHONE" for each in it["devices"]))
        wait_until("they hear each other without it", lambda: party.heard(first, second.hertz) and party.heard(second, first.hertz))
        phone.does("separate", two)
        party.takes(second, "recvonly")
        phone.shows("no conference", lambda it: it["lines"][1]["held"] and not any(each["together"] for each in it["lines"]))
        party.hears_none(first, second.hertz)


TESTS = [desk_phone_confers_elsewhere]
LONG = [desk_phone_at_asterisk_calls, desk_phone_at_asterisk_is_called]
"""Only where they are named."""
