"""Calls that the packaged node starts itself."""
import email
import email.policy
import json
import math
import os
import re
import subprocess
import time

from .api import Refused
from .calls import labels, same, two_phones
from .flows import Phone, closing, header, pair
from .node import ENDS_WITH_US, Node, free_sip_port
from .sipp import Scenario, wait_until
from .stage import Stage
from .texting import receiver
from .voice import RATE, Baresip, goertzel

TESTS_OF = os.path.join(os.path.dirname(__file__), "../../../bundles")
DEBIANS_PYTHON = "/usr/bin/python3"


def refused(stage, path, body, field):
    """422, and it names the field."""
    try:
        stage.api.post(path, body)
    except Refused as problem:
        assert problem.status == 422 and re.search(rf'"field": ?"(values\.)?{re.escape(field)}"', problem.problem), problem
    else:
        raise AssertionError(f"{body} is taken")


def ended(stage, call):
    """A test call's result."""
    def there():
        now = stage.api.get(f"/test-calls/{call['id']}")
        return now if "ok" in now else None
    return wait_until(f"the end of test call {call['id']}", there)


def a_test_call_over_a_trunk(stage):
    """RFC 3261 §13, 3551: rings, is answered, gets the tone and sends it back; the result has each step, and the record is one as any other."""
    trunk, number = stage.trunk("tested"), stage.number()
    scenario = Scenario("tested")
    scenario.receive("INVITE", action=scenario.check("47", "X-Account:")).ring().pause(400).answer().take_bye()
    far = stage.at_trunk("a_test_call_over_a_trunk", scenario, trunk, more=("-rtp_echo",))
    call = stage.api.post("/test-calls", {"trunk": "tested", "number": number, "caller": "+46850010000", "codecs": ["PCMA"],
                                          "headers": ["X-Account: 47"], "seconds": 3})
    wait_until("the live call", lambda: any(live["id"] == call["id"] for live in stage.api.get("/calls")["items"]), 5)
    result = ended(stage, call)
    far.done()
    assert result["ok"] and result["cause"] == "normal" and result["sipStatus"] == 200, result
    assert result["codec"] == "PCMA" and 350 <= result["answeredAfterMs"] <= 3000, result
    steps = [step["label"].split()[0] for step in result["steps"]]
    assert steps == ["INVITE", "180", "200", "ACK", "BYE", "200"], steps
    streams = {stream["from"]: stream for stream in result["streams"]}
    sent, back = streams["caller"]["packets"], streams["callee"]["packets"]
    assert 75 <= sent <= 250 and back >= 0.9 * sent, (sent, back)
    assert streams["callee"]["mos"] > 4, streams["callee"]
    record = stage.api.record_to(number)
    assert record["id"] == call["id"]
    same(record, cause="normal", sipStatus=200, trunk="tested", endedBy="node")
    assert [leg["peer"] for leg in record["legs"]] == ["node:call", "tested"], record["legs"]
    assert [label.split()[0] for label in labels(stage, record)] == steps
    audit = stage.api.get("/changes")["items"]
    assert any(call["id"] in change["note"] for change in audit), "it is not in the audit"
    return f"answered after {result['answeredAfterMs']:.0f} ms, {sent} packets out, {back} back, MOS {streams['callee']['mos']:.2f}"


