"""Phones that watch the calls of others."""
import re

from .calls import same, two_phones
from .dialogs import connect, hang_up
from .flows import Phone, TcpPhone, closing, digest, handle, header, origins
from .sipp import Scenario, wait_until
from .stage import PASSWORD


class Watcher:
    """A phone with a lamp for somebody else."""
    PACKAGE = "dialog"
    TYPE = "application/dialog-info+xml"

    def __init__(self, phone, watched):
        self.phone = phone
        self.uri = f"sip:{watched}@{phone.domain}:{phone.node[1]}"
        self.to = f"<{self.uri}>"
        self.cseq = 0

    def subscribe(self, expires):
        """Through the challenge. @return the answer"""
        extra = [f"Event: {self.PACKAGE}", f"Accept: {self.TYPE}", f"Expires: {expires}"]
        call = f"{self.PACKAGE}-{self.phone.port}"
        self.phone.send("SUBSCRIBE", self.uri, call, self.to, self.cseq + 1, extra)
        refusal = self.phone.next(rf"^SIP/2.0 401[^$]*CSeq: {self.cseq + 1} SUBSCRIBE")
        self.cseq += 2
        self.phone.send("SUBSCRIBE", self.uri, call, self.to, self.cseq,
                        [*extra, "Authorization: " + digest(refusal, "SUBSCRIBE", self.uri, self.phone.user)])
        answer = self.phone.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {self.cseq} SUBSCRIBE")
        self.to = header(answer, "To")
        return answer

    def told(self, what):
        """The next NOTIFY that says so; those before are of states that were short."""
        return self.phone.next(rf"^NOTIFY [^$]*{what}")


def lamp_of_a_subscriber(stage):
    """RFC 4235, RFC 6665, RFC 3891: a lamp follows another phone's call, and takes it while it rings."""
    test = "lamp_of_a_subscriber"
    caller, callee, host, port = two_phones(stage, test)
    colleague = stage.user()
    for user in (callee, colleague):
        handle(stage, user, pickupGroups=[test])
    with closing(Phone(stage, colleague)) as (phone,):
        watcher = Watcher(phone, callee)
        answer = watcher.subscribe(600)
        assert answer.startswith("SIP/2.0 200") and header(answer, "Expires") == "600", answer
        first = watcher.told('state="full"')
        assert header(first, "Event") == "dialog" and header(first, "Subscription-State").startswith("active"), first
        scenario = Scenario("ringing")
        scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel()
        ringing = stage.run(test, scenario, host, port)
        calling = stage.caller(test, Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(200).ack()
                               .receive("BYE").respond("200 OK", tag=False))
        early = watcher.told("<state>early</state>")
        call, local, remote = (re.search(f'{name}="([^"]+)"', early).group(1)
                               for name in ("call-id", "local-tag", "remote-tag"))
        assert f"sip:{caller}@" in early, early
        taking = Scenario("colleague")
        taking.extra_invite = [f"Replaces: {call};to-tag={local};from-tag={remote}"]
        stage.caller(test, taking.invite(colleague, callee, PASSWORD).expect(200).ack().pause(300).bye()).done()
        watcher.told("<state>terminated</state>")
        calling.done()
        ringing.done()
        ended = watcher.subscribe(0)
        assert ended.startswith("SIP/2.0 200"), ended
        assert "reason=timeout" in header(watcher.told("terminated;reason"), "Subscription-State")
        wait_until("no subscription left", lambda: [t["used"] for t in stage.api.get("/status")["border"]["tables"]
                                                    if t["name"] == "subscriptions"] == [0])
    record = stage.api.record_to(callee)
    same(record, cause="normal", endedBy="callee")
    assert origins(record) == [("dialled", ""), ("pickup", colleague)], record["why"]


