"""What a peer may do between the steps of a flow: hang up, cancel, ask for more, ask who that is."""
import re

from .calls import same
from .dialogs import audio, connect, hang_up
from .flows import Phone, closing, header, pair
from .offers import acknowledge_refusal, pending, state_of
from .sipp import wait_until


def held(phone, pattern):
    """What came to a phone that looks so, and nobody has read."""
    return [text for text in phone.inbox if re.search(pattern, text)]


def bye_while_an_offer_is_under_way(stage):
    """RFC 3261 §15.1.2, §14.1: whoever hangs up, the re-INVITE that is under way is answered 487, on both sides it is
    acknowledged, and both are told of the end once."""
    with pair(stage) as (caller, callee):
        callee.left = ("INVITE",)
        for turn, first in enumerate((callee, caller)):
            callee.left = ()
            dialog, called = connect(caller, callee, f"bye{turn}")
            callee.left = ("INVITE",)
            caller.within(dialog, "INVITE", 3, body=caller.description())
            offer = callee.next("^INVITE ")
            first.within(*((called, "BYE", 1) if first is callee else (dialog, "BYE", 4)))
            second = caller if first is callee else callee
            second.next("^BYE ")
            first.next(r"^SIP/2.0 200[^$]*BYE")
            acknowledge_refusal(caller, dialog, caller.next(r"^SIP/2.0 487[^$]*CSeq: 3 INVITE"), 3)
            callee.reply(offer, "200 OK", callee.description())  # it crosses the end
            callee.next("^ACK ")
    ended = sorted(record["endedBy"] for record in stage.api.record_to(callee.user, 2))
    assert ended == ["callee", "caller"], ended


def cancelled_reinvite(stage):
    """RFC 3261 §9.1, §14.1: a re-INVITE can be cancelled; the call is as it was before."""
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "undone")
        callee.left = ("INVITE", "CANCEL")
        caller.within(dialog, "INVITE", 3, body=caller.description() + "a=sendonly\r\n")
        offer = callee.next("^INVITE ")
        callee.reply(offer, "100 Trying")
        caller.send("CANCEL", dialog[2], dialog[0], dialog[1], 3, branch=caller.branches["INVITE", dialog[0], 3])
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 CANCEL")
        cancel = callee.next("^CANCEL ")
        callee.reply(cancel, "200 OK")
        callee.reply(offer, "487 Request Terminated")
        callee.next("^ACK ")
        acknowledge_refusal(caller, dialog, caller.next(r"^SIP/2.0 487[^$]*CSeq: 3 INVITE"), 3)
        assert state_of(stage, callee) == "answered"
        hang_up(caller, callee, dialog, 4)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def two_transfers_at_once(stage):
    """RFC 3515 §2.4.2: while one side's transfer is under way the other's is asked to wait; so is a second of the same side."""
    with closing(*(Phone(stage, stage.user()) for _ in range(4))) as (caller, middle, last, never):
        for phone in (middle, last, never):
            phone.register()
        dialog, called = connect(caller, middle, "both")
        last.left = ("INVITE",)
        middle.within(called, "REFER", 1, [f"Refer-To: <sip:{last.user}@{stage.target}>"])
        middle.next("^SIP/2.0 202[^$]*CSeq: 1 REFER")
        invite = last.next("^INVITE ")
        for phone, there, cseq in ((caller, dialog, 3), (middle, called, 2)):
            phone.within(there, "REFER", cseq, [f"Refer-To: <sip:{never.user}@{stage.target}>"])
            refusal = phone.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {cseq} REFER")
            assert refusal.startswith("SIP/2.0 500") and header(refusal, "Retry-After") == "5", refusal
        last.reply(invite, "200 OK", last.description())
        last.next("^ACK ")
        caller.next("^ACK ")
        middle.next("^BYE ")
        middle.within(called, "REFER", 3, [f"Refer-To: <sip:{never.user}@{stage.target}>"])  # it is not in the call any more
        refusal = middle.next(r"^SIP/2.0 [2-6][^$]*CSeq: 3 REFER")
        assert refusal.startswith(("SIP/2.0 480", "SIP/2.0 481")), refusal
        hang_up(caller, last, dialog, 4)
        never.udp.setblocking(False)
        assert not pending(never), "a refused transfer was carried out"
    same(stage.api.record_to(middle.user), cause="normal", endedBy="caller")