def a_test_call_over_a_trunk_that_is_not_saved(stage):
    """RFC 3261 §13: as over a saved one; then nothing is left of the trunk but the record and the audit."""
    host, number = stage.host(), stage.number()
    draft = {"name": "draft", "host": host, "port": free_sip_port(host), "region": "SE", "optionsSeconds": 0, "enabled": False}
    far = stage.run("a_test_call_over_a_trunk_that_is_not_saved", Scenario("draft").receive("INVITE").ring().answer().take_bye(),
                    draft["host"], draft["port"], more=("-rtp_echo",))
    call = stage.api.post("/test-calls", {"draft": draft, "number": number, "codecs": ["PCMA"], "seconds": 3})
    result = ended(stage, call)
    far.done()
    assert result["ok"] and result["trunk"] == "draft/unsaved", result
    record = stage.api.record_to(number)
    same(record, cause="normal", trunk="draft/unsaved")
    assert any(call["id"] in change["note"] and f"{host}:{draft['port']}" in change["note"] for change in stage.api.get("/changes")["items"])
    assert all(not trunk["name"].startswith("draft") for trunk in stage.api.get("/trunks")["items"])
    for body, field in (({"trunk": "draft/unsaved", "number": number}, "trunk"),
                        ({"draft": {**draft, "host": "no host"}, "number": number}, "host"),
                        ({"draft": draft, "trunk": "tested", "number": number}, "trunk")):
        refused(stage, "/test-calls", body, field)
    return result["said"]


def a_test_call_that_is_refused(stage):
    """RFC 3261 §21: the far side's answer is the result's cause, in words; nothing that may not be called is."""
    trunk, number = stage.trunk("refusing"), stage.number()
    far = stage.at_trunk("a_test_call_that_is_refused", Scenario("refusing").receive("INVITE").refuse("486 Busy Here"), trunk)
    result = ended(stage, stage.api.post("/test-calls", {"trunk": "refusing", "number": number}))
    far.done()
    assert not result["ok"] and result["cause"] == "busy" and "486" in result["said"], result
    for draft, field in (({"trunk": "none", "number": number}, "trunk"), ({"trunk": "refusing", "number": "112"}, "number"),
                         ({"trunk": "refusing", "number": number, "seconds": 61}, "seconds"),
                         ({"trunk": "refusing", "number": number, "headers": ["Via: x"]}, "headers[0]")):
        refused(stage, "/test-calls", draft, field)
    return result["said"]


def a_test_call_with_a_voice(stage):
    """RFC 3725: the phone rings, then the number is called over the trunk as a test call is: with the caller, the codec and the header that were chosen."""
    trunk, number = stage.trunk("spoken"), stage.number()
    scenario = Scenario("spoken")
    scenario.receive("INVITE", action=scenario.check("47", "X-Account:")).ring().answer().take_bye()
    far = stage.at_trunk("a_test_call_with_a_voice", scenario, trunk)
    with pair(stage) as (phone, _):
        phone.register()
        call = stage.api.post("/test-calls", {"trunk": "spoken", "number": number, "caller": "+46850010000", "codecs": ["PCMA"],
                                              "headers": ["X-Account: 47"], "voice": phone.user})
        assert "X-Account" not in phone.next("^INVITE ")
        phone.next("^ACK ")
        dialog = phone.dialog(phone.next("^INVITE "))
        phone.next("^ACK ")
        phone.within(dialog, "BYE", 1)
        phone.next("^SIP/2.0 200[^$]*CSeq: 1 BYE")
        far.done()
        result = ended(stage, call)
        steps = [step["label"].split()[0] for step in result["steps"]]
        assert steps == ["INVITE", "180", "200", "ACK", "BYE", "200"], steps
        assert result["codec"] == "PCMA" and result["saidCode"] == "test-call-silent", result
        record = stage.api.record_to(number)
        assert record["id"] == call["id"]
        same(record, cause="normal", direction="outbound", trunk="spoken", fromDialled="+46850010000")
        refused(stage, "/test-calls", {"trunk": "spoken", "number": number, "voice": "nobody"}, "voice")


