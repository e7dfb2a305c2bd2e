"""The twenty tasks of docs/walkthrough.md. A task says what it saw wrong by Stuck or an assertion."""
import contextlib
import functools
import os
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time

from trunkline_interop.node import Node, free_sip_port
from trunkline_interop.stage import PASSWORD

from .person import Person
from .screen import Stuck, wait_until
from .world import Carrier

ANNA_NUMBER = "+46855001000"


class Walk:
    """One task at a time: the person, the world, and what its parts took."""

    def __init__(self, world):
        self.world = world
        self.person = None
        self.parts = {}
        self.told = {}
        self.folder = ""

    @contextlib.contextmanager
    def part(self, name):
        before = self.person.actions
        yield
        self.parts[name] = self.person.actions - before

    def sit_down(self):
        """In front of the desk that runs now; the count of the task goes on."""
        before = self.person
        self.person = Person(self.world.desk.pid, self.folder)
        if before is not None:
            self.person.actions, self.person.steps = before.actions, before.steps
        return self.person


def first_call(walk):
    """First start on an empty computer; a desk phone is added, registers and is called."""
    walk.told["seconds to use, first start"] = round(walk.world.desk.start(), 2)
    p = walk.sit_down()
    p.sees("The first one in three steps")
    with walk.part("first call of a desk phone"):
        p.click(re.compile("^Add a subscriber"), role="text", across=0.1)
        p.sees("New subscriber")
        p.type("anna")
        p.key("Tab")
        p.type(PASSWORD)
        p.key("ctrl+s")
        p.sees("Saved Subscriber anna")
    phone = walk.world.phone("anna")
    handset = walk.world.phone("anna", registered=False)
    walk.world.call(handset, phone, "anna", 3)
    record = walk.world.api.record_to("anna")
    assert record["cause"] == "normal", record


def broken_trunk(walk):
    """A trunk with mistakes is tried, corrected and saved."""
    p = walk.person
    world = walk.world
    world.carrier = Carrier(world.stage)
    world.closing.append(world.carrier.close)
    p.key("ctrl+2")
    p.click("Trunks", role="table cell")
    p.click("Add trunk", role="push button")
    p.sees("New trunk")
    p.type("Telia")
    p.click_at(*beside(p, "Host"), what="host")
    p.type("no such host")
    p.key("Tab")
    wait_until("an error beside the host", lambda: any("host" in it.words().lower() and it.role in ("label", "text") and len(it.words()) > 20
                                                       for it in p.look()))
    assert not p.look("Save", role="push button", enabled=True), "a trunk with a wrong host can be saved"
    p.click_at(*beside(p, "Host"), what="host")
    p.replace("trunk.invalid")
    p.click("Try", role="push button")
    p.sees(re.compile("(?i)trunk.invalid|not found|does not exist|no address|DNS"), 30)
    p.click_at(*beside(p, "Host"), what="host")
    p.replace(world.carrier.host)
    p.click_at(*beside(p, "Port"), what="port")
    p.replace("99999")
    p.key("Tab")
    p.sees("65535")
    p.click_at(*beside(p, "Port"), what="port")
    p.replace(str(world.carrier.port))
    p.key("ctrl+s")
    p.sees("Saved Trunk Telia")
    wait_until("the trunk is up", lambda: any(t["name"] == "Telia" and t.get("state") == "up"
                                              for t in world.api.get("/status")["trunks"]), 60)


def hundred_numbers(walk):
    """A hundred numbers for anna; who has one of them; all of them changed in one step."""
    p = walk.person
    with walk.part("100 numbers"):
        p.click("Numbers", role="table cell")
        p.click("Add many…", role="push button")
        p.sees("one or a range a line")
        p.type("+46855001000-099")
        p.key("Tab")
        p.type("anna")
        p.click("Add all", role="push button")
    wait_until("100 numbers", lambda: len(walk.world.api.get("/numbers", limit=500)["items"]) == 100)
    with walk.part("who has this number"):
        p.key("ctrl+k")
        p.type("08-55 00 10 42")
        p.find(re.compile("^Subscriber anna"), role="table cell")
        p.find("+46855001042", role="table cell")
    p.key("Escape")
    other = walk.world.stage.user()
    with walk.part("all changed"):
        p.row("Numbers", 0)
        p.key("ctrl+a")
        p.row("Numbers", 0, button=3)
        p.menu("Edit selected")
        p.click("Subscriber", role="check box", across=0.1)
        p.replace(other)  # ticking it went to its field
        p.click(re.compile("^Change 100 numbers"), role="push button")
    wait_until("100 numbers of another subscriber", lambda: sum(n.get("subscriber") == other for n in walk.world.api.get(
        "/numbers", limit=500)["items"]) == 100)


