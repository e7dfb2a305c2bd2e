"""Flows that SIPp has no words for: forks, glare, fax, session timers. Both ends are written by hand."""
import concurrent.futures
import re
import socket
import time

from .calls import same
from .flows import Phone, closing, handle, header, pair
from .sipp import Scenario, wait_until
from .stage import PASSWORD


def connect(caller, callee, name, answer=None, more=(), tag="p"):
    """@return the dialogs of both"""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        calling = pool.submit(caller.call, callee.user, f"{name}-{caller.port}", tag, more)
        try:
            invite = callee.next("^INVITE ")
        except TimeoutError:
            calling.result()  # says what the caller got
            raise
        if answer:
            answer(invite)
        callee.next("^ACK ")
        return calling.result(), callee.dialog(invite)


def hang_up(caller, callee, dialog, cseq):
    caller.within(dialog, "BYE", cseq)
    callee.next("^BYE ")
    caller.next(rf"^SIP/2.0 200[^$]*CSeq: {cseq} BYE")


class Fax(Phone):
    """Has a socket for images."""

    def __init__(self, stage, user):
        super().__init__(stage, user)
        self.image = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.image.bind((self.host, 0))
        self.image.settimeout(0.5)

    def fax(self):
        return (f"v=0\r\no=- 1 2 IN IP4 {self.host}\r\ns=-\r\nc=IN IP4 {self.host}\r\nt=0 0\r\nm=audio 0 RTP/AVP 8\r\n"
                f"m=image {self.image.getsockname()[1]} udptl t38\r\na=T38FaxVersion:0\r\na=T38MaxBitRate:14400\r\n")

    def sends(self, told, other, datagram):
        """To where it was told; again and again, since a datagram may be lost."""
        to = self.node[0], int(re.search(r"(?m)^m=image (\d+) udptl t38", told).group(1))

        def arrived():
            self.image.sendto(datagram, to)
            try:
                return other.image.recv(2048) == datagram
            except TimeoutError:
                return False
        wait_until(f"an image from {self.user}", arrived)

    def close(self):
        super().close()
        self.image.close()


def fax_by_t38(stage):
    """ITU-T T.38 annex D: the called machine asks for fax instead of voice, and images pass both ways."""
    with closing(Fax(stage, stage.user()), Fax(stage, stage.user())) as (sender, receiver):
        receiver.register()
        dialog, called = connect(sender, receiver, "fax")
        sender.left = ("INVITE",)
        receiver.within(called, "INVITE", 1, body=receiver.fax())
        offer = sender.next("^INVITE ")
        assert "m=audio 0 RTP/AVP 8" in offer and "a=T38MaxBitRate:14400" in offer, offer
        sender.reply(offer, "200 OK", sender.fax())
        answer = receiver.next("^SIP/2.0 200[^$]*CSeq: 1 INVITE")
        receiver.within(called, "ACK", 1)
        sender.next("^ACK ")
        sender.sends(offer, receiver, b"\0\1page")
        receiver.sends(answer, sender, b"\0\1confirmed")
        hang_up(sender, receiver, dialog, 3)
    same(stage.api.record_to(receiver.user), cause="normal", endedBy="caller")


def offers_that_cross(stage):
    """RFC 3261 §14.1, RFC 3264 §4: who offers while the other's offer is under way gets 491, and nothing is lost."""
    with pair(stage) as (one, other):
        dialog, called = connect(one, other, "cross")
        other.left = ("INVITE",)
        one.within(dialog, "INVITE", 3, body=one.description() + "a=sendonly\r\n")
        offer = other.next("^INVITE ")
        assert "a=sendonly" in offer, offer
        other.within(called, "INVITE", 1, body=other.description())
        refusal = other.next("^SIP/2.0 491[^$]*CSeq: 1 INVITE")
        other.send("ACK", called[2], called[0], header(refusal, "To"), 1, tag="q",
                   branch=other.branches["INVITE", called[0], 1])
        other.reply(offer, "200 OK", other.description() + "a=recvonly\r\n")
        answer = one.next("^SIP/2.0 200[^$]*CSeq: 3 INVITE")
        assert "a=recvonly" in answer, answer
        one.within(dialog, "ACK", 3)
        other.next("^ACK ")
        one.left = ("INVITE",)
        other.within(called, "INVITE", 2, body=other.description())  # now it is its turn
        one.reply(one.next("^INVITE "), "200 OK", one.description())
        other.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        other.within(called, "ACK", 2)
        one.next("^ACK ")
        hang_up(one, other, dialog, 4)
    same(stage.api.record_to(other.user), cause="normal", endedBy="caller")