def a_test_call_with_a_voice_over_a_trunk_that_is_not_saved(stage):
    """RFC 3725, 3261 §22.2: the same over values that are not saved, whose credentials the carrier asks for at the INVITE and at the BYE."""
    number, user = stage.number(), stage.user()
    with closing(Phone(stage, user), Phone(stage, "carrier")) as (phone, carrier):
        phone.register()
        carrier.left = ("INVITE", "BYE")
        draft = {"name": "draft", "host": carrier.host, "port": carrier.port, "region": "SE", "optionsSeconds": 0,
                 "registration": {"username": "asked", "password": "s3cret", "expiresSeconds": 600}}

        def challenged(method, nonce):
            """@return the request with credentials"""
            carrier.reply(carrier.next(f"^{method} "), "407 Who are you", extra=[f'Proxy-Authenticate: Digest realm="carrier", nonce="{nonce}", '
                                                                              'algorithm=MD5, qop="auth"'])
            if method == "INVITE":
                carrier.next("^ACK ")
            again = carrier.next(f"^{method} ")
            given = header(again, "Proxy-Authorization")
            assert 'username="asked"' in given and f'nonce="{nonce}"' in given, again
            return again

        call = stage.api.post("/test-calls", {"draft": draft, "number": number, "codecs": ["PCMA"], "voice": user})
        phone.next("^INVITE ")
        phone.next("^ACK ")
        carrier.reply(challenged("INVITE", "n1"), "200 OK", carrier.description())
        carrier.next("^ACK ")
        dialog = phone.dialog(phone.next("^INVITE "))
        phone.next("^ACK ")
        phone.within(dialog, "BYE", 1)
        carrier.reply(challenged("BYE", "n2"), "200 OK")
        phone.next("^SIP/2.0 200[^$]*CSeq: 1 BYE")
    result = ended(stage, call)
    assert result["trunk"] == "draft/unsaved" and result["codec"] == "PCMA", result
    record = stage.api.record_to(number)
    assert record["id"] == call["id"]
    same(record, cause="normal", direction="outbound", trunk="draft/unsaved")
    assert all(not trunk["name"].startswith("draft") for trunk in stage.api.get("/trunks")["items"])


def a_test_call_is_spoken_in(stage):
    """RFC 3725, 3551: a real phone rings, and hears its own voice from the trunk, which sends it back."""
    trunk, number, subscriber = stage.trunk("echo"), stage.number(), stage.user()
    far = stage.at_trunk("a_test_call_is_spoken_in", Scenario("echo").receive("INVITE").ring().answer().take_bye(), trunk, more=("-rtp_echo",))
    phone = Baresip(stage, subscriber, 440, True, more=Baresip.SOURCES_CHANGE)

    def hears_itself():
        last = phone.heard()[-RATE:]
        return len(last) == RATE and goertzel(last, 440) > 0.9
    try:
        phone.start()
        wait_until("baresip registered", lambda: phone.registered(stage.api))
        call = stage.api.post("/test-calls", {"trunk": "echo", "number": number, "codecs": ["PCMA"], "voice": subscriber})
        wait_until("the phone hears its voice", hears_itself, 30)
        phone.hang_up()
        far.done()
        result = ended(stage, call)
    finally:
        phone.stop()
    assert result["ok"] and result["saidCode"] == "test-call-heard" and result["codec"] == "PCMA", result
    assert {stream["from"] for stream in result["streams"] if stream["packets"] > 0} == {"caller", "callee"}, result["streams"]


def a_number_is_called_for_a_subscriber(stage):
    """RFC 3725: two real phones ring one after the other, and hear each other; the record is the subscriber's call."""
    subscriber, other = stage.user(), stage.user()
    phone = Baresip(stage, subscriber, 440, True, more=Baresip.SOURCES_CHANGE)
    called = Baresip(stage, other, 700, True)

    def hears(who, hertz):
        last = who.heard()[-RATE:]
        return len(last) == RATE and goertzel(last, hertz) > 0.9
    try:
        for each in (phone, called):
            each.start()
            wait_until("baresip registered", lambda each=each: each.registered(stage.api))
        call = stage.api.post("/calls", {"subscriber": subscriber, "number": other})
        wait_until("the phone hears who was called", lambda: hears(phone, 700), 30)
        wait_until("who was called hears the phone", lambda: hears(called, 440), 30)
        live = next(live for live in stage.api.get("/calls")["items"] if live["id"] == call["id"])
        assert live["fromDialled"] == subscriber and live["toDialled"] == other and live["state"] == "answered", live
        phone.hang_up()
        record = stage.api.record_to(other)
    finally:
        phone.stop()
        called.stop()
    assert record["id"] == call["id"]
    same(record, cause="normal", sipStatus=200, direction="internal", fromDialled=subscriber)
    assert any(call["id"] in change["note"] for change in stage.api.get("/changes")["items"]), "it is not in the audit"
    for draft, field in (({"subscriber": "nobody", "number": other}, "subscriber"), ({"subscriber": subscriber, "number": "112"}, "number"),
                         ({"subscriber": subscriber, "number": "nobody"}, "number"), ({"subscriber": subscriber}, "number")):
        refused(stage, "/calls", draft, field)