def route_and_why(walk):
    """A route over two trunks; the first is down; why did the call take the second?"""
    p = walk.person
    world = walk.world
    dead = world.stage.host()
    p.key("ctrl+2")
    p.click("Trunks", role="table cell")
    p.click("Add trunk", role="push button")
    p.sees("New trunk")
    p.type("Dead")
    p.click_at(*beside(p, "Host"), what="host")
    p.type(dead)
    p.click_at(*beside(p, "Port"), what="port")
    p.replace(str(free_sip_port(dead)))
    p.key("ctrl+s")
    p.sees("Saved Trunk Dead")
    p.click("Routes", role="table cell")
    p.click("Add route", role="push button")
    p.sees("New route")
    p.type("+46")
    for _ in range(2):
        p.click("Add", role="push button")
    p.key("ctrl+s")
    p.sees("Saved Route +46")
    wait_until("the trunk is down", lambda: any(t["name"] == "Dead" and t.get("state") == "down"
                                                for t in world.api.get("/status")["trunks"]), 90)
    number = "+46812345670"
    world.handset = world.phone("anna", registered=False)
    world.call_out(world.handset, number, 4)
    world.api.record_to(number)
    with walk.part("why trunk B"):
        p.key("ctrl+k")
        p.enter(f'to:"{number}"')
        p.sees(re.compile(r"\b1 call"))
        p.row("Calls found", 0)
        p.click("Why", role="page tab")
    p.sees(re.compile("Dead was passed over"))


def bad_sound(walk):
    """Calls to Sweden over ten seconds today with bad sound. (The walk has no yesterday and no minute to wait.)"""
    p = walk.person
    world = walk.world
    bo = world.stage.user()
    world.bo = world.phone(bo)
    world.api.put(f"/numbers/{ANNA_NUMBER.replace('+', '%2B')}", {"number": ANNA_NUMBER, "subscriber": bo})
    world.call(world.handset, world.bo, ANNA_NUMBER, 16, lost_of=6)
    world.api.record_to(ANNA_NUMBER)
    with walk.part("search"):
        search(p, "to:sweden duration:>10s mos:<3.6 started:today")
    p.sees(re.compile(r"\b1 call"))
    p.row("Calls found", 0)
    p.click("Quality", role="page tab")
    p.sees(re.compile("of the packets were lost|packets lost|lost"))


def alert_and_tile(walk):
    """The search becomes an alert and a tile; a bad call raises it."""
    p = walk.person
    world = walk.world
    search(p, "mos:<3.6 to:sweden")
    p.click("Saved", role="push button")
    p.menu("Save this search")
    p.sees(re.compile("Unique|Name"))
    p.type("Bad sound")
    tile = p.look(re.compile("(?i)tile"), role="check box")
    assert tile, "no check box for a tile"
    p.click(tile[0].name, role="check box", across=0.1)
    alert = p.look(re.compile("(?i)alert"), role="check box")
    assert alert, "no check box for an alert"
    p.click(alert[0].name, role="check box", across=0.1)
    p.click("Save", role="push button")
    wait_until("the alert is kept", lambda: any(s["name"] == "Bad sound" and "alert" in s for s in world.api.get("/saved-searches")["items"]))
    world.call(world.handset, world.bo, ANNA_NUMBER, 12, lost_of=6)
    p.key("ctrl+1")
    p.sees(re.compile("Alarms: [2-9]"), 60)  # one is of the dead trunk


def evidence(walk):
    """The bad call as one page for the customer."""
    p = walk.person
    search(p, "mos:<3.6")
    p.sees(re.compile(r"\b[12] calls?"))
    for name in os.listdir(walk.world.desk.home):
        assert not name.startswith("call-"), name
    with walk.part("evidence to a customer"):
        p.row("Calls found", 0, button=3)
        p.menu("Case file for a customer")
        p.sees("It has no addresses")
        p.key("Return")
    pages = wait_until("the page", lambda: [n for n in os.listdir(walk.world.desk.home) if n.startswith("call-") and n.endswith(".pdf")])
    page = os.path.join(walk.world.desk.home, pages[0])
    text = subprocess.run(["pdftotext", page, "-"], capture_output=True, text=True, check=True).stdout
    assert "disturbed" in text and "127.0." not in text, text
    shutil.copy(page, walk.folder)


