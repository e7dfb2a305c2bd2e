"""TLS and SRTP with other implementations: openssl s_client, and baresip with SRTP against baresip without."""
import base64
import hashlib
import os
import re
import socket
import ssl
import subprocess
import threading

from .calls import same
from .crash import JAVA_OPTIONS
from .flows import Phone, Stream, closing, header
from .lamps import over_a_connection
from .node import Node
from .sipp import wait_until
from .stage import PASSWORD, Stage
from .voice import Baresip, hear_each_other, is_tone


def openssl(folder, *arguments):
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def certify(folder):
    """A CA and a certificate of the node's, as an admin would make them."""
    os.makedirs(folder, exist_ok=True)
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20", "-subj", "/CN=Test CA", "-keyout",
            "ca.key", "-out", "ca.pem")
    certificate_of(folder, "node", "DNS:node.example,IP:127.0.0.1")


def certificate_of(folder, name, names, days=20):
    """By the CA of that folder. @param days from now to its end; less than none for one that has expired"""
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out",
            f"{name}.csr")
    with open(os.path.join(folder, f"{name}.san"), "w", encoding="ascii") as file:
        file.write(f"subjectAltName={names}\n")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
            str(days), "-extfile", f"{name}.san", "-out", f"{name}.pem")


def key_hash(folder):
    """@return SHA-256 of the public key of the node's certificate, as Chromium names one that it has to trust"""
    key = subprocess.run(["openssl", "x509", "-in", "node.pem", "-noout", "-pubkey"], cwd=folder, capture_output=True, check=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=key, capture_output=True, check=True).stdout
    return base64.b64encode(hashlib.sha256(der).digest()).decode()


class SecureBaresip(Baresip):
    """Registers over TLS, and takes and makes no call without SRTP."""

    def __init__(self, stage, user, hertz, answers, tls_port, authority):
        super().__init__(stage, user, hertz, answers)
        with open(os.path.join(self.folder, "config"), "a", encoding="utf-8") as file:
            file.write(f"module srtp.so\nsip_cafile {authority}\nsip_verify_server yes\n")
        self._write("accounts", f"<sip:{user}@127.0.0.1:{tls_port};transport=tls>;auth_pass={PASSWORD};regint=60"
                    ";audio_codecs=PCMA/8000/1;mediaenc=srtp-mand" + (";answermode=auto" if answers else "") + "\n")


