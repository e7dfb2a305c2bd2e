"""Conference rooms: three callers in one room, each of whom hears the two others."""
import math
import statistics
import struct
import threading
import time

from .api import Refused
from .applications import samples
from .calls import same
from .dialogs import connect
from .families import SpeakingPhone
from .flows import closing, handle
from .sipp import wait_until
from .sound import told_address
from .voice import RATE, Baresip, goertzel

TONES = (440, 700, 1100)
ROOM = "8000"
LOCKED = "8001"
CALLED = "8002"
FORWARDED = "8003"
SECONDS = 4


def a_law(sample):
    """ITU-T G.711."""
    mask = 0xD5 if sample >= 0 else 0x55
    value = (sample if sample >= 0 else ~sample) >> 3
    segment = max(0, value.bit_length() - 5)
    return (segment << 4 | value >> max(1, segment) & 15) ^ mask


class ToneCaller(SpeakingPhone):
    """Sends a tone, and keeps what it hears."""

    def __init__(self, stage, user, hertz):
        super().__init__(stage, user)
        self.hertz = hertz
        self.recorded = []
        self.packets = 0
        self.sequence = 0
        self.pressed = 0

    def description(self):
        return super().description().replace("RTP/AVP 8\r\n", "RTP/AVP 8 101\r\n") + "a=rtpmap:101 telephone-event/8000\r\n"

    def speak(self, seconds):
        to = told_address(self.answer)
        self.recorded, self.packets = [], 0
        began = time.monotonic()
        for n in range(round(seconds * 50)):
            self.packet(to, 8, bytes(a_law(int(6000 * math.sin(2 * math.pi * self.hertz * (self.sequence * 160 + i) / RATE)))
                                     for i in range(160)))
            self.hear(began + 0.02 * (n + 1))

    def packet(self, to, kind, payload, timestamp=None, marker=0):
        at = self.sequence * 160 if timestamp is None else timestamp
        self.rtp.sendto(struct.pack(">BBHII", 0x80, marker | kind, self.sequence & 0xFFFF, at, self.port) + payload, to)
        self.sequence += 1

    def hear(self, until):
        while (left := until - time.monotonic()) > 0:
            self.rtp.settimeout(left)
            try:
                packet = self.rtp.recv(2048)
            except TimeoutError:
                return
            self.packets += 1
            self.recorded.extend(samples(packet[12:]))

    def press(self, key):
        """RFC 4733 §2.5.1."""
        to, begun = told_address(self.answer), self.sequence * 160
        for n in range(5):
            self.packet(to, 101, struct.pack(">BBH", int(key) if key.isdigit() else 11, (0x80 if n > 2 else 0) | 10,
                                             160 * (n + 1)), begun, 0x80 if n == 0 else 0)
            time.sleep(0.02)
        self.hear(time.monotonic() + 0.1)

    def shares(self):
        """Of each tone in the last second and a half: by the median of short pieces, since a packet that comes late spoils its own only."""
        last = self.recorded[-RATE * 3 // 2:]
        pieces = [last[at:at + RATE // 10] for at in range(0, len(last) - RATE // 10 + 1, RATE // 10)]
        return {hertz: statistics.median(goertzel(piece, hertz) for piece in pieces) for hertz in TONES}


def together(callers, seconds=SECONDS):
    threads = [threading.Thread(target=caller.speak, args=(seconds,)) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def known(stage):
    try:
        return stage.api.get("/plugins/conference/entries")["items"]
    except Refused:
        return []  # the store of a node that has just started is not open yet


def room(stage, number, **more):
    entry = {"number": number, "name": "Test " + number, **more}
    wait_until("rooms can be set", lambda: known(stage))
    stage.api.post("/plugins/conference/entries/room", {"values": entry})
    user = stage.user()
    wait_until("the room answers", lambda: [step for step in stage.api.post("/route-test", {
        "subscriber": user, "number": number})["steps"] if step["target"] == "conference"])


def enter(caller, number, name):
    dialog = caller.call(number, f"{name}-{caller.port}")
    assert ";isfocus" in next(line for line in caller.answer.split("\r\n") if line.startswith("Contact:")), caller.answer
    return dialog


def seats(stage, number):
    return {call["fromDialled"]: call["conference"] for call in stage.api.get("/calls")["items"]
            if call.get("conference", {}).get("room") == number}


def three_hear_each_other(stage):
    """RFC 4579 §4, §5.2: a room is dialled, says isfocus, and mixes; muting by the API; records of all."""
    room(stage, ROOM)
    callers = [ToneCaller(stage, stage.user(), hertz) for hertz in TONES]
    with closing(*callers):
        dialogs = [enter(caller, ROOM, "conference") for caller in callers]
        together(callers)
        for caller in callers:
            shares = caller.shares()
            assert shares[caller.hertz] < 0.02, f"{caller.hertz} Hz hears itself: {shares}"
            for hertz in TONES:
                assert hertz == caller.hertz or shares[hertz] > 0.35, f"{caller.hertz} Hz hears {shares}"
            assert caller.packets > SECONDS * 50 * 0.9, caller.packets
        present = seats(stage, ROOM)
        assert sorted(present) == sorted(caller.user for caller in callers), present
        assert not any(seat["muted"] or seat["listensOnly"] for seat in present.values()), present
        muted = next(call["id"] for call in stage.api.get("/calls")["items"] if call["fromDialled"] == callers[0].user)
        stage.api.put(f"/calls/{muted}/mute", {})
        together(callers, 2)
        assert callers[1].shares()[TONES[0]] < 0.02, "a muted caller is heard"
        assert callers[0].shares()[TONES[1]] > 0.35, "a muted caller hears"
        stage.api.delete(f"/calls/{muted}/mute")
        together(callers, 2)
        assert callers[1].shares()[TONES[0]] > 0.35, "a caller is not heard again"
        stage.api.delete(f"/calls/{muted}")
        callers[0].next("^BYE ")
        for caller, dialog in list(zip(callers, dialogs))[1:]:
            caller.within(dialog, "BYE", 3)
            caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
    wait_until("the room is empty", lambda: not seats(stage, ROOM))
    records = {record["fromDialled"]: record for record in stage.api.record_to(ROOM, len(callers))}
    for caller in callers:
        record = records[caller.user]
        same(record, sipStatus=200)
        assert [leg["peer"] for leg in record["legs"]] == [caller.user, "application:conference"], record


def a_pin_opens_the_room(stage):
    """The wrong PIN is asked for again; the right one by telephone-event (RFC 4733) lets in."""
    room(stage, LOCKED, pin="4711")
    callers = [ToneCaller(stage, stage.user(), hertz) for hertz in TONES[:2]]
    with closing(*callers):
        dialogs = [enter(caller, LOCKED, "pin") for caller in callers]
        together(callers, 1)
        assert not seats(stage, LOCKED), "in without a PIN"
        for digits in ("1234#", "4711#"):
            for caller in callers:
                for key in digits:
                    caller.press(key)
        wait_until("both are in", lambda: len(seats(stage, LOCKED)) == 2)
        together(callers, 3)
        for caller, other in ((callers[0], TONES[1]), (callers[1], TONES[0])):
            assert caller.shares()[other] > 0.7, f"{caller.hertz} Hz hears {caller.shares()}, {caller.packets} packets"
        for caller, dialog in zip(callers, dialogs):
            caller.within(dialog, "BYE", 3)
            caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")


def a_phone_is_brought_into_a_room(stage):
    """RFC 4579 §5.5, by the node: a phone that rang hears those who are there, and they hear it; it speaks Opus though it knows PCMA too."""
    room(stage, CALLED)
    subscriber = stage.user()
    phone, inside = Baresip(stage, subscriber, 440, True, "opus/48000/2,PCMA/8000/1", more=Baresip.SOURCES_CHANGE), ToneCaller(stage, stage.user(), 700)
    with closing(inside):
        try:
            phone.start()
            wait_until("baresip registered", lambda: phone.registered(stage.api))
            dialog = enter(inside, CALLED, "brought")
            call = stage.api.post("/calls", {"subscriber": subscriber, "number": CALLED})
            wait_until("both are in", lambda: len(seats(stage, CALLED)) == 2)
            inside.speak(3)
            assert inside.shares()[440] > 0.9, inside.shares()
            assert goertzel(phone.heard()[-RATE:], 700) > 0.5, "the phone hears nobody"
            phone.hang_up()
            inside.within(dialog, "BYE", 3)
            inside.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
        finally:
            phone.stop()
    record = next(record for record in stage.api.record_to(CALLED, 2) if record["fromDialled"] == subscriber)
    assert record["id"] == call["id"]
    same(record, cause="normal", sipStatus=200, direction="internal")
    assert "opus" in [leg["codec"] for leg in record["legs"]] and "opus" in {stream["codec"] for stream in record["quality"]}, record


def a_forwarded_call_enters_a_room(stage):
    """A subscriber forwards all calls to the number of a room."""
    room(stage, FORWARDED)
    away = stage.user()
    handle(stage, away, forwardAlways=FORWARDED)
    caller = ToneCaller(stage, stage.user(), 440)
    with closing(caller):
        dialog = enter(caller, away, "forwarded")
        wait_until("it is in the room", lambda: list(seats(stage, FORWARDED)) == [caller.user])
        caller.within(dialog, "BYE", 3)
        caller.next(r"^SIP/2.0 200[^$]*CSeq: 3 BYE")
    record = stage.api.record_to(away)
    same(record, sipStatus=200)
    assert [leg["peer"] for leg in record["legs"]] == [caller.user, "application:conference"], record


TESTS = [three_hear_each_other, a_pin_opens_the_room, a_phone_is_brought_into_a_room, a_forwarded_call_enters_a_room]