def several_answers_of_a_fork(stage):
    """RFC 3261 §13.2.2.4: behind the carrier two phones ring and both answer; one is kept, the other let go at once."""
    number = stage.number()
    trunk = stage.trunk("forking")
    stage.route(number, trunk)
    with closing(Phone(stage, stage.user()), Phone(stage, "carrier", trunk["host"], trunk["port"])) as (caller, carrier):
        carrier.left = ("INVITE",)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            calling = pool.submit(caller.call, number, f"fork-{caller.port}")
            invite = carrier.next("^INVITE ")
            for tag in ("one", "two"):
                carrier.reply(invite, "180 Ringing", tag=tag)
            carrier.reply(invite, "200 OK", carrier.description(), tag="two")
            carrier.next("^ACK [^$]*tag=two")
            carrier.reply(invite, "200 OK", carrier.description(), tag="one")
            carrier.next("^ACK [^$]*tag=one")
            carrier.next("^BYE [^$]*tag=one")
            dialog = calling.result()
        assert not [held for held in carrier.inbox if re.search("^BYE [^$]*tag=two", held)], "the answered one was let go"
        caller.within(dialog, "BYE", 3)
        carrier.next("^BYE [^$]*tag=two")
        caller.next("^SIP/2.0 200[^$]*CSeq: 3 BYE")
    record = stage.api.record_to(number)
    same(record, cause="normal", endedBy="caller", trunk="forking")
    assert len(record["legs"]) == 2, record["legs"]


