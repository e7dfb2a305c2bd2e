"""Offers and answers in every place where RFC 6337 §2.2 has them, refused ones, and those of several lines."""
import concurrent.futures
import re
import time

from .calls import same
from .dialogs import audio, connect, hang_up
from .flows import Phone, closing, handle, header, pair
from .sipp import wait_until

WITH_UPDATE = ["Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE"]


def state_of(stage, phone):
    """Of the one call to it; nothing where there is none."""
    return next((call["state"] for call in stage.api.get("/calls")["items"] if call["toDialled"] == phone.user), "")


def acknowledge_refusal(phone, dialog, refusal, cseq):
    """On the branch of its INVITE (RFC 3261 §17.1.1.3)."""
    phone.send("ACK", dialog[2], dialog[0], header(refusal, "To"), cseq, tag=dialog[3],
               branch=phone.branches["INVITE", dialog[0], cseq])


def offer_in_the_prack(stage):
    """RFC 3262 §5, RFC 6337 §2.2: once answered reliably, the caller offers anew in its PRACK; the callee is asked, by
    UPDATE, and its answer comes back in the 200 to the PRACK."""
    with pair(stage) as (caller, callee):
        callee.left = ("INVITE", "UPDATE")
        name = f"prack-{caller.port}"
        caller.invite(callee.user, name, more=["Supported: 100rel", *WITH_UPDATE])
        invite = callee.next("^INVITE ")
        callee.reply(invite, "183 Session Progress", callee.description(), ["Require: 100rel", "RSeq: 7"])
        progress = caller.next("^SIP/2.0 183[^$]*CSeq: 2 INVITE")
        dialog = name, header(progress, "To"), re.search("<(.*)>", header(progress, "Contact")).group(1), "p"
        caller.within(dialog, "PRACK", 3, [f"RAck: {header(progress, 'RSeq')} 2 INVITE"],
                      caller.description() + "a=sendonly\r\n")
        offer = callee.next("^UPDATE ")
        assert "a=sendonly" in offer and audio(offer), offer
        callee.reply(offer, "200 OK", callee.description() + "a=recvonly\r\n")
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 3 PRACK")
        assert "a=recvonly" in answer and audio(answer), answer
        callee.reply(invite, "200 OK")
        assert not audio(caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE"))
        caller.within(dialog, "ACK", 2)
        callee.next("^ACK ")
        wait_until("held, as was agreed", lambda: state_of(stage, callee) == "held")
        hang_up(caller, callee, dialog, 4)
    same(stage.api.record_to(callee.user), cause="normal", sipStatus=200)


def refused_update(stage):
    """RFC 3311 §5.2, RFC 6337 §2.3: what the other side refuses with 488 or 491 changes nothing, before the answer and after
    it; then another offer is taken."""
    with pair(stage) as (caller, callee):
        callee.left = ("INVITE", "UPDATE")
        name = f"update-{caller.port}"
        caller.invite(callee.user, name, more=["Supported: 100rel", *WITH_UPDATE])
        invite = callee.next("^INVITE ")
        callee.reply(invite, "183 Session Progress", callee.description(), ["Require: 100rel", "RSeq: 7"])
        progress = caller.next("^SIP/2.0 183[^$]*CSeq: 2 INVITE")
        dialog = name, header(progress, "To"), re.search("<(.*)>", header(progress, "Contact")).group(1), "p"
        caller.within(dialog, "PRACK", 3, [f"RAck: {header(progress, 'RSeq')} 2 INVITE"])
        caller.next("^SIP/2.0 200[^$]*CSeq: 3 PRACK")

        def offered(cseq, line):
            caller.within(dialog, "UPDATE", cseq, body=caller.description() + "a=sendonly\r\n")
            update = callee.next("^UPDATE ")
            assert "a=sendonly" in update, update
            callee.reply(update, line, callee.description() + "a=recvonly\r\n" if line == "200 OK" else "")
            return caller.next(rf"^SIP/2.0 {line[:3]}[^$]*CSeq: {cseq} UPDATE")

        offered(4, "488 Not Acceptable Here")
        callee.reply(invite, "200 OK")
        caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        caller.within(dialog, "ACK", 2)
        callee.next("^ACK ")
        offered(5, "488 Not Acceptable Here")
        offered(6, "491 Request Pending")
        assert state_of(stage, callee) == "answered", "a refused offer holds the call"
        assert "a=recvonly" in offered(7, "200 OK")
        wait_until("held", lambda: state_of(stage, callee) == "held")
        hang_up(caller, callee, dialog, 8)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def second_offer_before_the_first_is_answered(stage):
    """RFC 3261 §14.2, RFC 3311 §5.2: it gets 500 with a Retry-After of at most ten seconds; the first goes on."""
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "twice")
        callee.left = ("INVITE",)
        caller.within(dialog, "INVITE", 3, body=caller.description())
        first = callee.next("^INVITE ")
        caller.within(dialog, "UPDATE", 4, body=caller.description())
        refusal = caller.next("^SIP/2.0 500[^$]*CSeq: 4 UPDATE")
        assert 0 <= int(header(refusal, "Retry-After")) <= 10, refusal
        callee.reply(first, "200 OK", callee.description())
        caller.next("^SIP/2.0 200[^$]*CSeq: 3 INVITE")
        caller.within(dialog, "ACK", 3)
        callee.next("^ACK ")
        hang_up(caller, callee, dialog, 5)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def reinvite_without_offer(stage):
    """RFC 3261 §14.1, RFC 6337 §2.2: whoever asks for an offer gets the other side's, and answers it in the ACK."""
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "anew")
        callee.left = ("INVITE",)
        caller.within(dialog, "INVITE", 3)
        asked = callee.next("^INVITE ")
        assert not audio(asked), asked
        callee.reply(asked, "200 OK", callee.description())
        assert audio(caller.next("^SIP/2.0 200[^$]*CSeq: 3 INVITE"))
        caller.within(dialog, "ACK", 3, body=caller.description())
        assert audio(callee.next("^ACK ")), "the answer did not come to who offered"
        hang_up(caller, callee, dialog, 4)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def hold_of_old_phones(stage):
    """RFC 3264 §8.4, RFC 6337 §5.3: 0.0.0.0 of RFC 2543 becomes a direction; inactive passes; both are calls on hold."""
    with pair(stage) as (caller, callee):
        dialog, _ = connect(caller, callee, "hold")
        callee.left = ("INVITE",)
        plain = caller.description()
        for cseq, offer, direction, answer, state in (
                (3, plain.replace(f"c=IN IP4 {caller.host}", "c=IN IP4 0.0.0.0"), "sendonly", "recvonly", "held"),
                (4, plain, "sendrecv", "sendrecv", "answered"),
                (5, plain + "a=inactive\r\n", "inactive", "inactive", "held"),
                (6, plain, "sendrecv", "sendrecv", "answered")):
            caller.within(dialog, "INVITE", cseq, body=offer)
            told = callee.next("^INVITE ")
            assert "0.0.0.0" not in told, told
            found = re.search("a=(sendonly|recvonly|inactive)", told)
            assert (found.group(1) if found else "sendrecv") == direction, told
            callee.reply(told, "200 OK", callee.description() + f"a={answer}\r\n")
            caller.next(rf"^SIP/2.0 200[^$]*CSeq: {cseq} INVITE")
            caller.within(dialog, "ACK", cseq)
            callee.next("^ACK ")
            wait_until(state, lambda wanted=state: state_of(stage, callee) == wanted)
        hang_up(caller, callee, dialog, 7)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def lines(text):
    """Kind of each m-line, and whether it is taken."""
    return [(kind, port != "0") for kind, port in re.findall(r"(?m)^m=(\w+) (\d+) ", text)]


