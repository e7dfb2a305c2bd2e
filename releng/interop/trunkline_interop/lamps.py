"""Phones that watch the calls of others."""
import re

from .calls import same, two_phones
from .flows import Phone, closing, digest, handle, header, origins
from .sipp import Scenario, wait_until
from .stage import PASSWORD


class Watcher(Phone):
    def __init__(self, stage, user, watched):
        super().__init__(stage, user)
        self.uri = f"sip:{watched}@{self.domain}:{self.node[1]}"
        self.to = f"<{self.uri}>"
        self.cseq = 0

    def subscribe(self, expires):
        """Through the challenge. @return the answer"""
        extra = ["Event: dialog", "Accept: application/dialog-info+xml", f"Expires: {expires}"]
        call = f"lamp-{self.port}"
        self.send("SUBSCRIBE", self.uri, call, self.to, self.cseq + 1, extra)
        refusal = self.next(rf"^SIP/2.0 401[^$]*CSeq: {self.cseq + 1} SUBSCRIBE")
        self.cseq += 2
        self.send("SUBSCRIBE", self.uri, call, self.to, self.cseq,
                  [*extra, "Authorization: " + digest(refusal, "SUBSCRIBE", self.uri, self.user)])
        answer = self.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {self.cseq} SUBSCRIBE")
        self.to = header(answer, "To")
        return answer

    def told(self, what):
        """The next NOTIFY that says so; those before are of states that were short."""
        return self.next(rf"^NOTIFY [^$]*{what}")


def lamp_of_a_subscriber(stage):
    """RFC 4235, RFC 6665, RFC 3891: a lamp follows another phone's call, and takes it while it rings."""
    test = "lamp_of_a_subscriber"
    caller, callee, host, port = two_phones(stage, test)
    colleague = stage.user()
    for user in (callee, colleague):
        handle(stage, user, pickupGroups=[test])
    with closing(Watcher(stage, colleague, callee)) as (watcher,):
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


TESTS = [lamp_of_a_subscriber]