def turns_of_a_group(stage):
    """Of those who wait, whoever was called longest ago is rung first."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, one, two):
        seen = set()

        def rung():
            for phone in (one, two):
                phone.udp.settimeout(0.1)
                try:
                    invite = phone.next("^INVITE ")
                except TimeoutError:
                    continue
                finally:
                    phone.udp.settimeout(60)
                if header(invite, "Call-ID") not in seen:
                    seen.add(header(invite, "Call-ID"))
                    return phone
            return None

        one.register()
        two.register()
        stage.api.post("/ring-groups", {"name": "turns", "number": "610", "members": [one.user, two.user],
                                        "strategy": "least-recent", "ringSeconds": 60})
        turns = []
        for call in range(4):
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                calling = pool.submit(caller.call, "610", f"turn{call}-{caller.port}")
                turns.append(wait_until("somebody rung", rung))
                turns[-1].next("^ACK ")
                dialog = calling.result()
            hang_up(caller, turns[-1], dialog, 3)
            stage.api.record_to("610", call + 1)
    first, second = turns[:2]
    assert first is not second and turns[2:] == [first, second], [phone.user for phone in turns]


def session_timers(stage):
    """RFC 4028 §4, §7, §9: each side refreshes its own session; an interval that is too small is refused."""
    with pair(stage) as (caller, callee):
        wanted = ["Supported: timer", "Session-Expires: 90;refresher=uac"]

        def answer(invite):
            assert int(header(invite, "Session-Expires").split(";")[0]) >= 90, invite
            callee.reply(invite, "200 OK", callee.description(), ["Require: timer", "Session-Expires: 120;refresher=uas"])

        callee.left = ("INVITE",)
        dialog, called = connect(caller, callee, "timer", answer, wanted)
        assert header(caller.answer, "Session-Expires").replace(" ", "") == "90;refresher=uac", caller.answer
        assert "timer" in header(caller.answer, "Require"), caller.answer
        for phone, where, cseq in ((caller, dialog, 3), (callee, called, 1), (caller, dialog, 4)):
            phone.within(where, "UPDATE", cseq, wanted)
            refreshed = phone.next(rf"^SIP/2.0 2[^$]*CSeq: {cseq} UPDATE")
            assert header(refreshed, "Session-Expires").replace(" ", "") == "90;refresher=uac", refreshed
        caller.within(dialog, "UPDATE", 5, ["Supported: timer", "Session-Expires: 30"])
        refusal = caller.next("^SIP/2.0 422[^$]*CSeq: 5 UPDATE")
        assert header(refusal, "Min-SE") == "90", refusal
        hang_up(caller, callee, dialog, 6)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def session_refreshed_by_the_node(stage):
    """RFC 4028 §7.2, §10: a callee that cannot refresh leaves that to the node, which does so after half of the time."""
    with pair(stage) as (caller, callee):
        def answer(invite):
            callee.reply(invite, "200 OK", callee.description(), ["Require: timer", "Session-Expires: 90;refresher=uac"])

        callee.left = ("INVITE", "UPDATE")
        dialog, _ = connect(caller, callee, "refreshed", answer)
        callee.udp.settimeout(180)  # the shortest that RFC 4028 allows is 90 s, so nothing comes for 45
        refresh = callee.next("^(INVITE|UPDATE) ")
        assert header(refresh, "Session-Expires").replace(" ", "") == "90;refresher=uac", refresh
        callee.reply(refresh, "200 OK", callee.description() if refresh.startswith("INVITE ") else "",
                     ["Require: timer", "Session-Expires: 90;refresher=uac"])
        if refresh.startswith("INVITE "):
            callee.next("^ACK ")
        assert any(call["toDialled"] == callee.user and call["state"] == "answered" for call in stage.api.get("/calls")["items"])
        callee.left = ()
        hang_up(caller, callee, dialog, 3)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


class QuietPhone(Phone):
    """Is on hold from the beginning: the node waits for no media, whose absence would end the call too."""

    def description(self):
        return super().description() + "a=inactive\r\n"


def promise_to_refresh_that_is_broken(stage):
    """RFC 4028 §10: where the side that took it on to refresh does not, the node ends the call some time before the interval
    is over. Of two calls the caller is that side in one, the callee in the other."""
    def answer(invite):
        other.reply(invite, "200 OK", other.description(), ["Require: timer", "Session-Expires: 90;refresher=uas"])

    with pair(stage, QuietPhone) as (caller, callee), pair(stage, QuietPhone) as (one, other):
        began = time.monotonic()
        connect(caller, callee, "broken", more=["Supported: timer", "Session-Expires: 90;refresher=uac"])
        other.left = ("INVITE",)
        connect(one, other, "promised", answer)
        for phone in (caller, callee, one, other):
            phone.udp.settimeout(180)
            phone.next("^BYE ")
        took = time.monotonic() - began
    assert took > 55, f"ended after {took:.0f} s"
    for phone in (callee, other):
        same(stage.api.record_to(phone.user), cause="session-expired", endedBy="node")
    return f"ended after {took:.0f} s of 90"


def promise_to_refresh_that_is_kept(stage):
    """RFC 4028 §7.4, §9: a callee that took it on to refresh does so, by UPDATE and by re-INVITE, and the call goes on beyond
    the time at which it would have ended."""
    def answer(invite):
        callee.reply(invite, "200 OK", callee.description(), ["Require: timer", "Session-Expires: 90;refresher=uas"])

    with pair(stage, QuietPhone) as (caller, callee):
        caller.udp.settimeout(180)
        callee.left = ("INVITE",)
        dialog, called = connect(caller, callee, "kept", answer)
        callee.left = ()
        began = time.monotonic()
        wanted = ["Supported: timer", "Session-Expires: 90;refresher=uac"]
        for cseq, method, at in ((1, "UPDATE", 20), (2, "INVITE", 40)):
            time.sleep(max(0, began + at - time.monotonic()))
            callee.within(called, method, cseq, wanted, callee.description() if method == "INVITE" else "")
            if method == "INVITE":
                caller.next("^ACK ")
            answered = callee.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {cseq} {method}")
            assert answered.startswith("SIP/2.0 200"), answered
            assert header(answered, "Session-Expires").replace(" ", "") == "90;refresher=uac", answered
        callee.within(called, "ACK", 2)
        time.sleep(max(0, began + 70 - time.monotonic()))  # unrefreshed it would have ended after 60
        hang_up(caller, callee, dialog, 3)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def audio(text):
    """Of a description in a message: its line, or nothing."""
    return re.findall(r"(?m)^m=audio [1-9][0-9]* \S+ [0-9 ]+", text)


def offer_in_the_answer(stage):
    """RFC 6337 §2.2, RFC 3261 §13.2.1: who calls without an offer gets the callee's, and answers it in the ACK."""
    with pair(stage) as (caller, callee):
        name = f"late-{caller.port}"
        callee.left = ("INVITE",)
        caller.invite(callee.user, name, offer="")
        invite = callee.next("^INVITE ")
        assert not audio(invite), invite
        callee.reply(invite, "200 OK", callee.description())
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        assert audio(answer), answer
        dialog = name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
        caller.within(dialog, "ACK", 2, body=caller.description())
        assert audio(callee.next("^ACK ")), "the answer did not come to who offered"
        hang_up(caller, callee, dialog, 3)
    same(stage.api.record_to(callee.user), cause="normal", sipStatus=200)


def early_offer_of_the_callee(stage):
    """RFC 6337 §2.2, RFC 3262 §5: an offer in a reliable 183 is answered in the PRACK, and not again in the 200."""
    described_early(stage, offered=False)


def early_answer_of_the_callee(stage):
    """RFC 6337 §2.2, RFC 3262 §5: an answer in a reliable 183 is the answer; the node's PRACK reaches the callee."""
    described_early(stage, offered=True)


