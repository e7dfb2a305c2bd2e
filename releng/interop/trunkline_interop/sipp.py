"""SIPp scenarios, written as lists of steps, and the processes that run them."""
import functools
import os
import re
import socket
import subprocess
import time
from xml.sax.saxutils import escape, quoteattr

from .node import let_go

SDP = """v=0
o=- {version} {version} IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio {port} RTP/AVP {formats}
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=ptime:20
a={direction}"""


def sdp(direction="sendrecv", formats="8 101", version=1, port=6000):
    return SDP.format(direction=direction, formats=formats, version=version, port=port)


class Scenario:
    """Steps in order. SIPp numbers them, and a CANCEL or an ACK must name the branch of its INVITE by distance."""

    def __init__(self, name):
        self.name = name
        self.steps = []
        self.variables = []
        self.invite_at = None
        self.user = "nobody"
        self.target = ""
        self.cseq = 1
        self.extra_invite = []
        self.skipped = 0

    def add(self, xml):
        self.steps.append(xml)
        return self

    # --- the caller's side --------------------------------------------------

    def _head(self, method, uri, to, branch="[branch]", extra=(), body="", content="application/sdp", cseq=None,
              routes=False):
        lines = [f"{method} {uri} SIP/2.0",
                 f"Via: SIP/2.0/[transport] [local_ip]:[local_port];branch={branch};rport"]
        if routes:
            lines.append("[routes]")
        lines += [f'From: <sip:{self.user}@[remote_ip]:[remote_port]>;tag=c[pid]x[call_number]', f"To: {to}",
                  "Call-ID: [call_id]", f"CSeq: {cseq or self.cseq} {method}",
                  f"Contact: <sip:{self.user}@[local_ip]:[local_port];transport=[transport]>", "Max-Forwards: 70",
                  "User-Agent: sipp-caller", *extra]
        if body:
            lines.append(f"Content-Type: {content}")
        lines.append("Content-Length: [len]")
        return "\n".join(lines) + "\n\n" + body + ("\n" if body else "")

    def send(self, text, retrans=True):
        attribute = ' retrans="500"' if retrans else ""
        return self.add(f"<send{attribute}><![CDATA[\n\n{text}\n]]></send>")

    def expect(self, status, optional=False, auth=False, rrs=True, action="", timeout=None, crlf=False):
        attributes = [f"response={quoteattr(str(status))}"]
        if optional:
            attributes.append('optional="true"')
        if auth:
            attributes.append('auth="true"')
        if rrs and not optional:
            attributes.append('rrs="true"')
        if timeout:
            attributes.append(f'timeout="{timeout}"')
        return self.add(f"<recv {' '.join(attributes)}>{action}</recv>")

    def register(self, user, password, expires=600, answer=200):
        self.user = user
        for authorization in ([], [f"[authentication username={user} password={password}]"]):
            self.send(self._head("REGISTER", "sip:[remote_ip]:[remote_port]",
                                 f"<sip:{user}@[remote_ip]:[remote_port]>",
                                 extra=[f"Expires: {expires}", *authorization]))
            self.expect(100, optional=True)
            if authorization:
                self.expect_any(*([answer] if isinstance(answer, int) else answer))
            else:
                self.expect(401, auth=True, rrs=False)
            self.cseq += 1
        return self

    def invite(self, user, number, password=None, body=None):
        """Through the challenge where there is a password; then come the responses."""
        self.user, self.target = user, number
        body = sdp() if body is None else body
        uri = f"sip:{number}@[remote_ip]:[remote_port]"
        if password is not None:
            self.invite_at = len(self.steps)
            self.send(self._head("INVITE", uri, f"<{uri}>", body=body, extra=self.extra_invite))
            self.expect(100, optional=True).expect(407, auth=True, rrs=False)
            self.ack_refusal()
            self.cseq += 1
            extra = [f"[authentication username={user} password={password}]", *self.extra_invite]
        else:
            extra = self.extra_invite
        self.invite_at = len(self.steps)
        self.send(self._head("INVITE", uri, f"<{uri}>", body=body, extra=extra))
        return self.expect(100, optional=True)

    def message(self, user, to, text, password, answer):
        """A text message (RFC 3428), through the challenge."""
        self.user = user
        uri = f"sip:{to}@[remote_ip]:[remote_port]"
        for authorization in ([], [f"[authentication username={user} password={password}]"]):
            self.send(self._head("MESSAGE", uri, f"<{uri}>", extra=authorization, body=text, content="text/plain"))
            self.expect(100, optional=True)
            if authorization:
                self.expect(answer, rrs=False)
            else:
                self.expect(407, auth=True, rrs=False)
            self.cseq += 1
        return self

    def _invite_branch(self):
        return f"[branch-{len(self.steps) - self.invite_at}]"

    def ack_refusal(self):
        """Of a final status other than 2xx: same branch as the INVITE (RFC 3261 §17.1.1.3)."""
        uri = f"sip:{self.target}@[remote_ip]:[remote_port]"
        return self.send(self._head("ACK", uri, f"<{uri}>[peer_tag_param]", branch=self._invite_branch()), retrans=False)

    def refused(self, *statuses):
        """With any of these; SIPp knows alternatives only as optional messages that jump."""
        self.expect_any(*statuses)
        return self.ack_refusal()

    def expect_any(self, *statuses):
        met = f"met{len(self.steps)}"
        for status in statuses[:-1]:
            self.add(f'<recv response="{status}" optional="true" next="{met}"></recv>')
        self.expect(statuses[-1], rrs=False)
        if len(statuses) > 1:
            self.steps[-1] += f'\n<label id="{met}"/>'
        return self

    def cancel(self):
        uri = f"sip:{self.target}@[remote_ip]:[remote_port]"
        self.send(self._head("CANCEL", uri, f"<{uri}>", branch=self._invite_branch()))
        at = self.invite_at
        self.expect(200, rrs=False).expect(487, rrs=False)
        self.invite_at = at
        return self.ack_refusal()

    def _in_dialog(self, method, retrans=True, **more):
        to = f"<sip:{self.target}@[remote_ip]:[remote_port]>[peer_tag_param]"
        return self.send(self._head(method, "[next_url]", to, routes=True, **more), retrans)

    def ack(self):
        return self._in_dialog("ACK", retrans=False)

    def bye(self):
        self.cseq += 1 + self.skipped
        self._in_dialog("BYE", cseq=self.cseq)
        return self.expect(100, optional=True).expect(200, rrs=False)

    def reinvite(self, body):
        self.cseq += 1
        self._in_dialog("INVITE", cseq=self.cseq, body=body)
        return self.expect(100, optional=True).expect(200).ack()

    def prack(self, rack):
        """The ACK that follows has the number of its INVITE again."""
        self.skipped += 1
        self._in_dialog("PRACK", cseq=self.cseq + self.skipped, extra=[f"RAck: {rack}"])
        return self.expect(200, rrs=False)

    def update(self, body, action=""):
        """While it rings; numbered as PRACK is."""
        self.skipped += 1
        self._in_dialog("UPDATE", cseq=self.cseq + self.skipped, body=body)
        return self.expect(200, rrs=False, action=action)

    def pause(self, milliseconds):
        return self.add(f'<pause milliseconds="{milliseconds}"/>')

    def mark(self, name):
        """The test can await that the scenario is here: {@link Sipp.reached}."""
        return self.add(f'<nop><action><log message="at {name}"/></action></nop>')

    def gate(self, name="gate"):
        """Goes on when the test lets it: Sipp.go_on. What depends on a moment is no matter of milliseconds then."""
        return self.mark(name).add('<recv request="MESSAGE"></recv>')

    # --- the callee's side --------------------------------------------------

    def receive(self, method, action="", optional=False, timeout=None):
        attributes = f' request="{method}" rrs="true"' if method == "INVITE" else f' request="{method}"'
        if optional:
            attributes += ' optional="true"'
        if timeout:
            attributes += f' timeout="{timeout}"'
        return self.add(f"<recv{attributes}>{action}</recv>")

    def respond(self, line, body="", extra=(), retrans=False, tag=True):
        lines = [f"SIP/2.0 {line}", "[last_Via:]", "[last_Record-Route:]", "[last_From:]",
                 "[last_To:]" + (";tag=s[pid]x[call_number]" if tag else ""), "[last_Call-ID:]", "[last_CSeq:]",
                 "Contact: <sip:callee@[local_ip]:[local_port];transport=[transport]>",
                 "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO", "User-Agent: sipp-callee", *extra]
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append("Content-Length: [len]")
        return self.send("\n".join(lines) + "\n\n" + body + ("\n" if body else ""), retrans)

    def ring(self):
        return self.respond("180 Ringing")

    def answer(self, body=None):
        """A final answer and its ACK; @param body may be given to choose a codec or a direction"""
        self.respond("200 OK", sdp() if body is None else body, retrans=True)
        return self.receive("ACK")

    def answer_late(self, body=None):
        """The same where other messages came since the INVITE; needs remember_dialog() as its action."""
        body = sdp() if body is None else body
        self.send("\n".join(["SIP/2.0 200 OK", "Via:[$via]", "From:[$caller]", "To:[$callee];tag=s[pid]x[call_number]",
                             "[last_Call-ID:]", "CSeq:[$cseq]",
                             "Contact: <sip:callee@[local_ip]:[local_port];transport=[transport]>",
                             *(["Content-Type: application/sdp"] if body else []), "Content-Length: [len]", "", body,
                             ""]), retrans=True)
        return self.receive("ACK")

    def answer_again(self, body=None):
        """Within the dialog: the tag is there already."""
        self.respond("200 OK", sdp(version=2) if body is None else body, retrans=True, tag=False)
        return self.receive("ACK")

    def refuse(self, line):
        self.respond(line, retrans=True)
        return self.receive("ACK")

    def take_bye(self):
        return self.receive("BYE").respond("200 OK", tag=False)

    def callee_hangs_up(self):
        """Needs remember_dialog() as the action of the INVITE."""
        text = "\n".join([
            "BYE [next_url] SIP/2.0", "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport", "[routes]",
            "From:[$callee];tag=s[pid]x[call_number]", "To:[$caller]", "Call-ID: [call_id]", "CSeq: 1 BYE",
            "Max-Forwards: 70", "Content-Length: 0", "", ""])
        return self.send(text).expect(200, rrs=False)

    def remember_dialog(self):
        """An action for the INVITE: keeps what a later BYE or 487 needs, since [last_...] is then of another message."""
        self.variables = ["caller", "callee", "via", "cseq"]
        return ('<action><ereg regexp=".*" search_in="hdr" header="From:" assign_to="caller"/>'
                '<ereg regexp=".*" search_in="hdr" header="To:" assign_to="callee"/>'
                '<ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>'
                '<ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/></action>')

    def take_cancel(self, timeout=None):
        """Needs remember_dialog() too."""
        self.receive("CANCEL", timeout=timeout).respond("200 OK")
        self.send("\n".join([
            "SIP/2.0 487 Request Terminated", "Via:[$via]", "From:[$caller]", "To:[$callee];tag=s[pid]x[call_number]",
            "[last_Call-ID:]", "CSeq:[$cseq]", "Content-Length: 0", "", ""]))
        return self.receive("ACK")

    @staticmethod
    def check(pattern, header=None):
        """Fails the call where the message, or one header of it, does not match."""
        where = f'search_in="hdr" header={quoteattr(header)}' if header else 'search_in="msg"'
        return (f'<action><ereg regexp={quoteattr(pattern)} {where} check_it="true" assign_to="checked"/>'
                '<log message="[$checked]"/></action>')

    def xml(self):
        return (f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE scenario SYSTEM "sipp.dtd">\n'
                f'<scenario name="{escape(self.name)}">\n' + "\n".join(self.steps) + "\n"
                + (f'<Reference variables="{",".join(self.variables)}"/>\n' if self.variables else "")
                + "</scenario>\n")


