"""Twinkle as Debian has it, with a sound server: registers, calls, is called, writes."""
import os
import re
import subprocess
import threading

from .browser import HEARD, SPOKEN, TonePhone
from .calls import same
from .desk_phone import RATE, Pulse
from .flows import closing
from .node import ENDS_WITH_US, free_port, free_sip_port, let_go
from .sipp import wait_until
from .stage import PASSWORD
from .voice import goertzel

USER = """user_name={user}
user_domain={host}
user_display={shown}
auth_name={user}
auth_pass={password}
outbound_proxy={server}
all_requests_to_proxy=yes
registrar={server}
register_at_startup=yes
registration_time=600
codecs=g711a,g711u
"""
SYSTEM = """dev_ringtone=alsa:pulse
dev_speaker=alsa:pulse
dev_mic=alsa:pulse
validate_audio_dev=no
log_show_sip=yes
sip_udp_port={port}
rtp_port={rtp}
play_ringtone=no
play_ringback=no
"""


class Twinkle:
    """Its console; it reads its files at home."""

    def __init__(self, stage, user):
        self.user = user
        self.stage = stage
        self.folder = os.path.join(stage.folder, "twinkle", user)
        home = os.path.join(self.folder, ".twinkle")
        os.makedirs(home)
        port, rtp = free_sip_port(stage.node.HOST), free_port(host=stage.node.HOST)
        with open(os.path.join(home, "one.cfg"), "w", encoding="utf-8") as file:
            file.write(USER.format(user=user, shown=user.title(), host=stage.node.HOST, password=PASSWORD, server=stage.target))
        with open(os.path.join(home, "twinkle.sys"), "w", encoding="utf-8") as file:
            file.write(SYSTEM.format(port=port, rtp=rtp // 2 * 2))
        self.pulse = Pulse(self.folder)
        let_go(port)
        let_go(rtp)
        self.log = os.path.join(self.folder, "log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([*ENDS_WITH_US, "twinkle-console", "one.cfg"], env=dict(self.pulse.env, HOME=self.folder), stdin=subprocess.PIPE,
                                            stdout=log, stderr=log)
        self.pulse.speak()

    def does(self, command):
        self.process.stdin.write(command.encode() + b"\n")
        self.process.stdin.flush()

    def says(self, pattern):
        def said():
            with open(self.log, encoding="utf-8", errors="replace") as file:
                return re.search(pattern, file.read())
        return wait_until(f"Twinkle says {pattern}, see {self.log}", said)

    def talks_to(self, phone):
        """Both hear the other's tone."""
        def heard():
            samples = self.pulse.hear("headset", 0.6)
            return max(samples) > 1000 and goertzel(samples[-RATE // 2:], HEARD) > 0.8
        wait_until(f"{HEARD} Hz at {self.user}", heard)
        del phone.samples[:]
        wait_until(f"{SPOKEN} Hz at {phone.user}", lambda: phone.share() > 0.4)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.pulse.close()


def twinkle_calls(stage):
    """RFC 3261, RFC 3550, RFC 3428: Twinkle calls and is called, each hears the other's tone; it writes a text."""
    with closing(Twinkle(stage, stage.user()), TonePhone(stage, stage.user())) as (twinkle, phone):
        phone.register()
        wait_until(f"{twinkle.user} is registered", lambda: twinkle.user in [each["username"] for each in stage.api.get("/registrations")["items"]])
        phone.left = ("INVITE",)
        twinkle.does(f"call {phone.user}")
        phone.takes()
        twinkle.talks_to(phone)
        twinkle.does("bye")
        phone.next("^BYE ")

        dialog = {}
        calling = threading.Thread(target=lambda: dialog.update(known=phone.call(twinkle.user, f"to-twinkle-{phone.port}")))
        calling.start()
        twinkle.says("(?i)incoming call")
        twinkle.does("answer")
        calling.join()
        phone.talk(phone.answer)
        twinkle.talks_to(phone)
        phone.within(dialog["known"], "BYE", 3)
        phone.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")

        twinkle.does(f'message {phone.user} "from Twinkle"')
        assert phone.next("^MESSAGE ").endswith("from Twinkle")
    for number in phone.user, twinkle.user:
        same(stage.api.record_to(number), cause="normal", sipStatus=200, endedBy="caller")


TESTS = [twinkle_calls]
"""Only where they are named."""