def worst_trunk(walk):
    """Which trunk was worst this week."""
    p = walk.person
    p.key("ctrl+4")
    box = p.find(re.compile("Last"), role="combo box")
    p.click_at(*box.at())
    p.menu("Last 7 days")
    p.click(re.compile("^Telia\\b.*MOS", re.DOTALL), role="list item", enabled=None, seconds=30)
    p.sees(re.compile("trunk:\"?Telia"), 30)  # its calls


def live_call(walk):
    """A live call is followed and hung up."""
    p = walk.person
    world = walk.world
    call = threading.Thread(target=quietly, args=(world.call, world.handset, world.bo, ANNA_NUMBER, 25))
    p.key("ctrl+1")
    call.start()
    p.sees(re.compile("Calls now: 1"))
    p.row("Live calls", 0)
    p.sees(re.compile("(?i)caller|PCMA"))
    p.key("Return")
    p.click("Ladder", role="page tab")
    p.sees(re.compile("INVITE"))
    p.click("Hang up", role="push button")
    p.sees(re.compile(re.escape(ANNA_NUMBER)))
    answers = [it for it in p.look("Hang up", role="push button", enabled=True)]
    p.click_at(*answers[-1].at(), what="hang up, yes")
    p.sees("Calls now: 0")
    call.join(40)


def call_from_desk(walk):
    """A call from the desk to a phone."""
    p = walk.person
    world = walk.world
    p.key("ctrl+6")
    p.click(re.compile("^Use this desk as a phone of"), role="push button")
    p.sees("A new subscriber")
    p.click("A new subscriber", role="radio button", across=0.1)
    p.click_at(*beside(p, "User name"), what="user name")
    p.replace("desk")
    p.click("Use", role="push button")
    p.sees(re.compile("^(Phone: ready|Registered as )"), 60)
    told = []

    def answer():
        told.append(world.bo.next("^INVITE "))
        world.bo.next("^ACK ")
        world.bo.speak(told[0], 4)
    answering = threading.Thread(target=quietly, args=(answer,))
    answering.start()
    with walk.part("call from the desk"):
        dial = max((it for it in p.look() if it.role in ("text", "entry") and it.box[1] < 110), key=lambda it: it.box[0])  # in the toolbar
        p.click_at(*dial.at(), what="dial box")
        p.enter(ANNA_NUMBER)
    p.sees("Talking", 30)
    answering.join(20)
    assert told, "the phone was not called"
    p.click("Hang up", role="push button")
    p.sees("Calls now: 0")
    search(p, f'from:desk to:"{ANNA_NUMBER}" cause:normal')
    p.sees(re.compile(r"\b1 call"))


def remote_node(walk):
    """A remote node: a wrong token, the right one, the node gone and back; then the embedded node again."""
    p = walk.person
    world = walk.world
    node = Node(world.node_dist, os.path.join(world.folder, "remote"))
    node.start()
    world.closing.append(node.stop)

    p.key("ctrl+1")  # where Nodes opens
    p.menu("File", "Connect to node")
    p.click("Remote node", role="radio button")
    p.click_at(*beside(p, "Address"), what="address")
    p.replace(node.base)
    p.click_at(*beside(p, "Token"), what="token")
    p.replace("not-the-token")
    p.click("Connect", role="push button")
    p.sees(re.compile("(?i)token"))
    p.sees("refuses the token")
    p.click_at(*beside(p, "Token"), what="token")
    p.replace(node.api.token)
    p.click("Connect", role="push button")
    p.sees(re.compile(rf"{re.escape(node.base.split('//')[1])}|127.0.0.1:{node.http_port}"))
    node.stop()
    began = time.monotonic()
    p.sees(re.compile("(?i)not answering|lost|away"), 30)
    walk.told["seconds to notice that the node is gone"] = round(time.monotonic() - began, 1)
    node.start()
    began = time.monotonic()
    wait_until("the node is back on the desk", lambda: p.look(re.compile("up ▾$")), 30)
    walk.told["seconds to notice that the node is back"] = round(time.monotonic() - began, 1)
    p.menu("View", "Nodes")
    p.sees(re.compile("^Nodes: 2 rows"))
    p.click(re.compile("▾$"), role="push button")
    p.menu("Embedded node")
    p.sees(re.compile("^Embedded node – up"))