def video_and_text_lines(stage):
    """RFC 3264 §6, §8.1, §8.2, RFC 4103: lines pass as they are, and one is declined, taken later, and taken away again."""
    video, text = "m=video 6002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n", "m=text 6004 RTP/AVP 98\r\na=rtpmap:98 t140/1000\r\n"
    no_video = "m=video 0 RTP/AVP 96\r\n"
    with pair(stage) as (caller, callee):
        callee.left = ("INVITE",)
        name = f"lines-{caller.port}"

        def exchanged(invite, cseq, answer):
            callee.reply(invite, "200 OK", callee.description() + answer)
            told = caller.next(rf"^SIP/2.0 200[^$]*CSeq: {cseq} INVITE")
            dialog = name, header(told, "To"), re.search("<(.*)>", header(told, "Contact")).group(1), "p"
            caller.within(dialog, "ACK", cseq)
            callee.next("^ACK ")
            return dialog, told

        caller.invite(callee.user, name, offer=caller.description() + video + text)
        offer = callee.next("^INVITE ")
        assert lines(offer) == [("audio", True), ("video", True), ("text", True)] and "H264/90000" in offer, offer
        dialog, told = exchanged(offer, 2, no_video + text)
        assert lines(told) == [("audio", True), ("video", False), ("text", True)] and "t140/1000" in told, told
        caller.within(dialog, "INVITE", 3, body=caller.description() + video + text)
        dialog, told = exchanged(callee.next("^INVITE "), 3, video + text)
        assert lines(told) == [("audio", True), ("video", True), ("text", True)], told
        caller.within(dialog, "INVITE", 4, body=caller.description() + no_video + text)
        offer = callee.next("^INVITE ")
        assert lines(offer) == [("audio", True), ("video", False), ("text", True)], offer
        dialog, told = exchanged(offer, 4, no_video + text)
        assert lines(told) == [("audio", True), ("video", False), ("text", True)], told
        hang_up(caller, callee, dialog, 5)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def glare_of_the_nodes_own_offer(stage):
    """RFC 3261 §14.1: a transfer's re-INVITE that gets 491 is sent again, after a time, under a number of its own."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, middle, last):
        middle.register()
        last.register()
        dialog, called = connect(caller, middle, "glare")
        caller.left = ("INVITE",)
        middle.within(called, "REFER", 1, [f"Refer-To: <sip:{last.user}@{stage.target}>"])
        middle.next("^SIP/2.0 202")
        last.next("^ACK ")
        first = caller.next("^INVITE ")
        refused_at = time.monotonic()
        caller.reply(first, "491 Request Pending")
        caller.next("^ACK ")
        again = caller.next("^INVITE ")
        assert time.monotonic() - refused_at > 0.9, "it was sent again at once"
        assert int(header(again, "CSeq").split()[0]) > int(header(first, "CSeq").split()[0]), again
        assert audio(again), again
        caller.reply(again, "200 OK", caller.description())
        caller.next("^ACK ")
        middle.next("^BYE ")
        hang_up(caller, last, dialog, 3)
    record = stage.api.record_to(middle.user)
    same(record, cause="normal", endedBy="caller")
    assert record["marks"]["transferredBy"] == middle.user, record["marks"]


def transfer_that_fails(stage):
    """RFC 3515 §2.4.5, RFC 5589 §6: who is called is busy; the one who transfers hears so, and talks on."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, middle, busy):
        middle.register()
        busy.register()
        dialog, called = connect(caller, middle, "failing")
        busy.left = ("INVITE",)
        middle.within(called, "REFER", 1, [f"Refer-To: <sip:{busy.user}@{stage.target}>"])
        middle.next("^SIP/2.0 202")
        invite = busy.next("^INVITE ")
        assert f"sip:{middle.user}@" in header(invite, "Referred-By"), invite
        busy.reply(invite, "486 Busy Here")
        busy.next("^ACK ")
        told = middle.next(r"^NOTIFY [^$]*\r\n\r\nSIP/2.0 486")
        assert header(told, "Subscription-State").startswith("terminated"), told
        caller.within(dialog, "INFO", 3, ["Info-Package: talk"])  # from one to the other as before
        middle.next("^INFO ")
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 INFO")
        hang_up(caller, middle, dialog, 4)
    record = stage.api.record_to(middle.user)
    same(record, cause="normal", endedBy="caller")