def hung_up_while_it_is_transferred(stage):
    """RFC 5589 §6.1, RFC 3261 §9.1: who waits for the target of a transfer hangs up: the target is cancelled, and who
    transferred hears both."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, middle, last):
        middle.register()
        last.register()
        dialog, called = connect(caller, middle, "gone")
        last.left = ("INVITE", "CANCEL")
        middle.within(called, "REFER", 1, [f"Refer-To: <sip:{last.user}@{stage.target}>"])
        middle.next("^SIP/2.0 202")
        invite = last.next("^INVITE ")
        last.reply(invite, "180 Ringing")
        middle.next(r"^NOTIFY [^$]*\r\n\r\nSIP/2.0 180")
        caller.within(dialog, "BYE", 3)
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        last.reply(last.next("^CANCEL "), "200 OK")
        last.reply(invite, "200 OK", last.description())  # it was answered that moment
        last.next("^ACK ")
        last.next("^BYE ")
        told = middle.next(r"^NOTIFY [^$]*\r\n\r\nSIP/2.0 487")
        assert header(told, "Subscription-State").startswith("terminated"), told
        middle.next("^BYE ")
    same(stage.api.record_to(middle.user), cause="normal", endedBy="caller")


def challenged_within_the_call(stage):
    """RFC 3261 §22.2, §22.3: a carrier may ask who that is at any request of the dialog; re-INVITE, UPDATE and BYE are sent
    again with the trunk's credentials, once."""
    number = stage.number()
    trunk = stage.trunk("asking", registration={"username": "asked", "password": "s3cret", "expiresSeconds": 600})
    stage.route(number, trunk)
    with closing(Phone(stage, stage.user()), Phone(stage, "carrier", trunk["host"], trunk["port"])) as (caller, carrier):
        carrier.left = ("REGISTER", "INVITE", "UPDATE", "BYE")
        register = carrier.next("^REGISTER ")
        carrier.reply(register, "200 OK", extra=[f"Contact: {header(register, 'Contact')};expires=600"])
        wait_until("registered", lambda: [each for each in stage.api.get("/status")["trunks"]
                                          if each["name"] == "asking" and each.get("registered")])
        name = f"asked-{caller.port}"
        caller.invite(number, name)

        def challenged(method, count, line=407):
            """@return the request with credentials"""
            plain = carrier.next(f"^{method} ")
            kind = ("Proxy-Authenticate" if line == 407 else "WWW-Authenticate")
            carrier.reply(plain, f"{line} Who are you", extra=[f'{kind}: Digest realm="carrier", nonce="n{count}", '
                                                              'algorithm=MD5, qop="auth"'])
            if method == "INVITE":
                carrier.next("^ACK ")
            again = carrier.next(f"^{method} ")
            given = header(again, "Proxy-Authorization" if line == 407 else "Authorization")
            assert 'username="asked"' in given and f'nonce="n{count}"' in given, again
            assert int(header(again, "CSeq").split()[0]) == int(header(plain, "CSeq").split()[0]) + 1, again
            return again

        carrier.reply(challenged("INVITE", 1), "200 OK", carrier.description())
        carrier.next("^ACK ")
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        dialog = name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
        caller.within(dialog, "ACK", 2)
        caller.within(dialog, "INVITE", 3, body=caller.description() + "a=sendonly\r\n")
        offer = challenged("INVITE", 2)
        assert "a=sendonly" in offer, offer
        carrier.reply(offer, "200 OK", carrier.description() + "a=recvonly\r\n")
        carrier.next("^ACK ")
        assert audio(caller.next("^SIP/2.0 200[^$]*CSeq: 3 INVITE"))
        caller.within(dialog, "ACK", 3)
        caller.within(dialog, "UPDATE", 4, body=caller.description())
        carrier.reply(challenged("UPDATE", 3, 401), "200 OK", carrier.description())
        assert audio(caller.next("^SIP/2.0 200[^$]*CSeq: 4 UPDATE"))
        caller.within(dialog, "BYE", 5)
        carrier.reply(challenged("BYE", 4), "200 OK")
        caller.next("^SIP/2.0 200[^$]*CSeq: 5 BYE")
    stage.api.delete(f"/routes/{number.replace('+', '%2B')}")
    stage.api.delete("/trunks/asking")
    same(stage.api.record_to(number), cause="normal", endedBy="caller", trunk="asking")


