"""A node at its limit, and one that is told to stop while it carries calls."""
import re
import threading
import time

from .calls import same
from .crash import JAVA_OPTIONS, caught_up
from .flows import Phone, header
from .node import Node
from .sipp import wait_until
from .stage import Stage

SECONDS = 20


class Answering(Phone):
    """Says yes to everything, in a thread of its own, and remembers what it was asked."""

    def __init__(self, stage, user, host=None, port=0):
        super().__init__(stage, user, host, port)
        self.asked = []
        self.open = True
        self.thread = threading.Thread(target=self._run)

    def start(self):
        self.thread.start()
        return self

    def _run(self):
        self.udp.settimeout(0.2)
        while self.open:
            try:
                text = self.udp.recv(65536).decode()
            except TimeoutError:
                continue
            if not text.startswith("SIP/2.0 "):
                self.asked.append(text)
                if not text.startswith("ACK "):
                    self.ok(text)

    def close(self):
        self.open = False
        if self.thread.ident:
            self.thread.join()
        super().close()


def live(stage):
    return stage.api.get("/status")["callsNow"]


def terminated_with_calls(dist, folder):
    """Told to drain over the API, and to take calls again. SIGTERM: a new call gets 503 with Retry-After, those in progress go on to their end or to the limit, the records
    are closed, and the node ends with 0. Before that: a full node refuses all but emergency calls (RFC 3261 §21.5.4)."""
    options = f"{JAVA_OPTIONS} -Dtrunkline.term.seconds={SECONDS} -Dtrunkline.calls.max=2"
    node = Node(dist, folder, options).start()
    stage = Stage(node, folder)
    phones = []
    try:
        short, long, late, urgent = (Phone(stage, stage.user()) for _ in range(4))
        phones += [short, long, late, urgent]
        friend = Answering(stage, stage.user())
        phones.append(friend)
        friend.register()
        friend.start()
        trunk = stage.trunk("emergency")
        phones.append(Answering(stage, "carrier", trunk["host"], trunk["port"]).start())
        stage.route("112", trunk)
        brief = short.call(friend.user, f"short-{short.port}")
        endless = long.call(friend.user, f"long-{long.port}")
        assert live(stage) == 2

        refused = late.refused(friend.user, "full")
        assert refused.startswith("SIP/2.0 503") and header(refused, "Retry-After"), refused
        helped = urgent.call("112", f"urgent-{urgent.port}")
        urgent.within(helped, "BYE", 3)
        urgent.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        same(stage.api.record_to("112"), cause="normal", trunk="emergency")
        assert stage.api.record_to("112")["marks"]["emergency"] is True

        node.api.post("/drain", {})
        wait_until("refusal", lambda: late.draining(friend.user))
        assert node.api.get("/status")["draining"] and live(stage) == 2
        node.api.delete("/drain")
        assert not late.draining(friend.user)

        node.process.terminate()
        began = time.monotonic()
        refused = wait_until("refusal", lambda: late.draining(friend.user))
        assert header(refused, "Retry-After") == "30", refused
        assert live(stage) == 2, "calls in progress ended at once"
        short.within(brief, "BYE", 3)  # its own end: the node answers and passes it on
        short.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        long.udp.settimeout(SECONDS + 100)
        ended = long.next(r"^BYE ")  # at the limit
        assert re.search("(?im)^Reason:", ended), ended
        took = time.monotonic() - began
        assert took > SECONDS - 1.5, f"the call in progress was ended after {took:.1f} s already"
        status = node.process.wait(90)
        assert status == 0, f"exit status {status}"
        with open(node.log, encoding="utf-8", errors="replace") as file:
            bad = [line.strip() for line in file if " ERROR " in line or line.startswith("\tat ")]
        assert not bad, bad[:3]
        assert endless
    finally:
        for phone in phones:
            phone.close()
        stage.close()
        if node.process.poll() is None:
            node.kill()

    again = Node(dist, folder, JAVA_OPTIONS, data=node.data).start()  # the same folder
    try:
        wait_until("the index", lambda: caught_up(again.api, 2))
        records = {record["fromDialled"]: record for record in again.api.records(f'to:"{friend.user}"')
                   if record["sipStatus"] == 200}
        same(records[short.user], cause="normal", endedBy="caller")
        same(records[long.user], cause="interrupted", endedBy="node")
        assert 0 < records[long.user]["durationMs"], records[long.user]
    finally:
        again.stop()
    return f"ended {took:.1f} s after SIGTERM"


TESTS = [terminated_with_calls]