def over_a_connection(stage, phone_of):
    """RFC 3261 §18.2.2, RFC 3515 §2.4, RFC 4235: who is connected hears of its transfer and of its lamps on that connection.
    @param phone_of makes the phone of a user"""
    with closing(*(Phone(stage, stage.user()) for _ in range(2)), phone_of(stage.user())) as (caller, last, middle):
        for user in (last.user, middle.user):
            handle(stage, user, pickupGroups=[f"connected-{middle.port}"])
        last.register()
        middle.register()
        watcher = Watcher(middle, last.user)
        answer = watcher.subscribe(600)
        assert answer.startswith("SIP/2.0 200") and header(answer, "Expires") == "600", answer
        watcher.told('state="full"')
        dialog, called = connect(caller, middle, "connected")
        middle.within(called, "REFER", 1, [f"Refer-To: <sip:{last.user}@{stage.target}>"])
        middle.next("^SIP/2.0 202[^$]*CSeq: 1 REFER")
        last.next("^ACK ")
        for line in ("100 Trying", "200 OK"):
            told = middle.next(rf"^NOTIFY [^$]*\r\n\r\nSIP/2.0 {line}")
            assert header(told, "Event") == "refer", told
        assert header(told, "Subscription-State").startswith("terminated"), told
        watcher.told("<state>confirmed</state>")
        middle.next("^BYE ")
        hang_up(caller, last, dialog, 3)
        watcher.told("<state>terminated</state>")
        assert watcher.subscribe(0).startswith("SIP/2.0 200")
    same(stage.api.record_to(middle.user), cause="normal", endedBy="caller")


def transfer_and_lamp_over_tcp(stage):
    """RFC 3261 §18.2.2, RFC 3515 §2.4, RFC 4235: see over_a_connection."""
    over_a_connection(stage, lambda user: TcpPhone(stage, user))


def phone_behind_a_nat(stage):
    """RFC 5626 §3.5.1, §4.4.1, §5.3: a phone pings over its connection and hears a pong; calls reach it there, though its
    Contact is an address of nobody."""
    with closing(Phone(stage, stage.user()), TcpPhone(stage, stage.user())) as (caller, phone):
        phone.register()
        for turn in range(2):
            phone.udp.sendto(b"\r\n\r\n", None)
            dialog, called = connect(caller, phone, f"nat{turn}")
            assert phone.udp.pongs == turn + 1, f"{phone.udp.pongs} pongs"
            phone.within(called, "BYE", 1)
            caller.next("^BYE ")
            phone.next(r"^SIP/2.0 200[^$]*CSeq: 1 BYE")
            assert dialog
    for record in stage.api.record_to(phone.user, 2):
        same(record, cause="normal", endedBy="callee")
        assert record["legs"][1]["transport"] == "tcp", record["legs"]


class PresenceWatcher(Watcher):
    """A phone that shows the presence of somebody else (RFC 3856)."""
    PACKAGE = "presence"
    TYPE = "application/pidf+xml"


def presence_of_a_subscriber(stage):
    """RFC 3856, RFC 3863, RFC 4480: the presence of a subscriber is closed, open once a phone registers, on the phone in a call, and
    open again."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (phone, watched, caller):
        watcher = PresenceWatcher(phone, watched.user)
        answer = watcher.subscribe(600)
        assert answer.startswith("SIP/2.0 200"), answer
        first = watcher.told("<basic>closed</basic>")
        assert header(first, "Event") == "presence" and header(first, "Content-Type") == watcher.TYPE, first
        watched.register()
        watcher.told("<basic>open</basic>")
        dialog, _ = connect(caller, watched, "presence")
        watcher.told("on-the-phone")
        hang_up(caller, watched, dialog, 3)
        after = watcher.told("<basic>open</basic>")
        assert "on-the-phone" not in after, after
        assert watcher.subscribe(0).startswith("SIP/2.0 200")


TESTS = [presence_of_a_subscriber, phone_behind_a_nat, transfer_and_lamp_over_tcp, lamp_of_a_subscriber]
