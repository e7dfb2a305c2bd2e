"""A node that leaves transfers to the phones."""
import re
import urllib.parse

from .crash import JAVA_OPTIONS
from .dialogs import connect
from .flows import Phone, header
from .node import Node
from .sipp import wait_until
from .stage import Stage


def attended_transfer_passed_on(dist, folder):
    """RFC 3515, RFC 5589 §7.3, RFC 3891: the REFER goes to the other phone, whose INVITE with Replaces joins the two."""
    node = Node(dist, folder, f"{JAVA_OPTIONS} -Dtrunkline.transfers=pass").start()
    stage = Stage(node, folder)
    boss, one, two = phones = [Phone(stage, stage.user()) for _ in range(3)]
    try:
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
        wait_until("the two talk", lambda: [c for c in stage.api.get("/calls")["items"] if len(c["legs"]) >= 2
                                            and {leg["peer"] for leg in c["legs"]} >= {one.user, two.user}])
        for live in stage.api.get("/calls")["items"]:
            stage.api.delete(f"/calls/{live['id']}")
        one.next("^BYE ")
        two.next("^BYE ")
        record = stage.api.record_to(two.user)
        assert record["marks"]["transferredBy"] == boss.user, record["marks"]
    finally:
        for phone in phones:
            phone.close()
        stage.close()
        node.stop()


TESTS = [attended_transfer_passed_on]
