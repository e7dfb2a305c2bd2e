"""Text messages: between phones, and for phones that are away, kill -9 included."""
import re

from .calls import two_phones
from .node import Node, free_sip_port
from .sipp import Scenario, wait_until
from .stage import PASSWORD, Stage


def receiver(name, *texts):
    """A phone that takes any of these."""
    scenario = Scenario(name)
    return scenario.receive("MESSAGE", scenario.check("|".join(texts))).respond("200 OK")


def text_message(stage):
    """RFC 3428 §4, §7: a message reaches a registered phone, and its answer the sender."""
    test = "text_message"
    caller, callee, host, port = two_phones(stage, test)
    phone = stage.run(test, receiver("phone", "hello from afar"), host, port)
    sender = stage.caller(test, Scenario("sender").message(caller, callee, "hello from afar", PASSWORD, 200))
    sender.done()
    phone.done()
    with open(phone.messages, encoding="utf-8") as file:
        assert f"From: <sip:{caller}@" in re.sub(r'"[^"]*" ', "", file.read()), phone.messages


def stored_message_after_a_kill(dist, folder):
    """RFC 3428 §7: what was answered 202 is delivered once and in order when the phone registers, though the node died meanwhile."""
    node = Node(dist, folder).start()
    stage = Stage(node, folder)
    try:
        test, sender, away = "stored", stage.user(), stage.user()
        texts = "first of them", "second of them"
        for number, text in enumerate(texts):
            stage.caller(test, Scenario(f"sender{number}").message(sender, away, text, PASSWORD, 202)).done()
        node.kill()
        node.start()
        stage.api = node.api
        waiting = stage.api.get(f"/messages?recipient={away}")["items"]
        assert [(m["sender"], m["recipient"]) for m in waiting] == [(sender, away)] * 2, waiting
        assert "of them" not in str(waiting), waiting
        host = stage.host()
        port = free_sip_port(host)
        stage.phone(test, away, host, port)
        phone = stage.run(test, receiver("phone", *texts), host, port, calls=2)
        phone.done()
        with open(phone.messages, encoding="utf-8") as file:
            heard = list(dict.fromkeys(re.findall("(?m)^(?:first|second) of them", file.read())))
        assert heard == list(texts), heard
        wait_until("nothing waits", lambda: stage.api.get("/status")["messages"]["waiting"] == 0)
        assert stage.api.get("/messages")["total"] == 0
        with open(node.log, encoding="utf-8") as log:
            assert "of them" not in log.read(), "the text is in the log"
    finally:
        stage.close()
        node.stop()


def stored_message_after_a_rename(stage):
    """A subscriber who is renamed gets what was stored under the old name."""
    test, sender, before, after = "renamed", stage.user(), stage.user(), "renamed_user"
    stage.caller(test, Scenario("sender").message(sender, before, "for the old name", PASSWORD, 202)).done()
    stage.api.put(f"/subscribers/{before}", {"username": after, "password": PASSWORD, "displayName": "Renamed"})
    waiting = stage.api.get("/messages")["items"]
    assert [(m["sender"], m["recipient"]) for m in waiting if m["sender"] == sender] == [(sender, after)], waiting
    host = stage.host()
    port = free_sip_port(host)
    stage.phone(test, after, host, port)
    stage.run(test, receiver("phone", "for the old name"), host, port).done()
    wait_until("nothing waits", lambda: stage.api.get(f"/messages?recipient={after}")["total"] == 0)


TESTS = [text_message, stored_message_after_a_rename]
OF_THEIR_OWN = [stored_message_after_a_kill]