def a_number_is_called_over_a_trunk(stage):
    """RFC 3725: the phone rings, then the number is called over the trunk that was chosen, though no route leads there."""
    trunk, number = stage.trunk("chosen"), stage.number()
    far = stage.at_trunk("a_number_is_called_over_a_trunk", Scenario("chosen").receive("INVITE").ring().answer().take_bye(), trunk)
    with pair(stage) as (phone, _):
        phone.register()
        call = stage.api.post("/trunks/chosen/calls", {"subscriber": phone.user, "number": number})
        phone.next("^INVITE ")
        phone.next("^ACK ")
        dialog = phone.dialog(phone.next("^INVITE "))
        phone.next("^ACK ")
        phone.within(dialog, "BYE", 1)
        phone.next("^SIP/2.0 200[^$]*CSeq: 1 BYE")
        far.done()
        record = stage.api.record_to(number)
        assert record["id"] == call["id"]
        same(record, cause="normal", direction="outbound", trunk="chosen", fromDialled=phone.user)
        assert not record.get("route"), record
        assert any(call["id"] in change["note"] and "chosen" in change["note"] for change in stage.api.get("/changes")["items"])
        for path, draft, field in (("/trunks/none/calls", {"subscriber": phone.user, "number": number}, "trunk"),
                                   ("/trunks/chosen/calls", {"subscriber": phone.user, "number": "112"}, "number"),
                                   ("/trunks/chosen/calls", {"subscriber": "nobody", "number": number}, "subscriber")):
            refused(stage, path, draft, field)


def a_call_at_a_time(stage):
    """RFC 3725, at a time that was set: the subscriber's phone rings, then who it is to talk to; a call that cannot be placed is an alarm."""
    wait_until("calls can be scheduled", lambda: entry_kinds(stage))
    with pair(stage) as (phone, other):
        phone.register()
        for each in (phone, other):
            each.udp.settimeout(120)
        at = math.ceil((time.time() + 5) / 60) * 60
        for name, subscriber in (("Daily", phone.user), ("Nobody", "nobody")):
            stage.api.post("/plugins/schedule/entries/call", {"values": {
                "name": name, "at": time.strftime("%Y-%m-%d %H:%M", time.gmtime(at)), "zone": "UTC", "number": other.user,
                "repeat": "daily", "subscribers": subscriber}})
        phone.next("^INVITE ")
        late = time.time() - at
        phone.next("^ACK ")
        invite = other.next("^INVITE ")
        other.next("^ACK ")
        phone.next("^INVITE ")
        phone.next("^ACK ")
        other.within(other.dialog(invite), "BYE", 1)
        phone.next("^BYE ")
        other.next("^SIP/2.0 200[^$]*CSeq: 1 BYE")
    record = stage.api.record_to(other.user)
    same(record, cause="normal", direction="internal", fromDialled=phone.user)
    assert any(change["who"] == "scheduled call Daily" and record["id"] in change["note"] for change in stage.api.get("/changes")["items"])
    alarm = wait_until("an alarm", lambda: [alarm for alarm in stage.api.get("/status")["alarms"] if alarm["code"] == "scheduled-call-failed"])[0]
    assert alarm["subject"] == "Nobody" and alarm["severity"] == "warning" and "nobody" in alarm["message"], alarm
    for name in ("Daily", "Nobody"):
        stage.api.delete(f"/plugins/schedule/entries/call/{name}")
    wait_until("no alarm", lambda: not [alarm for alarm in stage.api.get("/status")["alarms"] if alarm["code"] == "scheduled-call-failed"])
    for field, wrong in (("at", "2026-02-30 09:00"), ("at", "2020-01-01 09:00"), ("zone", "Sweden"), ("subscribers", ",")):
        values = {"name": "Wrong", "at": "2096-01-01 09:00", "number": "1", "subscribers": "anna", field: wrong}
        refused(stage, "/plugins/schedule/entries/call", {"values": values}, field)
    return f"{late:.1f} s after its time"