def replaced_by_its_desk_phone(stage):
    """RFC 3891 §3: of two phones of one subscriber the second takes the answered call of the first, whose dialog ends."""
    with pair(stage) as (caller, mobile):
        with closing(Phone(stage, mobile.user)) as (desk,):
            dialog, called = connect(caller, mobile, "kept")
            replaced = f"Replaces: {called[0]};to-tag={tag_of(called[1])};from-tag=q{mobile.port}"
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                calling = pool.submit(desk.call, caller.user, f"desk-{desk.port}", "p", [replaced])
                caller.next("^INVITE ")  # what the new phone can do
                mobile.next("^BYE ")
                calling.result()
            assert audio(desk.answer), desk.answer
            caller.within(dialog, "BYE", 3)
            desk.next("^BYE ")
            caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
    same(stage.api.record_to(mobile.user), cause="normal", endedBy="caller")


def tag_of(value):
    return re.search("tag=([^;>]+)", value).group(1)


def redirections_end(stage):
    """RFC 3261 §8.1.3.4: a trunk that always points elsewhere is followed five times."""
    number = stage.number()
    trunk = stage.trunk("circling")
    stage.route(number, trunk)
    with closing(Phone(stage, stage.user()), Phone(stage, "carrier", trunk["host"], trunk["port"])) as (caller, carrier):
        carrier.left = ("INVITE",)
        caller.invite(number, f"circle-{caller.port}")
        for turn in range(6):
            invite = carrier.next("^INVITE ")
            carrier.user = f"elsewhere{turn}"  # its Contact, so the next Request-URI
            carrier.reply(invite, "302 Moved Temporarily")
            carrier.next("^ACK ")
        caller.next("^SIP/2.0 480[^$]*CSeq: 2 INVITE")
        assert not [held for held in carrier.inbox if held.startswith("INVITE ")], "it was followed once more"
    record = stage.api.record_to(number)
    same(record, sipStatus=480)
    assert [each["origin"] for each in record["why"]["candidates"]].count("redirect") >= 5, record["why"]