def a_dialog_that_is_gone(stage):
    """RFC 3261 §12.2.1.2: 481 to a re-INVITE says that the call is over there: the other side is told at once. Another refusal
    says nothing of the kind."""
    with pair(stage) as (caller, callee):
        dialog, called = connect(caller, callee, "forgotten")
        callee.left = ("INVITE",)
        for cseq, line in ((3, "500 Server Internal Error"), (4, "481 Call/Transaction Does Not Exist")):
            caller.within(dialog, "INVITE", cseq, body=caller.description())
            callee.reply(callee.next("^INVITE "), line)
            callee.next("^ACK ")
            acknowledge_refusal(caller, dialog, caller.next(rf"^SIP/2.0 {line[:3]}[^$]*CSeq: {cseq} INVITE"), cseq)
        caller.next("^BYE ")
        caller.within(dialog, "INFO", 5)
        caller.next(r"^SIP/2.0 481[^$]*CSeq: 5 INFO")
        assert called
    record = stage.api.record_to(callee.user)
    same(record, cause="failed", endedBy="node")


def interval_that_nobody_may_grant(stage):
    """RFC 4028 §5, §9: an answer with an interval below 90 s, which the node's Min-SE forbids, does not make it refresh as
    often as that."""
    def answer(invite):
        assert header(invite, "Min-SE") == "90", invite
        callee.reply(invite, "200 OK", callee.description(), ["Require: timer", "Session-Expires: 1;refresher=uac"])

    with pair(stage) as (caller, callee):
        callee.left = ("INVITE", "UPDATE")
        dialog, _ = connect(caller, callee, "hasty", answer)
        for cseq in range(3, 7):  # each a round through all of them
            caller.within(dialog, "INFO", cseq)
            callee.next("^INFO ")
            caller.next(rf"^SIP/2.0 200[^$]*CSeq: {cseq} INFO")
        assert not held(callee, "^(INVITE|UPDATE) "), callee.inbox
        hang_up(caller, callee, dialog, 7)
        assert not held(callee, "^(INVITE|UPDATE) "), callee.inbox
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def replaced_and_cancelled(stage):
    """RFC 3891 §3, RFC 3261 §9.2: an INVITE with Replaces that is cancelled before the other side agreed leaves the call or
    ends it, and answers 487 in either case; nobody is left with a dialog alone."""
    with pair(stage) as (caller, mobile), closing(Phone(stage, mobile.user)) as (desk,):
        dialog, called = connect(caller, mobile, "taken")
        caller.left = ("INVITE",)
        tag = re.search("tag=([^;>]+)", called[1]).group(1)
        name = f"desk-{desk.port}"
        desk.invite(caller.user, name, more=[f"Replaces: {called[0]};to-tag={tag};from-tag=q{mobile.port}"])
        offer = caller.next("^INVITE ")
        uri = f"sip:{caller.user}@{desk.domain}:{desk.node[1]}"
        desk.send("CANCEL", uri, name, f"<{uri}>", 2, branch=desk.branches["INVITE", name, 2])
        desk.next(r"^SIP/2.0 200[^$]*CSeq: 2 CANCEL")
        desk.next(r"^SIP/2.0 487[^$]*CSeq: 2 INVITE")
        caller.reply(offer, "488 Not Acceptable Here")
        caller.next("^ACK ")
        caller.within(dialog, "INFO", 3)
        mobile.next("^INFO ")
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 INFO")
        hang_up(caller, mobile, dialog, 4)
    same(stage.api.record_to(mobile.user), cause="normal", endedBy="caller")


TESTS = [bye_while_an_offer_is_under_way, cancelled_reinvite, two_transfers_at_once, hung_up_while_it_is_transferred,
         challenged_within_the_call, a_dialog_that_is_gone, interval_that_nobody_may_grant, replaced_and_cancelled]