def a_probe_of_a_trunk(stage):
    """A trunk that refuses the probe's call is an alarm with the reason; one that answers and is heard is none."""
    def alarms():
        return [alarm for alarm in stage.api.get("/status")["alarms"] if alarm["code"] == "probe-failed"]
    trunk, number, echo = stage.trunk("probed"), stage.number(), stage.number()
    refusing = stage.at_trunk("a_probe_that_is_refused", Scenario("refusing").receive("INVITE").refuse("503 Service Unavailable"), trunk)
    wait_until("probes can be set", lambda: entry_kinds(stage))
    probe = {"name": "Echo", "trunk": "probed", "number": number, "every": "60", "seconds": "2"}
    stage.api.post("/plugins/schedule/entries/probe", {"values": probe})
    alarm = wait_until("an alarm", alarms)[0]
    refusing.done()
    assert alarm["subject"] == "Echo" and alarm["severity"] == "warning" and "503" in alarm["message"], alarm
    answering = stage.at_trunk("a_probe_that_is_heard", Scenario("answering").receive("INVITE").answer().take_bye(), trunk, more=("-rtp_echo",))
    stage.api.put("/plugins/schedule/entries/probe/Echo", {"values": {**probe, "number": echo}})
    wait_until("no alarm", lambda: not alarms())
    answering.done()
    same(stage.api.record_to(echo), cause="normal", trunk="probed", endedBy="node")
    stage.api.delete("/plugins/schedule/entries/probe/Echo")
    return alarm["message"]


def entry_kinds(stage):
    try:
        return stage.api.get("/plugins/schedule/entries")["items"]
    except Refused:
        return []  # the store of a node that has just started is not open yet


def a_reminder_of_a_call(stage):
    """RFC 3428: a subscriber gets a text message from the number before the call; for one that is away it waits."""
    test = "a_reminder_of_a_call"
    away, subscriber, host, port = two_phones(stage, test)
    phone = stage.run(test, receiver("reminded", "Budget"), host, port, seconds=120)
    wait_until("calls can be scheduled", lambda: entry_kinds(stage))
    at = math.ceil((time.time() + 5) / 60) * 60 + 60
    stage.api.post("/plugins/schedule/entries/call", {"values": {
        "name": "Reminded", "title": "Budget", "at": time.strftime("%Y-%m-%d %H:%M", time.gmtime(at)), "zone": "UTC", "number": "8000", "repeat": "once",
        "subscribers": f"{subscriber}, {away}", "remind": "1"}})
    phone.done()
    late = time.time() - at + 60
    with open(phone.messages, encoding="utf-8") as file:
        text = file.read()
    assert 'From: "Budget" <sip:8000@' in text and "To join now, call 8000." in text, text
    waiting = wait_until("a message waits", lambda: stage.api.get(f"/messages?recipient={away}")["items"])
    assert [message["sender"] for message in waiting] == ["8000"], waiting
    stage.api.delete("/plugins/schedule/entries/call/Reminded")
    return f"{late:.1f} s after its time"


