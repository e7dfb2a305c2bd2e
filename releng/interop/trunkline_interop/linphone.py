"""Linphone as Debian has it: registers, calls, is called, writes and is written to; its library uploads files to the node."""
import io
import os
import re
import struct
import subprocess
import threading

from .browser import HEARD, SPOKEN, TonePhone
from .flows import Phone, closing
from .node import ENDS_WITH_US, free_sip_port, let_go
from .calls import same
from .sipp import wait_until
from .stage import PASSWORD
from .voice import RATE, goertzel, write_tone
from .webphone import setting

CONFIG = """[sip]
sip_port={port}
sip_tcp_port={tcp}
sip_tls_port=0
use_ipv6=0
default_proxy=0
register_only_when_network_is_up=0
verify_server_certs=0

[net]
dns_srv_enabled=0
dns_search_enabled=0

[sound]
echocancellation={echo}

[misc]
store_chat_logs=1
log_collection_upload_server_url=
file_transfer_server_url={files}

[proxy_0]
reg_proxy=<sip:{server};transport={transport}>
reg_identity="{shown}" <sip:{user}@{host}>
reg_expires=600
reg_sendregister=1
publish=0

[auth_info_0]
username={user}
passwd={password}
realm=
"""


class Linphone:
    """Its console, with files instead of a sound device: says a tone and keeps what it hears."""

    def __init__(self, stage, user, transport="udp", sound=None):
        """@param sound environment of a sound server whose devices it uses, with its echo filter, instead of files"""
        self.user = user
        self.stage = stage
        self.folder = os.path.join(stage.folder, "linphone", user)
        os.makedirs(os.path.join(self.folder, ".local", "share", "linphone"), exist_ok=True)  # the same person again
        self.tone, self.record = os.path.join(self.folder, "tone.wav"), os.path.join(self.folder, "heard.wav")
        write_tone(self.tone, SPOKEN)
        port = free_sip_port(stage.node.HOST)
        config = os.path.join(self.folder, "linphonerc")
        with open(config, "w", encoding="utf-8") as file:
            file.write(configuration(stage, user, port, transport, echo=int(bool(sound))))
        let_go(port)
        self.log = os.path.join(self.folder, "log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([*ENDS_WITH_US, "linphonec", "-c", config, "-d", "6", "-l", os.path.join(self.folder, "debug")],
                                            env=dict(sound or os.environ, HOME=self.folder), stdin=subprocess.PIPE, stdout=log, stderr=log)
        if not sound:
            self.does("soundcard use files", f"play {self.tone}", f"record {self.record}")

    def does(self, *commands):
        self.process.stdin.write("".join(each + "\n" for each in commands).encode())
        self.process.stdin.flush()

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def says(self, pattern):
        return wait_until(f"Linphone says {pattern}, see {self.log}", lambda: re.search(pattern, self.said()))

    def registered(self):
        wait_until(f"{self.user} is registered", lambda: self.user in [each["username"] for each in self.stage.api.get("/registrations")["items"]])

    def hears(self, hertz):
        def share():
            with open(self.record, "rb") if os.path.exists(self.record) else io.BytesIO() as file:
                data = file.read()[44:]  # its header is empty until it is complete
            samples = struct.unpack(f"<{len(data) // 2}h", data[:len(data) // 2 * 2])[-RATE // 2:]
            return len(samples) == RATE // 2 and any(samples) and goertzel(samples, hertz) > 0.8
        wait_until(f"{hertz} Hz at {self.record}", share)

    def close(self):
        if self.process.poll() is None:
            self.does("quit")
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stdin.close()


def configuration(stage, user, port, transport, files="", echo=0):
    return CONFIG.format(port=port if transport == "udp" else 0, tcp=port if transport == "tcp" else 0, server=stage.target, transport=transport,
                         shown=user.title(), user=user, host=stage.node.HOST, password=PASSWORD, files=files, echo=echo)


def linphone_calls(stage):
    """RFC 3261, RFC 3550: Linphone calls and is called; each hears the other's tone, each hangs up once; a number that is none is refused."""
    with closing(Linphone(stage, stage.user()), TonePhone(stage, stage.user())) as (linphone, phone):
        phone.register()
        linphone.registered()
        phone.left = ("INVITE",)
        linphone.does(f"call sip:{phone.user}@{stage.target}")
        phone.takes()
        linphone.hears(HEARD)
        wait_until(f"{SPOKEN} Hz at {phone.user}", lambda: phone.share() > 0.8)
        linphone.does("terminate")
        phone.next("^BYE ")
        linphone.does(f"call sip:nobody-here@{stage.target}")
        linphone.says(r"nobody-here.* (ended|error)")

        os.remove(linphone.record)
        call = f"to-linphone-{phone.port}"
        calling = threading.Thread(target=phone.call, args=(linphone.user, call))
        calling.start()
        linphone.says(f"incoming call from .*{phone.user}@")
        linphone.does("answer")
        calling.join()
        phone.talk(phone.answer)
        linphone.hears(HEARD)
        del phone.samples[:]
        wait_until(f"{SPOKEN} Hz at {phone.user}", lambda: phone.share() > 0.8)
        linphone.does("terminate")
        phone.next("^BYE ")
    for number, side in (phone.user, "caller"), (linphone.user, "callee"):
        same(stage.api.record_to(number), cause="normal", sipStatus=200, endedBy=side)


def linphone_writes(stage):
    """RFC 3428, RFC 3862, RFC 5438: Linphone's text reaches a plain phone, the other's reaches Linphone, and what is written while it is away comes later."""
    with closing(Phone(stage, stage.user())) as (phone,):
        phone.register()
        with closing(Linphone(stage, stage.user()), Linphone(stage, stage.user(), "tcp")) as (one, two):
            for each in (one, two):
                each.registered()
            one.does(f'chat sip:{phone.user}@{stage.node.HOST} "grüße from Linphone"')
            assert "grüße from Linphone" in phone.next("^MESSAGE ")
            one.does(f'chat sip:{two.user}@{stage.node.HOST} "between two of them"')
            two.says(f"(?s){one.user}.*between two of them")
            two.does(f'chat sip:{one.user}@{stage.node.HOST} "and back, 你好"')
            one.says(f"(?s){two.user}.*and back, 你好")
            one.close()
            wait_until("it is away", lambda: one.user not in [each["username"] for each in stage.api.get("/registrations")["items"]])
            two.does(f'chat sip:{one.user}@{stage.node.HOST} "written while away"')
            wait_until("it waits", lambda: stage.api.get(f"/messages?recipient={one.user}")["total"] == 1)
            with closing(Linphone(stage, one.user)) as (again,):
                again.says(f"(?s){two.user}.*written while away")
                wait_until("nothing waits", lambda: stage.api.get(f"/messages?recipient={one.user}")["total"] == 0)


class LinphoneLibrary:
    """What its console cannot: files in messages, by the library that all its phones are made of."""

    def __init__(self, stage, user, **how):
        """@param how as the arguments of linphone_files.py"""
        self.folder = os.path.join(stage.folder, "linphone", "files-" + user)
        os.makedirs(os.path.join(self.folder, ".local", "share", "linphone"), exist_ok=True)
        port = free_sip_port(stage.node.HOST)
        config = os.path.join(self.folder, "linphonerc")
        with open(config, "w", encoding="utf-8") as file:
            file.write(configuration(stage, user, port, "tcp", stage.node.base + "/files"))
        let_go(port)
        self.log = os.path.join(self.folder, "log")
        script = os.path.join(os.path.dirname(__file__), "linphone_files.py")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([*ENDS_WITH_US, "/usr/bin/python3", "-B", script, config, *(f"{name}={value}" for name, value in how.items())],
                                            env=dict(sound or os.environ, HOME=self.folder), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def ends(self):
        """@return what it says at its end, behind its log"""
        assert self.process.wait(90) == 0, self.log
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()[-1]

    def close(self):
        self.process.kill()
        self.process.wait()


def linphone_sends_a_file(stage):
    """GSMA RCC.07 §3.2.5, RFC 7616: Linphone uploads a file to the node, and another Linphone fetches it, byte for byte; one that is too large is not sent."""
    setting(stage, files="yes", files_size="1", files_types="image/png,text/plain")
    sender, receiver = stage.user(), stage.user()
    sent = os.path.join(stage.folder, "from-linphone.txt")
    fetched = os.path.join(stage.folder, "to-linphone.txt")
    with open(sent, "wb") as file:
        file.write(os.urandom(700_000))
    with closing(LinphoneLibrary(stage, receiver, fetch=fetched)) as (receiving,):
        wait_until("it is registered", lambda: receiver in [each["username"] for each in stage.api.get("/registrations")["items"]])
        with closing(LinphoneLibrary(stage, sender, send=sent, to=f"sip:{receiver}@{stage.node.HOST}")) as (sending,):
            said = sending.ends()
            assert said == "delivered", f"{said}, see {sending.log}"
        assert receiving.ends() == "fetched from-linphone.txt", receiving.log
    with open(sent, "rb") as one, open(fetched, "rb") as other:
        assert one.read() == other.read(), "another file came"
    large = os.path.join(stage.folder, "large.txt")
    with open(large, "wb") as file:
        file.write(bytes(2 << 20))
    with closing(LinphoneLibrary(stage, sender, send=large, to=f"sip:{receiver}@{stage.node.HOST}")) as (sending,):
        said = sending.ends()
        assert said.startswith("not delivered"), f"{said}, see {sending.log}"


TESTS = [linphone_calls, linphone_writes, linphone_sends_a_file]
"""Only where they are named."""