def reason_passes(stage):
    """RFC 3326 §2: why one side cancels or hangs up reaches the other, and the record."""
    reason = 'Q.850;cause=31;text="gone fishing"'
    with pair(stage) as (caller, callee):
        dialog, called = connect(caller, callee, "why")
        callee.within(called, "BYE", 1, [f"Reason: {reason}"])
        callee.next("^SIP/2.0 200[^$]*CSeq: 1 BYE")
        assert "cause=31" in header(caller.next("^BYE "), "Reason")
        assert dialog
        same(stage.api.record_to(callee.user), endedBy="callee", reason="gone fishing")
        callee.left = ("INVITE",)
        name = f"why2-{caller.port}"
        caller.invite(callee.user, name)
        invite = callee.next("^INVITE ")
        callee.reply(invite, "180 Ringing")
        caller.next("^SIP/2.0 180[^$]*CSeq: 2 INVITE")
        uri = f"sip:{callee.user}@{caller.domain}:{caller.node[1]}"
        caller.send("CANCEL", uri, name, f"<{uri}>", 2, ['Reason: SIP;cause=200;text="Call completed elsewhere"'],
                    branch=caller.branches["INVITE", name, 2])
        assert "cause=200" in header(callee.next("^CANCEL "), "Reason")
        callee.reply(invite, "487 Request Terminated")
        callee.next("^ACK ")
        caller.next("^SIP/2.0 487[^$]*CSeq: 2 INVITE")
    causes = sorted(record["cause"] for record in stage.api.record_to(callee.user, 2))
    assert causes == ["cancelled", "normal"], causes