class MailServer:
    """Debian's aiosmtpd, as the tests of alerts use it: it reports each mail that it took."""

    def __init__(self):
        self.process = subprocess.Popen([*ENDS_WITH_US, DEBIANS_PYTHON, os.path.join(TESTS_OF, "org.trunkline.alert/src/test/resources/smtp_server.py")],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline())

    def next(self):
        """@return its address and the facts of the calendar in it"""
        taken = json.loads(self.process.stdout.readline())
        mail = email.message_from_string(taken["content"], policy=email.policy.default)
        kinds = [part.get_content_type() for part in mail.iter_parts()]
        assert mail.get_content_type() == "multipart/alternative" and kinds == ["text/plain", "text/calendar"], kinds
        calendar = list(mail.iter_parts())[1]
        read = subprocess.run([DEBIANS_PYTHON, os.path.join(TESTS_OF, "org.trunkline.apps.schedule/src/test/resources/read_invitation.py"), "3"],
                              input=calendar.get_payload(decode=True), stdout=subprocess.PIPE, check=True)
        facts = json.loads(read.stdout)
        assert calendar.get_param("method") == facts["method"], calendar["Content-Type"]
        assert taken["from"] == "node@example.com" and mail["To"] == taken["to"][0] and facts["organizer"] == "mailto:node@example.com", taken
        return taken["to"][0], mail["Subject"], facts

    def stop(self):
        self.process.kill()
        self.process.wait()


def invitations_by_mail(dist, folder):
    """RFC 5545, 5546, 6047: each guest gets the event, its change and its cancellation, though the node was killed before it had a mail server."""
    node = Node(dist, folder).start()
    stage = Stage(node, folder)
    server = MailServer()
    path = "/plugins/schedule/entries/call"

    def alarms():
        return [alarm for alarm in stage.api.get("/status")["alarms"] if alarm["code"] == "invitation-not-sent"]
    try:
        wait_until("calls can be scheduled", lambda: entry_kinds(stage))
        values = {"name": "Board", "title": "Möte, 会议; Q3", "at": "2027-03-22 09:00", "zone": "Europe/Stockholm", "number": "8000", "repeat": "weekly",
                  "subscribers": "anna", "invite": "anna@example.com, bo@example.com", "language": "sv"}
        refused(stage, path, {"values": {**values, "invite": "anna@example.com\r\nBcc: x@example.com"}}, "invite")
        refused(stage, path, {"values": {**values, "invite": "anna"}}, "invite")
        stage.api.post(path, {"values": values})
        alarm = wait_until("an alarm", alarms)[0]
        assert alarm["subject"] == "Board" and "trunkline.smtp.host" in alarm["message"], alarm
        node.kill()
        kept = os.path.join(node.data, "schedule")
        assert os.stat(os.path.join(kept, "invitations")).st_mode & 0o777 == 0o600 and os.path.exists(os.path.join(kept, "looked")), os.listdir(kept)
        node.start()
        stage.api = node.api
        stage.api.put("/settings", {"values": {"trunkline.smtp.host": "127.0.0.1", "trunkline.smtp.port": str(server.port),
                                               "trunkline.smtp.security": "none", "trunkline.smtp.from": "node@example.com"}})
        first = {to: (subject, facts) for to, subject, facts in (server.next(), server.next())}
        assert sorted(first) == ["anna@example.com", "bo@example.com"], first
        subject, facts = first["anna@example.com"]
        assert subject == "Inbjudan: Möte, 会议; Q3" and facts["summary"] == "Möte, 会议; Q3" and facts["url"] == "tel:8000", facts
        assert (facts["method"], facts["sequence"]) == ("REQUEST", 0), facts
        assert facts["times"] == ["2027-03-22T08:00:00Z", "2027-03-29T07:00:00Z", "2027-04-05T07:00:00Z"], facts
        assert facts["attendees"] == ["mailto:anna@example.com", "mailto:bo@example.com"], facts
        wait_until("no alarm", lambda: not alarms())
        stage.api.put(f"{path}/Board", {"values": {**values, "at": "2027-03-22 10:00", "invite": "anna@example.com, nobody@example.com"}})
        then = {to: facts for to, _, facts in (server.next(), server.next())}
        assert {to: (each["method"], each["sequence"]) for to, each in then.items()} == {"anna@example.com": ("REQUEST", 1), "bo@example.com": ("CANCEL", 1)}, then
        assert {each["uid"] for each in then.values()} == {facts["uid"]}, then
        alarm = wait_until("an alarm", alarms)[0]
        assert "nobody@example.com" in alarm["message"] and "550" in alarm["message"], alarm
        stage.api.delete(f"{path}/Board")
        to, subject, facts = server.next()
        assert (to, subject, facts["method"], facts["sequence"]) == ("anna@example.com", "Inställt: Möte, 会议; Q3", "CANCEL", 2), facts
        with open(node.log, encoding="utf-8") as log:
            assert "bo@example.com" not in log.read(), "an address is in the log"
    finally:
        server.stop()
        stage.close()
        node.stop()


