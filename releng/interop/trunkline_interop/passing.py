"""A node that leaves transfers to the phones."""
import re
import urllib.parse

from . import crash
from .dialogs import connect, hang_up
from .flows import Phone, closing, header
from .sipp import wait_until

JAVA_OPTIONS = f"{crash.JAVA_OPTIONS} -Dtrunkline.transfers=pass"
KNOWS_REFER = ["Allow: INVITE, ACK, CANCEL, BYE, REFER, NOTIFY"]


def blind_transfer_passed_on(stage):
    """RFC 3515 §2.4, RFC 5589 §6: the REFER goes to the phone on the other side, which may decline it, or calls the target
    itself; what it tells of that comes back."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (caller, middle, last):
        middle.register()
        last.register()
        dialog, called = connect(caller, middle, "passed", more=KNOWS_REFER)
        caller.left = ("REFER",)
        where = f"<sip:{last.user}@{stage.target}>"

        def refer(cseq, line):
            middle.within(called, "REFER", cseq, [f"Refer-To: {where}", f"Referred-By: <sip:{middle.user}@{middle.domain}>"])
            asked = caller.next("^REFER ")
            assert header(asked, "Refer-To") == where, asked
            assert f"sip:{middle.user}@" in header(asked, "Referred-By"), asked
            caller.reply(asked, line)
            middle.next(rf"^SIP/2.0 {line[:3]}[^$]*CSeq: {cseq} REFER")

        def tell(cseq, line, state):
            caller.within(dialog, "NOTIFY", cseq, ["Event: refer", f"Subscription-State: {state}"], f"SIP/2.0 {line}\r\n",
                          "message/sipfrag;version=2.0")
            told = middle.next(rf"^NOTIFY [^$]*\r\n\r\nSIP/2.0 {line}")
            assert header(told, "Event") == "refer" and header(told, "Subscription-State") == state, told
            assert header(told, "Content-Type").startswith("message/sipfrag"), told
            caller.next(rf"^SIP/2.0 200[^$]*CSeq: {cseq} NOTIFY")

        refer(1, "603 Decline")
        refer(2, "202 Accepted")
        tell(3, "100 Trying", "active;expires=60")
        fresh, _ = connect(caller, last, "fresh", tag="n")
        tell(4, "200 OK", "terminated;reason=noresource")
        middle.within(called, "BYE", 3)
        caller.next("^BYE ")
        middle.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        hang_up(caller, last, fresh, 3)
    for phone, by in ((middle, "callee"), (last, "caller")):
        record = stage.api.record_to(phone.user)
        assert (record["cause"], record["endedBy"], len(record["legs"])) == ("normal", by, 2), record


def attended_transfer_passed_on(stage):
    """RFC 3515, RFC 5589 §7.3, RFC 3891: the REFER goes to the other phone, whose INVITE with Replaces joins the two."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (boss, one, two):
        for phone in (one, two):
            phone.register()
        to_one = connect(boss, one, "one", tag="a")[0]
        to_two = connect(boss, two, "two", tag="b")[0]
        tag = re.search("tag=([^;>]+)", to_two[1]).group(1)
        boss.within(to_one, "REFER", 3, [f"Refer-To: <sip:{two.user}@{boss.node[0]}?Replaces=two-{boss.port}"
                                         f"%3Bto-tag%3D{tag}%3Bfrom-tag%3Db{boss.port}>"])
        refer = one.next("^REFER ")
        boss.next(r"^SIP/2.0 2[^$]*CSeq: 3 REFER")
        replaces = urllib.parse.unquote(re.search("Replaces=([^>]+)", header(refer, "Refer-To")).group(1))
        connect(one, two, "replacing", tag="r", more=[f"Replaces: {replaces}"])
        boss.next(r"^BYE [^$]*two-")
        boss.within(to_one, "BYE", 4)
        boss.next(r"^SIP/2.0 200[^$]*CSeq: 4 BYE")
        call = wait_until("the two talk", lambda: [c for c in stage.api.get("/calls")["items"] if len(c["legs"]) >= 2
                                                   and {leg["peer"] for leg in c["legs"]} >= {one.user, two.user}])[0]
        stage.api.delete(f"/calls/{call['id']}")
        one.next("^BYE ")
        two.next("^BYE ")
        record = stage.api.record_to(two.user)
        assert record["marks"]["transferredBy"] == boss.user, record["marks"]


TESTS = [blind_transfer_passed_on, attended_transfer_passed_on]