def forward_always(stage):
    """RFC 5806: the phone of whoever forwards all calls does not ring; the other sees who was meant."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, away, other):
        away.register()
        other.register()
        handle(stage, away.user, forwardAlways=other.user)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            calling = pool.submit(caller.call, away.user, f"always-{caller.port}")
            invite = other.next("^INVITE ")
            other.next("^ACK ")
            dialog = calling.result()
        assert f"sip:{away.user}@" in header(invite, "Diversion") and "unconditional" in header(invite, "Diversion"), invite
        hang_up(caller, other, dialog, 3)
        away.udp.setblocking(False)
        assert not away.inbox and not pending(away), "the phone of who forwards its calls rang"
    same(stage.api.record_to(away.user), cause="normal", sipStatus=200)


def pending(phone):
    try:
        return phone.udp.recv(65536)
    except BlockingIOError:
        return b""


def group_in_order(stage):
    """One after the other: the second rings when the first is busy, and the third does not ring."""
    with closing(*(Phone(stage, stage.user()) for _ in range(4))) as (caller, one, two, three):
        for phone in (one, two, three):
            phone.register()
        stage.api.post("/ring-groups", {"name": "ordered", "number": "620", "members": [one.user, two.user, three.user],
                                        "strategy": "in-order", "ringSeconds": 60})
        one.left = ("INVITE",)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            calling = pool.submit(caller.call, "620", f"order-{caller.port}")
            one.reply(one.next("^INVITE "), "486 Busy Here")
            one.next("^ACK ")
            two.next("^ACK ")
            dialog = calling.result()
        hang_up(caller, two, dialog, 3)
        three.udp.setblocking(False)
        assert not pending(three), "the third rang"
    same(stage.api.record_to("620"), cause="normal", sipStatus=200)


def update_becomes_reinvite(stage):
    """RFC 3311 §5, §5.1: an UPDATE goes on as a re-INVITE to whoever does not allow UPDATE; what that refuses is refused."""
    with pair(stage) as (caller, callee):
        callee.allow = "INVITE, ACK, CANCEL, BYE"
        dialog, _ = connect(caller, callee, "updated", more=WITH_UPDATE)
        callee.left = ("INVITE", "UPDATE")
        for cseq, line in ((3, "488 Not Acceptable Here"), (4, "200 OK")):
            caller.within(dialog, "UPDATE", cseq, body=caller.description() + "a=sendonly\r\n")
            offer = callee.next("^(INVITE|UPDATE) ")
            assert offer.startswith("INVITE ") and "a=sendonly" in offer and audio(offer), offer
            callee.reply(offer, line, callee.description() + "a=recvonly\r\n" if line == "200 OK" else "")
            callee.next("^ACK ")
            answer = caller.next(rf"^SIP/2.0 [2-6][^$]*CSeq: {cseq} UPDATE")
            assert answer.startswith(f"SIP/2.0 {line[:3]}"), answer
        assert "a=recvonly" in answer and audio(answer), answer
        wait_until("held", lambda: state_of(stage, callee) == "held")
        hang_up(caller, callee, dialog, 5)
    same(stage.api.record_to(callee.user), cause="normal", endedBy="caller")


def ringing_after_early_media(stage):
    """RFC 3960 §3.2: what the carrier plays reaches the caller; when it only rings from then on, the caller is told so, and
    makes its own tone: the node adds none."""
    number = stage.number()
    trunk = stage.trunk("announcing")
    stage.route(number, trunk)
    with closing(Phone(stage, stage.user()), Phone(stage, "carrier", trunk["host"], trunk["port"])) as (caller, carrier):
        carrier.left = ("INVITE",)
        name = f"tone-{caller.port}"
        caller.invite(number, name)
        invite = carrier.next("^INVITE ")
        for line in ("180 Ringing", "183 Session Progress", "180 Ringing"):
            described = line.startswith("183")
            carrier.reply(invite, line, carrier.description() if described else "")
            told = caller.next(rf"^SIP/2.0 {line[:3]}[^$]*CSeq: 2 INVITE")
            assert bool(audio(told)) == described and header(told, "Content-Length") == "0" or described, told
        carrier.reply(invite, "200 OK", carrier.description())
        answer = caller.next("^SIP/2.0 200[^$]*CSeq: 2 INVITE")
        assert audio(answer), answer
        dialog = name, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
        caller.within(dialog, "ACK", 2)
        carrier.next("^ACK ")
        hang_up(caller, carrier, dialog, 3)
    same(stage.api.record_to(number), cause="normal", sipStatus=200)


def history_kept_private(stage):
    """RFC 7044 §10.1, RFC 3323 §4.2: to whom else a call was, is told with it; not where the caller asks for privacy."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, away, other):
        handle(stage, away.user, forwardAlways=other.user)
        other.register()
        other.left = ("INVITE",)
        told = []

        def answer(invite):
            told.append(invite)
            other.reply(invite, "200 OK", other.description())

        for turn, privacy in enumerate(([], ["Privacy: history"], ["Privacy: header;critical"])):
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                calling = pool.submit(caller.call, away.user, f"history{turn}-{caller.port}", more=privacy)
                answer(other.next("^INVITE "))
                other.next("^ACK ")
                dialog = calling.result()
            hang_up(caller, other, dialog, 3)
    known, *private = told
    assert f"sip:{away.user}@" in header(known, "History-Info") and f"sip:{away.user}@" in header(known, "Diversion"), known
    for invite in private:
        assert "History-Info" not in invite, invite
        assert "privacy=full" in header(invite, "Diversion"), invite
    for record in stage.api.record_to(away.user, len(told)):
        same(record, cause="normal", sipStatus=200)


TESTS = [update_becomes_reinvite, ringing_after_early_media, history_kept_private, offer_in_the_prack, refused_update, second_offer_before_the_first_is_answered, reinvite_without_offer, hold_of_old_phones,
         video_and_text_lines, glare_of_the_nodes_own_offer, transfer_that_fails, replaced_by_its_desk_phone,
         redirections_end, reason_passes, forward_always, group_in_order]
