"""Call park: a call waits in a slot, and is taken back from another phone."""
import json
import os
import re
import socket

from .calls import same
from .conferences import known
from .dialogs import connect, hang_up
from .flows import Phone, closing, header, origins
from .lamps import Watcher
from .node import free_port
from .sipp import wait_until
from .voice import HOST, RATE, Baresip, goertzel, newest, write_tone

LOT = "700"
SLOT = "701"
MUSIC = 600


class Commanded(Baresip):
    """Takes commands while it runs, as JSON in netstrings (module ctrl_tcp)."""

    def __init__(self, stage, user, hertz, answers):
        self.control = free_port(host=HOST)
        super().__init__(stage, user, hertz, answers,
                         more=self.SOURCES_CHANGE + f"module_app ctrl_tcp.so\nctrl_tcp_listen {HOST}:{self.control}\n")

    def does(self, command, params=""):
        text = json.dumps({"command": command, "params": params})
        with socket.create_connection((HOST, self.control), 5) as control:
            control.sendall(f"{len(text)}:{text},".encode())
            control.recv(4096)

    def hears(self, hertz, other=0):
        """Whether the last half second is that tone, and nothing of the other."""
        last = newest(self)[-RATE // 2:]
        return len(last) == RATE // 2 and goertzel(last, hertz) > 0.9 and (not other or goertzel(last, other) < 0.01)


def lot(stage, number=LOT, slots="701-703", **more):
    wait_until("lots can be set", lambda: known(stage))
    stage.api.post("/plugins/park/entries/lot", {"values": {"number": number, "slots": slots, **more}})
    user = stage.user()
    wait_until("the lot answers", lambda: [step for step in stage.api.post("/route-test", {
        "subscriber": user, "number": number})["steps"] if step["target"] == "park"])


def parked(stage):
    return {call["fromDialled"]: call["parkedIn"] for call in stage.api.get("/calls")["items"] if call.get("parkedIn")}


def park_and_take_back(stage):
    """RFC 3515, RFC 3420, RFC 4235: a phone parks its call by a transfer to the lot, the caller hears the lot's file, a lamp shows the
    slot, and a third phone takes the call by dialling the slot: both hear each other."""
    file = os.path.join(stage.folder, "hold.wav")
    write_tone(file, MUSIC, 5)
    lot(stage, audio=file)
    guest, parker, taker = (Commanded(stage, stage.user(), hertz, hertz == 1100) for hertz in (440, 1100, 700))
    phones = (guest, parker, taker)
    with closing(Phone(stage, stage.user())) as (lamp,):
        try:
            for phone in phones:
                phone.start()
            for phone in phones:
                wait_until("baresip registered", lambda phone=phone: phone.registered(stage.api))
            watcher = Watcher(lamp, SLOT)
            assert watcher.subscribe(600).startswith("SIP/2.0 200")
            assert "<dialog " not in watcher.told('state="full"'), "the slot is free"
            guest.does("dial", f"sip:{parker.user}@{stage.target}")
            wait_until("the guest hears who is called", lambda: guest.hears(1100))
            parker.does("transfer", f"sip:{LOT}@{stage.target}")
            taken = watcher.told("<state>confirmed</state>")
            assert f"sip:{guest.user}@" in taken and "call-id" not in taken, taken
            wait_until("the guest hears the file of the lot", lambda: guest.hears(MUSIC, 1100))
            assert parked(stage) == {guest.user: SLOT}, parked(stage)
            taker.does("dial", f"sip:{SLOT}@{stage.target}")
            watcher.told("<state>terminated</state>")
            wait_until("both hear each other", lambda: guest.hears(700, MUSIC) and taker.hears(440, 700))
            assert not parked(stage) and len(stage.api.get("/calls")["items"]) == 1, "one call is left"
            taker.hang_up()
        finally:
            for phone in phones:
                phone.stop()
    record = stage.api.record_to(parker.user)
    same(record, cause="normal", sipStatus=200, direction="internal")
    assert record["marks"]["transferredBy"] == parker.user, record["marks"]
    assert [leg["peer"] for leg in record["legs"]] == [guest.user, parker.user, "park:" + SLOT, taker.user], record["legs"]
    assert origins(record)[-2:] == [("transfer", parker.user), ("retrieve", taker.user)], record["why"]


def a_parked_call_rings_back(stage):
    """RFC 3515 §2.4, RFC 3420 §2.1: after the lot's time who parked is rung and sees the slot and the caller; its refusal sends the call to the fallback number."""
    with closing(*(Phone(stage, stage.user()) for _ in range(3))) as (guest, parker, last):
        for phone in (parker, last):
            phone.register()
        lot(stage, "710", "711", timeout="10", fallback=last.user)
        dialog, called = connect(guest, parker, "parked")
        parker.left = ("INVITE",)
        parker.within(called, "REFER", 1, [f"Refer-To: <sip:711@{stage.target}>"])
        told = parker.next(r"^NOTIFY [^$]*\r\n\r\nSIP/2.0 200")
        assert re.search(r"\r\nContact: <sip:711@[^>]+>\r\n$", told), told
        guest.next("^ACK ")
        parker.next("^BYE ")
        assert parked(stage)[guest.user] == "711", parked(stage)
        back = parker.next("^INVITE ")
        assert header(back, "From").startswith('"711: '), back
        parker.reply(back, "486 Busy Here")
        parker.next("^ACK ")
        last.next("^ACK ")
        guest.next("^ACK ")
        wait_until("it is not parked any more", lambda: guest.user not in parked(stage))
        hang_up(guest, last, dialog, 3)
    record = stage.api.record_to(parker.user)
    same(record, sipStatus=200, endedBy="caller")
    assert [leg["peer"] for leg in record["legs"]] == [guest.user, parker.user, "park:711", parker.user, last.user], record["legs"]


TESTS = [park_and_take_back]
WAITING = [a_parked_call_rings_back]