def listening_to_a_call(stage):
    """An administrator listens: hears both tones, is not heard; both parties hear the consent tone; the live call and the audit say so."""
    caller, callee, listener = stage.user(), stage.user(), stage.user()
    called, calling = Baresip(stage, callee, 700, True), Baresip(stage, caller, 440, False)
    ear = Baresip(stage, listener, 2300, True)

    def share(who, hertz, samples=RATE):
        last = who.heard()[-samples:]
        return goertzel(last, hertz) if len(last) == samples else 0

    def consent(who):
        heard, piece = who.heard(), RATE // 5
        return any(goertzel(heard[at:at + piece], 1400) > 0.1 for at in range(0, len(heard) - piece, piece))

    def call():
        return next((live for live in stage.api.get("/calls")["items"] if live["toDialled"] == callee), {})
    try:
        for each in (called, ear):
            each.start()
        for each in (called, ear):
            wait_until("baresip registered", lambda each=each: each.registered(stage.api))
        calling.start(f"/dial sip:{callee}@{stage.target}")
        wait_until("the parties hear each other", lambda: share(calling, 700) > 0.9 and share(called, 440) > 0.9)
        listened = call()["id"]
        assert not consent(calling) and not consent(called)
        refused(stage, f"/calls/{listened}/listeners", {"subscriber": caller}, "subscriber")
        refused(stage, f"/calls/{listened}/listeners", {"subscriber": "nobody"}, "subscriber")
        stage.api.post(f"/calls/{listened}/listeners", {"subscriber": listener})
        wait_until("the listener hears both", lambda: share(ear, 440) > 0.2 and share(ear, 700) > 0.2)
        wait_until("the call says so", lambda: call().get("listener") == listener)
        refused(stage, f"/calls/{listened}/listeners", {"subscriber": listener}, "call")
        wait_until("both hear the consent tone", lambda: consent(calling) and consent(called))
        both = share(ear, 440), share(ear, 700)
        loudest = max(share(calling, 2300), share(called, 2300))
        assert loudest < 0.01, f"the listener is heard: {loudest:.3f}"
        stage.api.delete(f"/calls/{listened}/listeners")
        wait_until("nobody listens", lambda: "listener" not in call())
        wait_until("the audit", lambda: [change for change in stage.api.get("/changes")["items"] if change["action"] == "listen"
                                         and listened in change["subject"] and re.search(f"{listener} listened from 2.*Z to 2.*Z", change["note"])])
        assert call()["state"] == "answered", "the call goes on"
        calling.hang_up()
        same(stage.api.record_to(callee), cause="normal", sipStatus=200)
    finally:
        for each in (calling, called, ear):
            each.stop()
    return f"the listener hears {both[0]:.2f} and {both[1]:.2f} of the two tones"


OF_THEIR_OWN = [invitations_by_mail]
WAITING = [a_call_at_a_time, a_reminder_of_a_call]
ALONE = [a_number_is_called_for_a_subscriber, a_test_call_is_spoken_in, a_test_call_with_a_voice_over_a_trunk_that_is_not_saved,
         listening_to_a_call]
TESTS = [a_number_is_called_over_a_trunk, a_probe_of_a_trunk, a_test_call_over_a_trunk, a_test_call_over_a_trunk_that_is_not_saved,
         a_test_call_that_is_refused, a_test_call_with_a_voice]