def by_keyboard(walk):
    """The search for bad sound and the menu of a call, without the mouse."""
    p = walk.person
    for focus in (("ctrl+3", "ctrl+f"), ("ctrl+k",)):
        p.key(*focus)
        p.enter("mos:<3.6 to:sweden")
        p.sees(re.compile(r"\b[1-9][0-9]* calls?,"))
        p.sees(re.compile(r"Calls found: .*row 1 of"))
        p.key("Down")
        p.sees(re.compile(r"Calls found: .*row 2 of"))
        p.key("Up")
        p.sees(re.compile(r"Calls found: .*row 1 of"))
        p.key("shift+F10")
        wait_until("the menu of the call", lambda: p.look(re.compile("Case file for a customer"), role="menu item"))
        p.key("Escape")


def dark_small_and_languages(walk):
    """Dark, at 1280 × 800, at 200%, in four languages."""
    p = walk.person
    for _ in range(2):  # dark, and light again; the window is 1276 × 796
        p.menu("View", "Light or dark")
        p.sees(re.compile("Operations"))
    desk = walk.world.desk
    try:
        for language, records in (("sv", "Samtalsposter"), ("zh", "话单"), ("id", "Catatan Panggilan")):
            desk.stop()
            desk.start(language=language)
            p = walk.sit_down()
            p.sees(records)
            p.key("ctrl+2", "ctrl+3")
        desk.stop()
        os.environ["GDK_SCALE"] = "2"
        desk.start()
        p = walk.sit_down()
        p.key("ctrl+2", "ctrl+3", "ctrl+4", "ctrl+1")
    finally:
        os.environ.pop("GDK_SCALE", None)
        desk.stop()
        desk.start()
        walk.sit_down()


def help_and_about(walk):
    """Help for the view, and what version this is."""
    p = walk.person
    p.key("ctrl+2")
    p.key("F1")
    p.sees("Guides")
    p.menu("Help", "About")
    p.sees(re.compile("0\\.1\\.0"))
    p.click("Close", role="push button", nth=-1)


def port_taken(walk):
    """The SIP port is taken when the desk starts; then it is freed."""
    world = walk.world
    world.desk.stop()
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    taken.bind(("127.0.0.1", world.desk.sip_port))
    try:
        world.desk.start(ready=False)
        p = walk.sit_down()
        p.sees(re.compile("(?i)try again|in use|port"), 60)
        p.key("ctrl+1")
    finally:
        taken.close()
    p.click("Try again", role="push button")
    p.sees(re.compile("^Embedded node – up"), 60)


def undo(walk):
    """A change is taken back with Ctrl+Z."""
    p = walk.person
    p.key("ctrl+2")
    p.click("Subscribers", role="table cell")
    p.row("Subscribers", 0)
    p.sees("Subscriber anna")
    p.click_at(*beside(p, "Name"), what="name")
    p.replace("Anna Andersson")
    p.key("ctrl+s")
    wait_until("the name is saved", lambda: walk.world.api.get("/subscribers/anna").get("displayName") == "Anna Andersson")
    p.click("Kinds", role="page tab")
    p.key("ctrl+z")
    p.sees("Make the entry what it was before this change?")
    p.click("Take back", role="push button")
    wait_until("the name is as before", lambda: walk.world.api.get("/subscribers/anna").get("displayName", "") == "")


def who_changed(walk):
    """Who changed what, before and after."""
    p = walk.person
    p.key("ctrl+1")
    p.menu("View", "Changes")
    p.table("Changes")
    p.row("Changes", 1)
    p.sees(re.compile("Anna Andersson"))


def restart(walk):
    """Closed and started again, and again in Swedish by its preferences: everything is as it was."""
    p = walk.person
    desk = walk.world.desk
    search(p, "mos:<3.6 to:sweden")
    p.sees(re.compile(r"\b[1-9][0-9]* calls?,"))
    p.key("alt+F4")
    desk.ended()
    walk.told["seconds to use, next start"] = round(desk.start(language=None), 2)
    p = walk.sit_down()
    p.sees("Call search", 30)
    same_query(p)
    window, views = p.find(re.compile("^Trunkline"), role="frame").box, len(p.look(role="page tab"))
    p.menu("File", "Preferences")
    p.click_at(*beside(p, "Language"), what="language")
    p.menu("Svenska")
    p.click("Apply and Close", role="push button")
    p.sees("The desk uses Svenska after a restart.")
    before = desk.pid
    p.click("Restart now", role="push button")
    try:
        desk.started_again(before)
        p = walk.sit_down()
        p.sees("Samtalsposter", 30)
        same_query(p)
        assert p.find(re.compile("^Trunkline"), role="frame").box == window, "the window has another place or size"
        assert len(p.look(role="page tab")) == views, "other views are open"
        p.key("ctrl+1", "ctrl+2", "ctrl+4", "ctrl+3")
        with contextlib.suppress(Stuck):  # what is left is named below
            wait_until("everything in Swedish", lambda: not english(p))
    finally:
        left = english(p)
        desk.stop()
        os.remove(os.path.join(desk.home, "language"))
        desk.start()
        walk.sit_down()
    assert not left, f"still in English: {left}"