def options_over_tls(tls_port, authority, version):
    """One request of openssl's own TLS, with the node's certificate checked."""
    request = ("OPTIONS sips:node SIP/2.0\r\nVia: SIP/2.0/TLS 127.0.0.1:9;rport;branch=z9hG4bKopenssl\r\n"
               "Max-Forwards: 70\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:node>\r\nCall-ID: openssl" + version + "\r\n"
               "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
    client = subprocess.Popen(["openssl", "s_client", "-quiet", version, "-connect", f"127.0.0.1:{tls_port}", "-CAfile",
                               authority, "-verify_return_error", "-verify_ip", "127.0.0.1"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    late = threading.Timer(120, client.kill)
    late.start()
    try:
        client.stdin.write(request)
        client.stdin.flush()
        return client.stdout.readline()
    finally:
        late.cancel()
        client.kill()
        client.wait()


SOUND = ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8\r\n"
         "a=rtpmap:8 PCMA/8000\r\n")


class TlsPhone(Phone):
    """With a connection to the node, and a certificate where one is given."""
    OVER = "TLS"
    CONTACT = ";transport=tls"

    def __init__(self, stage, user, port, authority, certificate=None):
        super().__init__(stage, user)
        self.udp.close()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(authority)
        if certificate:
            context.load_cert_chain(certificate + ".pem", certificate + ".key")
        self.udp = Stream(context.wrap_socket(socket.create_connection((self.node[0], port), 60), server_hostname=self.node[0]))
        self.node = self.node[0], port


class SecureCarrier(threading.Thread):
    """Answers 200 to whatever comes over TLS, once it has a certificate to show."""

    def __init__(self):
        super().__init__(daemon=True)
        self.heads = []
        """What it was sent, without the bodies."""
        self.peers = []
        """Certificates of who connected."""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def begin(self, certificate, key, authority=None):
        """@param authority who must vouch for who connects; nobody has to where there is none"""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if authority:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(authority)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return  # closed
            self.peers.append(connection.getpeercert() or {})
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with connection, connection.makefile("rw", newline="") as lines:
            head = []
            for line in lines:
                head.append(line)
                if line == "\r\n":
                    self.heads.append("".join(head))
                    length = re.search(r"(?im)^Content-Length:\s*(\d+)", self.heads[-1])
                    lines.read(int(length.group(1)))
                    if not head[0].startswith(("ACK ", "SIP/2.0 ")):
                        lines.write(self.success(head))
                        lines.flush()
                    head = []

    def success(self, head):
        kept = [each if not each.lower().startswith("to:") or "tag=" in each else each.rstrip() + ";tag=secure\r\n"
                for each in head if re.match("(?i)(via|from|to|call-id|cseq|record-route):", each)]
        body = SOUND if head[0].startswith("INVITE ") else ""
        kind = "Content-Type: application/sdp\r\n" if body else ""
        return ("SIP/2.0 200 OK\r\n" + "".join(kept) + f"Contact: <{head[0].split(' ')[1].split(':')[0]}:carrier@127.0.0.1:"
                f"{self.port};transport=tls>\r\n{kind}Content-Length: {len(body)}\r\n\r\n{body}")

    def stop(self):
        self.socket.close()


def first_certificate(node, carrier, tls):
    """A node that runs begins to speak TLS when its first certificate is put there; its trunk over TLS comes up."""
    node.api.post("/trunks", {"name": "secure", "host": "127.0.0.1", "port": carrier.port, "transport": "tls", "region": "SE",
                              "optionsSeconds": 5})
    assert not any(each.startswith("tls ") for each in node.api.get("/status")["listeners"])
    certify(tls)
    carrier.begin(os.path.join(tls, "node.pem"), os.path.join(tls, "node.key"))
    wait_until("TLS", lambda: any(each.startswith("tls ") for each in node.api.get("/status")["listeners"]))
    trunk = wait_until("trunk up", lambda: [t for t in node.api.get("/status")["trunks"]
                                            if t["name"] == "secure" and t["state"] == "up"])[0]
    assert "127.0.0.1" in trunk["certificate"]["names"], trunk
    node.api.delete("/trunks/secure")


def encrypted_call(dist, folder):
    """
    A node gets its first certificate while it runs. A phone with TLS and SRTP calls one with neither, and each hears the
    other; meanwhile two call each other of whom SRTP is required, the second by AES-GCM (RFC 7714).
    """
    node = Node(dist, folder, data=os.path.join(folder, "data"))
    tls = os.path.join(node.data, "tls")
    authority = os.path.join(tls, "ca.pem")
    node.java_options = f"{JAVA_OPTIONS} -Dtrunkline.tls.port=0"
    node.start()
    stage = Stage(node, folder)
    phones = []
    carrier = SecureCarrier()
    try:
        first_certificate(node, carrier, tls)
        status = node.api.get("/status")
        tls_port = next(int(each.rsplit(":", 1)[1]) for each in status["listeners"] if each.startswith("tls "))
        assert "node.example" in status["certificate"]["names"], status["certificate"]
        expiring = [alarm for alarm in status["alarms"] if alarm["code"] == "certificate-expiring"]
        assert expiring and expiring[0]["subject"] == "node", status["alarms"]
        for version in ("-tls1_3", "-tls1_2"):
            answer = options_over_tls(tls_port, authority, version)
            assert answer.startswith("SIP/2.0 200"), f"{version}: {answer}"

        caller, callee, strict_caller, strict_callee = (stage.user() for _ in range(4))
        for user in (strict_caller, strict_callee):
            node.api.put(f"/subscribers/{user}", {"username": user, "srtp": "require"})
        called = Baresip(stage, callee, 700, answers=True)
        calling = SecureBaresip(stage, caller, 440, False, tls_port, authority)
        strict_called = SecureBaresip(stage, strict_callee, 700, True, tls_port, authority)
        strict_calling = SecureBaresip(stage, strict_caller, 440, False, tls_port, authority)
        phones = [calling, called, strict_calling, strict_called]
        called.start()
        strict_called.start()
        for phone in (called, strict_called):
            wait_until(f"registered, as in {phone.log}", lambda phone=phone: phone.registered(node.api))
        calling.start(f"/dial sip:{callee}@127.0.0.1:{tls_port};transport=tls")
        strict_calling.start(f"/dial sip:{strict_callee}@127.0.0.1:{tls_port};transport=tls")
        wait_until("answered", lambda: {callee, strict_callee} <= {c["toDialled"] for c in node.api.get("/calls")["items"]
                                                                   if c["state"] == "answered"})
        hear_each_other(phones)
        calling.hang_up()
        strict_calling.hang_up()
        record = node.api.record_to(callee)
        strict = node.api.record_to(strict_callee)
        ladder = node.api.get(f"/cdrs/{record['id']}/ladder")
        strict_ladder = str(node.api.get(f"/cdrs/{strict['id']}/ladder"))
    finally:
        for phone in phones:
            phone.stop()
        carrier.stop()
        node.stop()
    same(strict, cause="normal", sipStatus=200, direction="internal")
    assert "RTP/AVP" not in strict_ladder, "SRTP was required, and RTP offered"
    with open(strict_called.log, encoding="utf-8", errors="replace") as told:  # the node offers GCM first
        assert re.search("SRTP is Enabled.*AEAD_AES_128_GCM", told.read()), f"no GCM in {strict_called.log}"
    assert [leg["transport"] for leg in strict["legs"]] == ["tls", "tls"], strict["legs"]
    same(record, cause="normal", sipStatus=200, direction="internal")
    for phone, hertz in ((calling, 700), (called, 440), (strict_calling, 700), (strict_called, 440)):
        is_tone(phone, hertz)
    text = str(ladder)
    assert "RTP/SAVP" in text and "inline:..." in text, "the ladder shows no SRTP with its keys blanked"
    assert record["legs"][0]["transport"] == "tls" and record["legs"][1]["transport"] == "udp", record["legs"]
    return f"MOS {record['mos']:.2f}"


def mutual_tls_and_sips(dist, folder):
    """RFC 5922, RFC 3261 §26.2.2, RFC 5630: a trunk is known by its certificate alone, and is shown the node's; whoever calls a
    SIPS URI is put through over TLS or not at all."""
    node = Node(dist, folder, f"{JAVA_OPTIONS} -Dtrunkline.tls.port=0", data=os.path.join(folder, "data"))
    tls = os.path.join(node.data, "tls")
    certify(tls)
    for name in ("carrier", "stranger"):
        certificate_of(tls, name, f"DNS:{name}.example,IP:127.0.0.1")
    authority, carriers, strangers = (os.path.join(tls, name) for name in ("ca.pem", "carrier", "stranger"))
    node.start()
    stage = Stage(node, folder)
    carrier = SecureCarrier()
    carrier.begin(carriers + ".pem", carriers + ".key", authority)
    try:
        port = wait_until("the TLS port is shown", lambda: [int(each.rsplit(":", 1)[1]) for each in node.api.get(
            "/status")["listeners"] if each.startswith("tls ")])[0]
        trunk = node.api.post("/trunks", {"name": "mutual", "host": "127.0.0.1", "port": carrier.port, "transport": "tls",
                                          "region": "SE", "optionsSeconds": 0, "inbound": {"format": "e164"},
                                          "security": {"certificateName": "carrier.example", "mutualTls": True}})
        plain, mixed, ours = stage.trunk("plain"), stage.number(), stage.number()
        stage.route(mixed, plain, trunk)
        with closing(Phone(stage, stage.user()), TlsPhone(stage, stage.user(), port, authority),
                     TlsPhone(stage, "carrier", port, authority, carriers),
                     TlsPhone(stage, "carrier", port, authority, strangers)) as (phone, caller, known, stranger):
            phone.register()
            node.api.post("/numbers", {"number": ours, "subscriber": phone.user})
            calls_in(known, phone, ours)
            assert stranger.refused(ours, "stranger").startswith(("SIP/2.0 401", "SIP/2.0 407"))
            over_a_connection(stage, lambda user: TlsPhone(stage, user, port, authority))
            answer = known.refused(ours, "secure", "sips")
            assert answer.startswith("SIP/2.0 480") and header(answer, "Warning").startswith("380 "), answer

            caller.invite(mixed, f"sips-{caller.port}", scheme="sips")
            answer = caller.next(r"^SIP/2.0 [2-6][^$]*CSeq: 2 INVITE")
            assert answer.startswith("SIP/2.0 200") and header(answer, "Contact").startswith("<sips:"), answer
            dialog = f"sips-{caller.port}", header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
            caller.within(dialog, "ACK", 2)
            caller.within(dialog, "BYE", 3)
            caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
            wait_until("BYE at the carrier", lambda: any(head.startswith("BYE sips:") for head in carrier.heads))
        invite = next(head for head in carrier.heads if head.startswith("INVITE "))
        assert invite.startswith(f"INVITE sips:{mixed[1:]}@") or invite.startswith(f"INVITE sips:{mixed}@"), invite
        assert header(invite, "Contact").startswith("<sips:"), invite
        assert ("DNS", "node.example") in carrier.peers[0]["subjectAltName"], carrier.peers
        called = {record["sipStatus"]: record for record in node.api.record_to(ours, 2)}
        same(called[200], trunk="mutual", direction="inbound", cause="normal")
        assert [each["reason"] for each in called[480]["why"]["candidates"]] == ["not-encrypted"], called[480]["why"]
        record = node.api.record_to(mixed)
        same(record, trunk="mutual", cause="normal", sipStatus=200)
        assert [each["reason"] for each in record["why"]["candidates"]] == ["not-encrypted", "none"], record["why"]
    finally:
        carrier.stop()
        stage.close()
        node.stop()


def calls_in(known, phone, number):
    """Without credentials: its certificate says who it is."""
    uri, call = f"sip:{number}@{known.domain}:{known.node[1]}", f"mutual-{known.port}"
    known.send("INVITE", uri, call, f"<{uri}>", 1, body=known.description())
    phone.next("^INVITE ")
    answer = known.next(r"^SIP/2.0 [2-6][^$]*CSeq: 1 INVITE")
    assert answer.startswith("SIP/2.0 200"), answer
    dialog = call, header(answer, "To"), re.search("<(.*)>", header(answer, "Contact")).group(1), "p"
    known.within(dialog, "ACK", 1)
    phone.next("^ACK ")
    known.within(dialog, "BYE", 2)
    phone.next("^BYE ")
    known.next(r"^SIP/2.0 200[^$]*CSeq: 2 BYE")


TESTS = [encrypted_call, mutual_tls_and_sips]
