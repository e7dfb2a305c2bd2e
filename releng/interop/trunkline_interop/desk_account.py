"""The phone of the desk at a SIP server that is not ours: Kamailio as registrar and proxy, baresip as the other phone, plain RTP."""
import contextlib
import os
import shutil
import socket
import subprocess
import types
import uuid

from .browser import HEARD, SPOKEN
from .desk_phone import DeskPhone, Pulse
from .node import ENDS_WITH_US, free_port_at, let_go
from .secure import certify
from .sipp import wait_until
from .stage import PASSWORD
from .voice import HOST, RATE, Baresip, goertzel, newest, write_tone


class Kamailio:
    """Authenticates, keeps contacts and routes by them; media goes past it."""
    CONFIG = """debug=2
log_stderror=yes
children=1
tcp_children=1
auto_aliases=no
disable_tls=no
enable_tls=yes
listen=udp:{host}:{port}
listen=tcp:{host}:{port}
listen=tls:{host}:{tls}
mpath="{modules}"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "siputils.so"
loadmodule "textops.so"
loadmodule "xlog.so"
loadmodule "cfgutils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "tls.so"
modparam("auth", "algorithm", "{algorithm}")
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "{folder}/node.key")
modparam("tls", "certificate", "{folder}/node.pem")
modparam("registrar", "min_expires", {expires})
request_route {{
    if ({loses} > 0 && $RANDOM mod 100 < {loses}) {{ exit; }}
    if (!mf_process_maxfwd_header("10")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
    if (is_method("CANCEL")) {{ if (t_check_trans()) {{ t_relay(); }} exit; }}
    if (has_totag()) {{
        if (loose_route()) {{ t_relay(); exit; }}
        if (is_method("ACK")) {{ if (t_check_trans()) {{ t_relay(); }} exit; }}
        sl_send_reply("404", "Not Here");
        exit;
    }}
    t_check_trans();
    if (is_method("REGISTER")) {{
        xlog("L_WARN", "register $fU by $proto\\n");
        if (!pv_www_authenticate("$td", "{password}", "0")) {{ www_challenge("$td", "1"); exit; }}
        if (save("location")) {{ xlog("L_WARN", "kept $fU\n"); }}
        exit;
    }}
    if (!pv_proxy_authenticate("$fd", "{password}", "0")) {{ proxy_challenge("$fd", "1"); exit; }}
    consume_credentials();
    record_route();
    if (!lookup("location")) {{ sl_send_reply("404", "Not Found"); exit; }}
    t_relay();
}}
"""

    def __init__(self, folder, algorithm="MD5", loses=0):
        """@param loses percent of the requests that come to it"""
        self.folder = os.path.join(folder, "kamailio")
        os.makedirs(self.folder)
        certify(self.folder)
        self.port, self.tls = (free_port_at([HOST], (socket.SOCK_DGRAM, socket.SOCK_STREAM)) for _ in range(2))
        modules = next(path for path in ("/usr/lib/x86_64-linux-gnu/kamailio/modules", "/usr/lib/aarch64-linux-gnu/kamailio/modules")
                       if os.path.isdir(path))
        path = os.path.join(self.folder, "kamailio.cfg")
        with open(path, "w", encoding="ascii") as file:
            file.write(self.CONFIG.format(host=HOST, port=self.port, tls=self.tls, modules=modules, algorithm=algorithm, folder=self.folder,
                                          expires=300, loses=loses, password=PASSWORD))
        self.log = os.path.join(self.folder, "log")
        for port in self.port, self.tls:
            let_go(port)
        self.command = [*ENDS_WITH_US, shutil.which("kamailio") or "/usr/sbin/kamailio", "-DD", "-E", "-m", "32", "-M", "4", "-f", path,
                        "-Y", self.folder, "-P", os.path.join(self.folder, "pid")]
        self.process = None
        self.start()
        self.stage = types.SimpleNamespace(folder=folder, target=f"{HOST}:{self.port}")
        """As far as baresip needs one."""

    def start(self):
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def said(self, what):
        assert self.process.poll() is None, f"Kamailio ended with {self.process.returncode}, see {self.log}"
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return what in log.read()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Office:
    """A server of others, a sound server, a phone of the desk, and another phone that answers."""

    def __init__(self, folder, **server):
        self.pulse = Pulse(folder)
        self.server = Kamailio(folder, **server)
        self.phone = DeskPhone(folder, self.pulse.env)
        self.user = f"desk-{uuid.uuid4().hex[:6]}"
        self.other = None

    def baresip(self, answers):
        """Of a short name: it cuts the paths of its recordings after 127 characters."""
        phone = Baresip(self.server.stage, f"p-{uuid.uuid4().hex[:6]}", HEARD, answers, more=Baresip.SOURCES_CHANGE)
        write_tone(os.path.join(phone.folder, "tone.wav"), HEARD, 300)  # it hangs up where its tone ends
        with open(os.path.join(phone.folder, "accounts"), "r+", encoding="utf-8") as file:
            account = file.read().rstrip()
            file.seek(0)
            file.write(f'{account};outbound="sip:{self.server.stage.target};transport=udp"\n')
        return phone

    def started(self):
        """Another phone that answers, registered."""
        phone = self.baresip(True).start()
        wait_until("baresip is registered", lambda: logged(phone, "200 OK"))
        return phone

    def __enter__(self):
        self.other = self.started()
        return self

    def __exit__(self, *_):
        self.phone.close()
        if self.other:
            self.other.stop()
        self.pulse.close()
        self.server.close()

    def uses(self, server, password=PASSWORD):
        self.phone.does("use", server, HOST, self.user, password)

    def registered(self, server):
        self.uses(server)
        self.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED", 60)
        self.phone.shows("devices", lambda it: it["devices"])

    def hears(self, hertz=HEARD):
        def share():
            samples = self.pulse.hear("headset", 0.6)
            return max(samples) > 1000 and goertzel(samples[-RATE // 2:], hertz) > 0.8
        wait_until(f"{hertz} Hz at the headset", share, 30)

    def is_heard(self, by):
        """
        From now on. The microphone's tone has breaks of half of its time: pieces in between count, those at a beginning or an end are less pure.
        Not after a re-INVITE: baresip 1.0 records nothing after one.
        """
        before = len(newest(by))

        def share():
            samples = newest(by)[before:][-2 * RATE:]
            pieces = [samples[at:at + RATE // 20] for at in range(0, len(samples) - RATE // 20, RATE // 20)]
            shares = [goertzel(piece, SPOKEN) for piece in pieces if max(piece) > 1000]
            return len(shares) > 6 and sorted(shares)[-len(shares) // 3] > 0.8
        wait_until(f"{SPOKEN} Hz at baresip", share, 30)

    def calls_out(self):
        self.pulse.speak()  # for a minute
        self.phone.does("call", self.other.user)
        line = self.phone.line("TALKING", 60)["id"]
        self.hears()
        self.is_heard(self.other)
        return line

    def is_called(self):
        """By a third phone, which is told by its tone."""
        self.pulse.speak()
        caller = self.baresip(False)
        try:
            caller.start(f"/dial sip:{self.user}@{self.server.stage.target}")
            ringing = self.phone.line("RINGING", 60)
            assert ringing["number"] == caller.user, ringing
            self.phone.does("answer", ringing["id"])
            self.phone.line("TALKING")
            self.hears()
            self.is_heard(caller)
            caller.hang_up()
            assert self.phone.line("ENDED")["end"] == "phone-other-hung-up"
        finally:
            caller.stop()


def logged(phone, what):
    with open(phone.log, encoding="utf-8", errors="replace") as log:
        return what in log.read()


def desk_phone_elsewhere_by_udp(dist, folder):
    """RFC 3261 over UDP with each fourth request lost: registers by MD5, calls, holds, presses a key, transfers (RFC 3515), is called; plain RTP with a tone both ways."""
    with Office(folder, loses=25) as office:
        phone = office.phone
        office.uses(f"udp://{HOST}:{office.server.port}", "wrong")
        phone.shows("refusal", lambda it: it["accounts"][0]["trouble"] == "phone-password", 60)
        office.registered(f"udp://{HOST}:{office.server.port}")
        line = office.calls_out()
        phone.does("hold", line, "true")
        phone.shows("hold", lambda it: it["lines"][0]["held"])
        wait_until("nothing is heard", lambda: max(office.pulse.hear("headset", 0.4)) < 300)
        phone.does("hold", line, "false")
        phone.shows("talk", lambda it: not it["lines"][0]["held"])
        office.hears()
        codec = phone.shows("quality", lambda it: it["lines"][0]["quality"]["codec"])["lines"][0]["quality"]["codec"]
        assert codec == "PCMA", codec
        phone.does("press", line, "7")
        wait_until("the key arrives", lambda: logged(office.other, "received event: '7'"))
        third = office.started()
        try:
            phone.does("transfer", line, third.user)
            assert phone.line("ENDED", 60)["end"] == "phone-transferred"
            wait_until("the two talk", lambda: logged(third, "Call established"))
            phone.shows("no line", lambda it: not it["lines"])
        finally:
            third.stop()
        office.is_called()


def desk_phone_elsewhere_by_tcp_and_tls(dist, folder):
    """The same over TCP, and over TLS with a pinned certificate; another one is refused; the server starts again; digest by SHA-256 (RFC 8760)."""
    with Office(folder) as office:
        office.registered(f"tcp://{HOST}:{office.server.port}")
        office.phone.does("hangUp", office.calls_out())
        office.phone.line("ENDED")
        office.phone.shows("no line", lambda it: not it["lines"])
        office.is_called()
        shown = subprocess.run(["openssl", "x509", "-in", os.path.join(office.server.folder, "node.pem"), "-noout", "-fingerprint", "-sha256"],
                               capture_output=True, text=True, check=True).stdout.strip().split("=")[1].replace(":", "")
        server = f"tls://{HOST}:{office.server.tls}"
        office.uses(server)
        office.phone.shows("refused certificate", lambda it: it["accounts"][0]["trouble"] == "phone-certificate")
        office.registered(f"{server}#sha256={shown}")
        wait_until("by TLS", lambda: office.server.said(f"register {office.user} by tls"))
        office.phone.shows("no line", lambda it: not it["lines"])
        office.phone.does("hangUp", office.calls_out())
        office.phone.line("ENDED")
        office.phone.shows("no line", lambda it: not it["lines"])
        office.is_called()

        office.server.close()
        office.phone.shows("lost connection", lambda it: it["accounts"][0]["trouble"] in ("phone-connection-lost", "phone-server-unreachable"))
        office.server.start()
        office.phone.shows("registration", lambda it: it["accounts"][0]["state"] == "REGISTERED", 60)
        with contextlib.closing(Kamailio(os.path.join(folder, "other"), algorithm="SHA-256")) as other:
            office.uses(f"tcp://{HOST}:{other.port}")  # the phone still shows the registration of before
            wait_until("registration by SHA-256", lambda: other.said(f"kept {office.user}"))


TESTS = [desk_phone_elsewhere_by_udp]
LONG = [desk_phone_elsewhere_by_tcp_and_tls]
"""Only where they are named."""