def same_query(p):
    wait_until("the query is there still", lambda: any("mos:<3.6 to:sweden" in it.words() for it in p.look()))


def english(p):
    """What is shown in English though the desk has other words for it in Swedish."""
    shown = {it.name for it in p.look() if it.role in ("label", "push button", "page tab", "menu", "check box", "toggle button", "radio button")}
    return sorted(shown & english_words())


@functools.cache
def english_words():
    words = set()
    root = pathlib.Path(__file__).parents[3]
    for file in [*root.glob("bundles/*/src/main/resources/**/messages.properties"), *root.glob("bundles/*/OSGI-INF/l10n/bundle.properties")]:
        other = dict(entries(file.with_stem(file.stem + "_sv")))
        words.update(value for key, value in entries(file) if "{" not in value and len(value) > 3 and other.get(key, value) != value)
    return words - {value for file in root.glob("bundles/*/src/main/resources/**/messages_sv.properties") for _, value in entries(file)}


def entries(file):
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        key, found, value = line.partition("=")
        if found and not line.startswith("#"):
            yield key, value.replace("&", "")


def plug_in(walk):
    """A plug-in is installed."""
    p = walk.person
    if not walk.world.plugin:
        raise Stuck("no archive of a plug-in was packed: see target/walkthrough-plugin.log")
    catalogue = os.path.join(walk.world.desk.home, "node", "catalogue")
    os.makedirs(catalogue, exist_ok=True)
    shutil.copy(walk.world.plugin, catalogue)
    p.key("ctrl+5")
    p.table("Plug-ins", 60)
    p.row("Plug-ins", 0)
    p.click("Install", role="push button")
    p.click("Trust and install", role="push button")
    p.sees(re.compile("(?i)running|active"), 60)
    p.sees("Install them?")  # its parts of the desk
    p.click("Install", role="push button", nth=-1)
    wait_until("the question is answered", lambda: not p.shows("Install them?"))


def full_export(walk):
    """All calls as a file."""
    p = walk.person
    search(p, "started:today")
    p.sees(re.compile(r"\b[1-9][0-9]* calls?,"))
    p.menu("File", "Export calls found")
    file = os.path.join(walk.folder, "calls.csv")
    p.sees("Export all calls found")
    p.enter(file)
    wait_until("the file", lambda: os.path.exists(file), 30)
    with open(file, encoding="utf-8") as calls:
        assert ANNA_NUMBER in calls.read()


def quietly(work, *arguments):
    """A call that is hung up from the desk ends as its phones do not expect."""
    with contextlib.suppress(Exception):
        work(*arguments)


def search(p, query):
    """In Call Records."""
    p.key("ctrl+3")
    p.click(re.compile("^Number, call id or query, for example"), role="text", across=0.4)
    p.enter(query)


def beside(p, label):
    """The field right of a label."""
    at = p.find(label, role="label", seconds=10)
    y = at.box[1] + at.box[3] / 2
    fields = [it for it in p.look() if it.role in ("text", "entry", "password text", "spin button", "combo box") and it.box[0] > at.box[0]
              and it.box[1] <= y <= it.box[1] + it.box[3]]
    if fields:
        field = min(fields, key=lambda it: it.box[0])
        return field.at(0.3)
    return int(at.box[0] + at.box[2] + 40), int(y)  # a password field tells no screen reader that it is there


TASKS = [first_call, broken_trunk, hundred_numbers, route_and_why, bad_sound, alert_and_tile, evidence, worst_trunk, live_call,
         call_from_desk, remote_node, by_keyboard, dark_small_and_languages, help_and_about, port_taken, undo, who_changed, restart,
         plug_in, full_export]