class Sipp:
    """
    One running SIPp. Peers have addresses of their own in 127/8, so that the node tells them apart. A message that comes
    again, as on a busy machine after half a second, is no fault, whatever SIPp itself takes it for; any other that the
    scenario does not expect is.
    """

    def __init__(self, folder, scenario, host, port, target=None, calls=1, rate=10, seconds=180, transport="u1",
                 more=()):
        self.name = scenario.name
        self.at = host, port
        self.seconds = seconds
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.path = os.path.join(folder, scenario.name + ".xml")
        with open(self.path, "w", encoding="utf-8") as file:
            file.write(scenario.xml())
        self.messages = os.path.join(folder, scenario.name + ".messages")
        self.errors = os.path.join(folder, scenario.name + ".errors")
        self.logs = os.path.join(folder, scenario.name + ".logs")
        command = ["sipp", *([target] if target else []), "-sf", self.path, "-i", host, "-p", str(port), "-t", transport,
                   "-m", str(calls), "-r", str(rate), "-l", str(max(calls, 1)), "-nostdin", "-timeout", f"{seconds}s",
                   "-recv_timeout", str(seconds * 1000), "-trace_msg", "-message_file", self.messages, "-trace_err",
                   "-error_file", self.errors, "-trace_logs", "-log_file", self.logs, "-deadcall_wait", "0",
                   "-default_behaviors", "all,-abortunexp", *more]
        self.output = os.path.join(folder, scenario.name + ".out")
        let_go(port)
        for _ in range(20):
            with open(self.output, "wb") as output:
                self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                                                stderr=subprocess.STDOUT, env=dict(os.environ, TERM="dumb"))
            if not self._port_was_taken("tcp" if transport == "t1" else "udp", transport == "t1" and target):
                return
            time.sleep(0.2)

    def _port_was_taken(self, kind, only_connects):
        """Awaits that it listens: who calls it over TCP is refused before that."""
        if not sockets_are_shown():
            time.sleep(1)
        end = time.monotonic() + (60 if sockets_are_shown() else 0)
        while (self.process.poll() is None and not only_connects and not self._listens(kind)
               and time.monotonic() < end):
            time.sleep(0.02)
        return self.process.poll() is not None and "already in use" in self._told()

    def _listens(self, kind):
        """Itself: for a moment a process that another test begins holds the sockets of this one, those let go too."""
        theirs = {f"socket:[{inode}]" for inode in listening(kind, *self.at)}
        folder = f"/proc/{self.process.pid}/fd"
        try:
            return any(os.readlink(os.path.join(folder, name)) in theirs for name in os.listdir(folder)) if theirs else False
        except OSError:
            return False  # it ends, or opens and closes one this moment

    def _told(self):
        told = ""
        for path in (self.output, self.errors):
            if os.path.exists(path):
                with open(path, encoding="utf-8", errors="replace") as file:
                    told += file.read()
        return told

    def reached(self, name="gate"):
        """Waits until the scenario has come to its mark or gate of that name."""
        def there():
            ended = self.process.poll() is not None
            if os.path.exists(self.logs):
                with open(self.logs, encoding="utf-8") as file:
                    if re.search(rf"(?m)at {name}\s*$", file.read()):
                        return True
            assert not ended, f"SIPp {self.name} ended before {name}; {self.first_error()} see {self.folder}"
            return False
        wait_until(f"{self.name} at {name}", there, self.seconds)
        return self

    def go_on(self, name="gate"):
        """Opens a gate of its first call: SIPp tells calls apart by the Call-ID, and asks nobody who sends."""
        self.reached(name)
        call = re.search(r"(?im)^Call-ID:\s*(\S+)", self.text()).group(1)
        host, port = self.at
        text = "\r\n".join(["MESSAGE sip:gate SIP/2.0", f"Via: SIP/2.0/UDP {host}:9;branch=z9hG4bK{name}", "From: <sip:test@gate>",
                            "To: <sip:gate>", f"Call-ID: {call}", "CSeq: 1 MESSAGE", "Max-Forwards: 70", "Content-Length: 0",
                            "", ""])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.sendto(text.encode(), (host, port))
        return self

    def wait(self, seconds):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return -1

    def done(self):
        """Every call went as the scenario says."""
        end = time.monotonic() + self.seconds + 15
        while self.process.poll() is None and time.monotonic() < end:
            self.nothing_unexpected()
            time.sleep(0.1)
        status = self.wait(0)
        self.nothing_unexpected()
        assert status == 0, f"SIPp {self.name} ended with {status}; {self.first_error()} see {self.folder}"
        return self

    def nothing_unexpected(self):
        """But messages that came again."""
        if "on an unexpected BYE" in self._told():
            self.stop()
            raise AssertionError(f"SIPp {self.name} did not expect a BYE; see {self.folder}")
        text = self.text()
        if "\nUnexpected " not in text:
            return
        blocks = [block.split("\n\n", 1) for block in re.split(r"(?m)^-{20,}.*$", text) if "\n\n" in block]
        if self.process.poll() is None and time.time() - os.path.getmtime(self.messages) < 5:
            blocks = blocks[:-1]  # it may be in the middle of it
        received = [message.strip() for head, message in blocks if "message received" in head and "Unexpected" not in head]
        for head, message in blocks:  # a 100 may come late, and says nothing
            if "Unexpected" in head and received.count(message.strip()) < 2 and not message.startswith("SIP/2.0 100 "):
                self.stop()
                raise AssertionError(f"SIPp {self.name} did not expect {message.strip()[:200]}; see {self.folder}")

    def first_error(self):
        try:
            with open(self.errors, encoding="utf-8", errors="replace") as file:
                return next((line.strip()[:300] for line in file if "Aborting" in line or "timeout" in line.lower()
                             or "Failed" in line), "")
        except OSError:
            return ""

    def text(self):
        """All messages so far."""
        try:
            with open(self.messages, encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return ""

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def listening(kind, host, port):
    """The sockets (inodes) that do, over IPv4."""
    where = "".join(f"{int(part):02X}" for part in reversed(host.split("."))) + f":{port:04X}"
    state = "0A" if kind == "tcp" else "07"
    with open(f"/proc/net/{kind}", encoding="ascii") as table:
        lines = [line.split() for line in table.readlines()[1:]]
    return [fields[9] for fields in lines if fields[1] == where and fields[3] == state]


@functools.cache
def sockets_are_shown():
    """Not in every container."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as own:
        own.bind(("127.0.0.1", 0))
        try:
            return bool(listening("udp", *own.getsockname()))
        except OSError:
            return False


def wait_until(what, condition, seconds=60, pause=0.05):
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(pause)