def described_early(stage, offered):
    """@param offered whether the caller does so in the INVITE; else the callee does, in the 183"""
    with pair(stage) as (caller, callee):
        name = f"early-{caller.port}"
        callee.left = ("INVITE",)
        caller.invite(callee.user, name, more=["Supported: 100rel"], offer=None if offered else "")
        invite = callee.next("^INVITE ")
        assert bool(audio(invite)) == offered and "100rel" in invite, invite
        callee.reply(invite, "183 Session Progress", callee.description(), ["Require: 100rel", "RSeq: 7"])
        progress = caller.next("^SIP/2.0 183[^$]*CSeq: 2 INVITE")
        assert audio(progress) and "100rel" in header(progress, "Require"), progress
        dialog = name, header(progress, "To"), re.search("<(.*)>", header(progress, "Contact")).group(1), "p"
        caller.within(dialog, "PRACK", 3, [f"RAck: {header(progress, 'RSeq')} 2 INVITE"],
                      "" if offered else caller.description())
        confirmed = callee.next("^PRACK ")
        assert header(confirmed, "RAck").startswith("7 ") and bool(audio(confirmed)) != offered, confirmed
        caller.next("^SIP/2.0 200[^$]*CSeq: 3 PRACK")
        callee.reply(invite, "200 OK")
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        assert not audio(answer), answer
        caller.within(dialog, "ACK", 2)
        callee.next("^ACK ")
        hang_up(caller, callee, dialog, 4)
    same(stage.api.record_to(callee.user), cause="normal", sipStatus=200)


def refused_offer(stage):
    """RFC 6337 §2.3, RFC 3261 §14.1: a re-INVITE that the other side refuses changes nothing."""
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "refused")
        callee.left = ("INVITE",)
        caller.within(dialog, "INVITE", 3, body=caller.description() + "a=sendonly\r\n")
        callee.reply(callee.next("^INVITE "), "488 Not Acceptable Here")
        callee.next("^ACK ")
        refusal = caller.next("^SIP/2.0 488[^$]*CSeq: 3 INVITE")
        caller.send("ACK", dialog[2], dialog[0], header(refusal, "To"), 3, branch=caller.branches["INVITE", dialog[0], 3])
        caller.within(dialog, "INVITE", 4, body=caller.description())  # and another is taken
        callee.reply(callee.next("^INVITE "), "200 OK", callee.description())
        assert audio(caller.next("^SIP/2.0 200[^$]*CSeq: 4 INVITE"))
        caller.within(dialog, "ACK", 4)
        callee.next("^ACK ")
        hang_up(caller, callee, dialog, 5)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def limit_of_a_subscribers_calls(stage):
    """Whoever may be in one call only is busy to the next, and free again after it."""
    test = "limit_of_a_subscribers_calls"
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, callee, other):
        handle(stage, callee.user, callLimit=1)
        callee.register()
        dialog, _ = connect(caller, callee, "first")
        stage.caller(test, Scenario("second").invite(stage.user(), callee.user, PASSWORD).refused(486)).done()
        hang_up(caller, callee, dialog, 3)
        stage.api.record_to(callee.user, 2)
        dialog, _ = connect(other, callee, "third")
        hang_up(other, callee, dialog, 3)
    causes = sorted(record["cause"] for record in stage.api.record_to(callee.user, 3))
    assert causes == ["busy", "normal", "normal"], causes


def anonymous_caller(stage):
    """RFC 3323 §4.2, RFC 3325 §9.3: who asks for privacy is named to nobody but the node."""
    with pair(stage) as (caller, callee):
        invites = []

        def answer(invite):
            invites.append(invite)
            callee.reply(invite, "200 OK", callee.description())

        callee.left = ("INVITE",)
        dialog, _ = connect(caller, callee, "hidden", answer, ["Privacy: id"])
        hang_up(caller, callee, dialog, 3)
    assert "sip:anonymous@anonymous.invalid" in header(invites[0], "From"), invites[0]
    assert caller.user not in invites[0] and caller.host not in invites[0], invites[0]
    same(stage.api.record_to(callee.user), cause="normal", fromDialled=caller.user)


# begun before the others, which go on meanwhile
WAITING = [promise_to_refresh_that_is_kept, promise_to_refresh_that_is_broken, session_refreshed_by_the_node]
TESTS = [fax_by_t38, offers_that_cross, several_answers_of_a_fork, turns_of_a_group, session_timers, offer_in_the_answer,
         early_offer_of_the_callee, early_answer_of_the_callee, refused_offer, limit_of_a_subscribers_calls, anonymous_caller]
