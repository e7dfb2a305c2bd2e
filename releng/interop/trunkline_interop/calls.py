"""Calls through SIPp: what the far sides see, and what the record says."""
import hashlib
import re
import socket
import time

from .node import free_sip_port
from .trace import first
from .sipp import Scenario, sdp, wait_until
from .stage import PASSWORD


def same(record, **expected):
    """Every field given has this value."""
    found = {name: record.get(name) for name in expected}
    assert found == expected, f"record {record['id']}: {found}, expected {expected}; whole: {record}"


def sides(record):
    return [(leg["side"], leg["peer"], leg["sipStatus"]) for leg in record["legs"]]


def why(record):
    return [(c["target"], c["verdict"], c["reason"]) for c in record["why"]["candidates"]]


def labels(stage, record):
    return [entry["label"] for entry in stage.api.get(f"/cdrs/{record['id']}/ladder")["entries"]]


def two_phones(stage, test, transport="u1"):
    """A caller and a registered callee. @return caller, callee, and where the callee listens"""
    caller, callee = stage.user(), stage.user()
    host = stage.host()
    port = free_sip_port(host)
    stage.phone(test, callee, host, port, transport)
    return caller, callee, host, port


def register_digest(stage):
    user = stage.user()
    host = stage.host()
    stage.caller("register_digest", Scenario("register").register(user, PASSWORD), host).done()
    contacts = stage.api.get("/registrations")["items"]
    mine = [c for c in contacts if c["username"] == user]
    assert len(mine) == 1 and mine[0]["source"].startswith(host), contacts
    stage.caller("register_digest", Scenario("unregister").register(user, PASSWORD, expires=0), host).done()
    left = [c for c in stage.api.get("/registrations")["items"] if c["username"] == user and host in c["contact"]]
    # another port, so another binding: the first stays until it is removed by its own contact
    assert len(left) <= 1, left


def register_wrong_password(stage):
    user = stage.user()
    scenario = Scenario("wrong").register(user, "wrong-" + PASSWORD, answer=(401, 403))
    stage.caller("register_wrong_password", scenario).done()
    assert user not in [c["username"] for c in stage.api.get("/registrations")["items"]]


def register_sha256(stage):
    """SIPp knows MD5 alone; so this one is written by hand (RFC 8760)."""
    user = stage.user()
    host = stage.host()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((host, 0))
        udp.settimeout(60)
        port = udp.getsockname()[1]
        node = (stage.node.HOST, stage.node.sip_port)
        uri = f"sip:{node[0]}:{node[1]}"

        def register(cseq, authorization=""):
            udp.sendto((f"REGISTER {uri} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKsha{cseq};rport\r\n"
                        f"From: <sip:{user}@{node[0]}>;tag=sha\r\nTo: <sip:{user}@{node[0]}>\r\nCall-ID: sha-{port}\r\n"
                        f"CSeq: {cseq} REGISTER\r\nContact: <sip:{user}@{host}:{port}>\r\nMax-Forwards: 70\r\n"
                        f"User-Agent: test\r\nExpires: 60\r\n{authorization}Content-Length: 0\r\n\r\n").encode(), node)
            while True:
                answer = udp.recv(65536).decode()
                if not answer.startswith("SIP/2.0 100"):
                    return answer

        refusal = register(1)
        assert refusal.startswith("SIP/2.0 401"), refusal
        challenge = re.search(r"(?im)^WWW-Authenticate:\s*Digest (.*SHA-256.*)$", refusal)
        assert challenge, "no SHA-256 challenge: " + refusal
        values = dict(re.findall(r'(\w+)="?([^",\r]+)"?', challenge.group(1)))
        def sha(text):
            return hashlib.sha256(text.encode()).hexdigest()
        first = sha(f"{user}:{values['realm']}:{PASSWORD}")
        second = sha(f"REGISTER:{uri}")
        response = sha(f"{first}:{values['nonce']}:00000001:c0ffee:auth:{second}")
        answer = register(2, f'Authorization: Digest username="{user}", realm="{values["realm"]}", '
                             f'nonce="{values["nonce"]}", uri="{uri}", algorithm=SHA-256, qop=auth, nc=00000001, '
                             f'cnonce="c0ffee", response="{response}"\r\n')
        assert answer.startswith("SIP/2.0 200"), answer


def options_answered(stage):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((stage.host(), 0))
        udp.settimeout(60)
        host, port = udp.getsockname()
        node = (stage.node.HOST, stage.node.sip_port)
        udp.sendto((f"OPTIONS sip:{node[0]}:{node[1]} SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{port};branch=z9hG4bKopt;rport\r\n"
                    f"From: <sip:x@{host}>;tag=o\r\nTo: <sip:{node[0]}>\r\nCall-ID: options-{port}\r\nCSeq: 1 OPTIONS\r\n"
                    "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n").encode(), node)
        answer = udp.recv(65536).decode()
        assert answer.startswith("SIP/2.0 200"), answer
        assert re.search("(?im)^Allow:.*INVITE", answer), answer


def basic_call(stage, test="basic_call", transport="u1"):
    """RFC 3261 §13, §15.1, RFC 6337 §2.2: offered in the INVITE, answered in the 200, ended by BYE; and what the record
    says of it."""
    caller, callee, host, port = two_phones(stage, test, transport)
    answering = stage.run(test, Scenario("callee").receive("INVITE").ring().pause(300).answer().take_bye(), host, port,
                          transport=transport)
    calling = Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(200).ack().pause(1200).bye()
    calling = stage.caller(test, calling, transport=transport).done()
    answering.done()
    record = stage.api.record_to(callee)
    same(record, direction="internal", cause="normal", sipStatus=200, endedBy="caller")
    assert sides(record) == [("caller", caller, 200), ("callee", callee, 200)], record["legs"]
    # no longer than from the callee's answer to now: however slow all of them are
    longest = time.time() - first(answering, True, "200", "INVITE")
    assert 1100 <= record["durationMs"] <= longest * 1000 + 10, (longest, record)
    assert record["billedSeconds"] == -(-record["durationMs"] // 1000), record
    delay = first(calling, False, "180", "INVITE") - first(calling, True, "INVITE", "INVITE")
    assert 0 <= record["postDialDelayMs"] <= delay * 1000 + 10, (delay, record)
    assert all(leg["transport"] == ("tcp" if transport.startswith("t") else "udp") for leg in record["legs"]), record
    seen = labels(stage, record)
    for label in ("INVITE", "180 Ringing", "200 OK", "ACK", "BYE"):
        assert any(label in s for s in seen), f"{label} is not in the ladder {seen}"
    messages = "".join(e["message"] for e in stage.api.get(f"/cdrs/{record['id']}/ladder")["entries"])
    assert not re.search(r'response="?[0-9a-f]{32}', messages), "a digest response is in the ladder"


def basic_call_over_tcp(stage):
    basic_call(stage, "basic_call_over_tcp", "t1")


def callee_hangs_up(stage):
    caller, callee, host, port = two_phones(stage, "callee_hangs_up")
    scenario = Scenario("callee")
    scenario.receive("INVITE", scenario.remember_dialog()).ring().answer().pause(500).callee_hangs_up()
    answering = stage.run("callee_hangs_up", scenario, host, port)
    calling = Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(200).ack()
    stage.caller("callee_hangs_up", calling.receive("BYE").respond("200 OK", tag=False)).done()
    answering.done()
    same(stage.api.record_to(callee), cause="normal", endedBy="callee", sipStatus=200)


def busy(stage):
    caller, callee, host, port = two_phones(stage, "busy")
    answering = stage.run("busy", Scenario("callee").receive("INVITE").refuse("486 Busy Here"), host, port)
    stage.caller("busy", Scenario("caller").invite(caller, callee, PASSWORD).refused(486)).done()
    answering.done()
    record = stage.api.record_to(callee)
    same(record, cause="busy", sipStatus=486, durationMs=0, billedSeconds=0)
    assert "answeredAt" not in record, record


def no_answer(stage):
    caller, number = stage.user(), stage.number()
    trunk = stage.trunk("no-answer", answerSeconds=6)
    stage.route(number, trunk)
    scenario = Scenario("carrier")
    scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel()
    answering = stage.at_trunk("no_answer", scenario, trunk)
    calling = Scenario("caller").invite(caller, number, PASSWORD).expect(180).refused(408, 480)
    stage.caller("no_answer", calling).done()
    answering.done()
    record = stage.api.record_to(number)
    same(record, cause="no-answer", trunk="no-answer", direction="outbound")
    assert record["sipStatus"] in (408, 480), record


def cancel(stage):
    """RFC 3261 §9.1, §9.2: a call that rings is given up; the callee gets the CANCEL, the caller 487."""
    caller, callee, host, port = two_phones(stage, "cancel")
    scenario = Scenario("callee")
    scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel()
    answering = stage.run("cancel", scenario, host, port)
    calling = Scenario("caller").invite(caller, callee, PASSWORD).expect(180).pause(500).cancel()
    stage.caller("cancel", calling).done()
    answering.done()
    record = stage.api.record_to(callee)
    same(record, cause="cancelled", endedBy="caller", sipStatus=487)
    assert sides(record)[1] == ("callee", callee, 487), record["legs"]


def early_media(stage):
    """RFC 3960 §3.1: what a 183 describes reaches the caller before the answer."""
    caller, number = stage.user(), stage.number()
    trunk = stage.trunk("early")
    stage.route(number, trunk)
    scenario = Scenario("carrier")
    scenario.receive("INVITE", scenario.remember_dialog()).respond("183 Session Progress", sdp()).gate()
    answering = stage.at_trunk("early_media", scenario.answer_late().take_bye(), trunk)
    calling = Scenario("caller").invite(caller, number, PASSWORD)
    calling.expect(183, action=Scenario.check("m=audio [1-9][0-9]* RTP/AVP 8")).expect(200).ack().pause(300).bye()
    calling = stage.caller("early_media", calling)
    call = wait_until("early media", lambda: [c for c in stage.api.get("/calls")["items"]
                                              if c["toDialled"] == number and c["state"] == "early-media"])[0]
    assert call["trunk"] == "early", call
    answering.go_on()
    calling.done()
    answering.done()
    same(stage.api.record_to(number), cause="normal", trunk="early", sipStatus=200)


def reinvite(stage):
    """RFC 3261 §14, RFC 3264 §8.3.2: the caller changes codec; the callee sees the new offer, and its answer comes
    back."""
    caller, callee, host, port = two_phones(stage, "reinvite")
    scenario = Scenario("callee").receive("INVITE").ring().answer(sdp(formats="8 101"))
    scenario.receive("INVITE", Scenario.check("m=audio [0-9]+ RTP/AVP 0 101"))
    scenario.answer_again(sdp(formats="0 101", version=2)).take_bye()
    answering = stage.run("reinvite", scenario, host, port)
    calling = Scenario("caller").invite(caller, callee, PASSWORD, sdp(formats="8 101")).expect(180).expect(200).ack()
    calling.pause(300).reinvite(sdp(formats="0 101", version=2)).pause(300).bye()
    stage.caller("reinvite", calling).done()
    answering.done()
    record = stage.api.record_to(callee)
    same(record, cause="normal")
    assert sum(label.startswith("INVITE") for label in labels(stage, record)) >= 4, labels(stage, record)


def hold(stage):
    """RFC 3264 §8.4, RFC 6337 §5.3: sendonly holds the call, sendrecv lets it go on."""
    caller, callee, host, port = two_phones(stage, "hold")
    scenario = Scenario("callee").receive("INVITE").ring().answer()
    scenario.receive("INVITE", Scenario.check("a=sendonly")).answer_again(sdp("recvonly", version=2))
    scenario.receive("INVITE", Scenario.check("a=sendrecv")).answer_again(sdp("sendrecv", version=3)).take_bye()
    answering = stage.run("hold", scenario, host, port)
    calling = Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(200).ack().pause(200)
    calling.reinvite(sdp("sendonly", version=2)).gate("hold").reinvite(sdp("sendrecv", version=3)).gate("resumed").bye()
    calling = stage.caller("hold", calling)

    def state(wanted):
        return [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == callee and c["state"] == wanted]

    wait_until("held", lambda: state("held"))
    calling.go_on("hold")
    wait_until("taken up again", lambda: state("answered"))
    calling.go_on("resumed").done()
    answering.done()
    same(stage.api.record_to(callee), cause="normal", sipStatus=200)


def trunk_in(stage):
    """National numbers from a carrier reach the subscriber of the number."""
    test = "trunk_in"
    callee, number = stage.user(), stage.number()
    host = stage.host()
    port = free_sip_port(host)
    stage.phone(test, callee, host, port)
    stage.api.post("/numbers", {"number": number, "subscriber": callee})
    trunk = stage.trunk("carrier-in", inbound={"format": "national"})
    answering = stage.run(test, Scenario("callee").receive("INVITE").ring().answer().take_bye(), host, port)
    dialled = "0" + number[3:]
    calling = Scenario("carrier").invite("0812345678", dialled).expect(180).expect(200).ack().pause(500).bye()
    stage.caller(test, calling, trunk["host"], trunk["port"]).done()
    answering.done()
    record = stage.api.record_to(number)
    same(record, direction="inbound", trunk="carrier-in", to=number, toDialled=dialled, cause="normal")
    assert sides(record) == [("caller", "carrier-in", 200), ("callee", callee, 200)], record["legs"]
    assert record["from"] == "+46812345678", record


def stranger_refused(stage):
    """Who is neither subscriber nor trunk gets no call through."""
    number = stage.number()
    stage.caller("stranger_refused", Scenario("stranger").invite("stranger", number).refused(401, 403, 407)).done()


def trunk_out(stage):
    """RFC 3325 §5, §9.1: the trunk's number rules and caller id, and P-Asserted-Identity."""
    caller, number = stage.user(), stage.number()
    trunk = stage.trunk("carrier-out", outbound={"format": "national", "prefix": ""}, callerId="+46812345678",
                        assertIdentity=True)
    stage.route(number[:8], trunk)
    national = "0" + number[3:]
    scenario = Scenario("carrier").receive("INVITE", Scenario.check(f"^INVITE sip:{national}@")).ring().answer().take_bye()
    answering = stage.at_trunk("trunk_out", scenario, trunk)
    stage.caller("trunk_out", Scenario("caller").invite(caller, number, PASSWORD).expect(180).expect(200).ack()
                 .pause(500).bye()).done()
    answering.done()
    invite = answering.text()
    # written as the trunk wants numbers, like the called one
    assert re.search(r"(?im)^P-Asserted-Identity:.*sip:0812345678@", invite), "no P-Asserted-Identity"
    assert re.search(r"(?im)^From:.*sip:0812345678@", invite), "the caller id is not in From"
    record = stage.api.record_to(number)
    same(record, direction="outbound", trunk="carrier-out", route=number[:8], cause="normal", to=number)
    assert why(record) == [("carrier-out", "chosen", "none")], record["why"]
    assert record["why"]["normalised"] == number, record["why"]


def _failover(stage, test, scenario, reason, status):
    caller, number = stage.user(), stage.number()
    bad, good = stage.trunk(test + "-a"), stage.trunk(test + "-b")
    stage.route(number, bad, good)
    refusing = stage.at_trunk(test, scenario, bad) if scenario else None
    answering = stage.at_trunk(test, Scenario("good").receive("INVITE").ring().answer().take_bye(), good)
    stage.caller(test, Scenario("caller").invite(caller, number, PASSWORD).expect(180).expect(200).ack().pause(300)
                 .bye()).done()
    answering.done()
    if refusing:
        refusing.done()
    record = stage.api.record_to(number)
    same(record, cause="normal", trunk=good["name"], sipStatus=200)
    assert why(record) == [(bad["name"], "failed", reason), (good["name"], "chosen", "none")], record["why"]
    assert record["why"]["candidates"][0]["sipStatus"] == status, record["why"]
    assert [peer for side, peer, _ in sides(record) if side == "callee"] == [bad["name"], good["name"]], record["legs"]


def failover_on_503(stage):
    _failover(stage, "failover_503", Scenario("bad").receive("INVITE").refuse("503 Service Unavailable"), "refused", 503)


def failover_on_500(stage):
    _failover(stage, "failover_500", Scenario("bad").receive("INVITE").refuse("500 Server Internal Error"), "refused", 500)


def failover_on_timeout(stage):
    """The first trunk is a socket that never answers: the one that keeps its port."""
    _failover(stage, "failover_timeout", None, "timeout", 0)


def _no_failover(stage, line, cause):
    status = int(line[:3])
    test = f"no_failover_{status}"
    caller, number = stage.user(), stage.number()
    first, second = stage.trunk(test + "-a"), stage.trunk(test + "-b")
    stage.route(number, first, second)
    refusing = stage.at_trunk(test, Scenario("first").receive("INVITE").refuse(line), first)
    untouched = stage.at_trunk(test, Scenario("second").receive("INVITE").refuse("500 Never"), second)
    stage.caller(test, Scenario("caller").invite(caller, number, PASSWORD).refused(status)).done()
    refusing.done()
    record = stage.api.record_to(number)
    same(record, cause=cause, sipStatus=status, trunk=first["name"])
    assert why(record)[1][1:] == ("passed-over", "not-needed"), record["why"]
    assert "INVITE" not in untouched.text(), "the second trunk was called"
    untouched.stop()


def no_failover_on_486(stage):
    _no_failover(stage, "486 Busy Here", "busy")


def no_failover_on_404(stage):
    _no_failover(stage, "404 Not Found", "not-found")


def no_failover_on_603(stage):
    _no_failover(stage, "603 Decline", "declined")


def calls_cap(stage):
    """One call at most: the second finds the trunk full, and goes over the next trunk where there is one."""
    test = "calls_cap"
    caller, one, second, third = stage.user(), stage.number(), stage.number(), stage.number()
    small, spare = stage.trunk("small", maxCalls=1), stage.trunk("spare")
    stage.route(one, small)
    stage.route(second, small)
    stage.route(third, small, spare)
    at_small = stage.at_trunk(test, Scenario("small").receive("INVITE").ring().answer().take_bye(), small)
    at_spare = stage.at_trunk(test, Scenario("spare").receive("INVITE").ring().answer().take_bye(), spare)
    long = stage.caller(test, Scenario("long").invite(caller, one, PASSWORD).expect(180).expect(200).ack().gate().bye())
    wait_until("the first call", lambda: [c for c in stage.api.get("/calls")["items"]
                                          if c["toDialled"] == one and c["state"] == "answered"])
    stage.caller(test, Scenario("refused").invite(caller, second, PASSWORD).refused(480, 486, 503)).done()
    stage.caller(test, Scenario("spilled").invite(caller, third, PASSWORD).expect(180).expect(200).ack().pause(200)
                 .bye()).done()
    long.go_on().done()
    at_small.done()
    at_spare.done()
    record = stage.api.record_to(second)
    same(record, cause="calls-cap")
    candidate = record["why"]["candidates"][0]
    assert (candidate["target"], candidate["verdict"], candidate["reason"], candidate["used"], candidate["limit"]) == (
        "small", "passed-over", "calls-cap", 1, 1), candidate
    record = stage.api.record_to(third)
    same(record, cause="normal", trunk="spare")
    assert why(record) == [("small", "passed-over", "calls-cap"), ("spare", "chosen", "none")], record["why"]


def trunk_in_beyond_its_limit(stage):
    """RFC 3261 §21.5.4: a call that its own trunk may not bring in is refused, and recorded with both numbers as the
    trunk's rules read them."""
    test = "trunk_in_beyond_its_limit"
    callee, number = stage.user(), stage.number()
    stage.api.post("/numbers", {"number": number, "subscriber": callee})
    trunk = stage.trunk("slow-in", maxCallsPerSecond=1, inbound={"format": "e164"})
    before = stage.api.get("/status")["callsTotal"]
    calling = Scenario("carrier").invite("46812345678", number[1:]).refused(480, 503)
    stage.caller(test, calling, trunk["host"], trunk["port"], calls=8, rate=1000).done()
    records = stage.api.record_to(number, 8)
    causes = [record["cause"] for record in records]
    assert set(causes) == {"not-registered", "cps-cap"}, causes
    for record in records:
        same(record, direction="inbound", trunk="slow-in", to=number, toDialled=number[1:], **{"from": "+46812345678"})
    assert stage.api.get("/status")["callsTotal"] >= before + 8, "refused calls are not counted"


def cps_cap(stage):
    """One call a second: of eight at once some are refused for the rate, and for no other reason."""
    test = "cps_cap"
    caller, number = stage.user(), stage.number()
    slow = stage.trunk("slow", maxCallsPerSecond=1)
    stage.route(number, slow)
    at_slow = stage.at_trunk(test, Scenario("slow").receive("INVITE").refuse("486 Busy Here"), slow, calls=8)
    calling = Scenario("caller").invite(caller, number, PASSWORD).refused(480, 486, 503)
    stage.caller(test, calling, calls=8, rate=1000).done()
    at_slow.stop()
    causes = [record["cause"] for record in stage.api.record_to(number, 8)]
    assert set(causes) == {"busy", "cps-cap"}, causes
    capped = next(r for r in stage.api.records(f'to:"{number}" AND cause:cps-cap'))
    candidate = capped["why"]["candidates"][0]
    assert (candidate["reason"], candidate["limit"]) == ("cps-cap", 1), candidate


def hung_up_by_admin(stage):
    caller, callee, host, port = two_phones(stage, "hung_up_by_admin")
    answering = stage.run("hung_up_by_admin", Scenario("callee").receive("INVITE").ring().answer().take_bye(), host, port)
    calling = stage.caller("hung_up_by_admin", Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(200)
                           .ack().receive("BYE").respond("200 OK", tag=False))
    call = wait_until("the call", lambda: [c for c in stage.api.get("/calls")["items"] if c["toDialled"] == callee
                                           and c["state"] == "answered"])[0]
    stage.api.delete(f"/calls/{call['id']}")
    calling.done()
    answering.done()
    record = stage.api.record_to(callee)
    same(record, id=call["id"], cause="hung-up-by-admin", endedBy="admin", sipStatus=200)


def nowhere_to_go(stage):
    """An unknown subscriber, one without a phone, a number no route has."""
    caller, absent = stage.user(), stage.user()
    for number, cause in (("nobody-here", "not-found"), (absent, "not-registered"), ("+99999123456789", None)):
        calling = Scenario("to-" + number.strip("+")).invite(caller, number, PASSWORD).refused(404, 480, 484)
        stage.caller("nowhere_to_go", calling).done()
        record = stage.api.record_to(number)
        assert record["cause"] in ((cause,) if cause else ("no-route", "invalid-number")), record


def outward_registration(stage):
    """RFC 3261 §10.2, §22.2: the trunk registers at the carrier, answers its challenge, and says so in its status."""
    host = stage.host()
    port = free_sip_port(host)
    carrier = Scenario("registrar").receive("REGISTER")
    carrier.respond("401 Unauthorized", extra=['WWW-Authenticate: Digest realm="carrier",nonce="abc123",algorithm=MD5,'
                                               'qop="auth"'])
    carrier.receive("REGISTER", Scenario.check('username="acme"', "Authorization:"))
    carrier.respond("200 OK", extra=["[last_Contact:];expires=600", "Expires: 600"])
    process = stage.run("outward_registration", carrier, host, port)
    stage.api.post("/trunks", {"name": "registering", "host": host, "port": port, "optionsSeconds": 0, "region": "SE",
                               "registration": {"username": "acme", "password": "s3cret", "expiresSeconds": 600}})
    process.done()
    trunk = wait_until("registered", lambda: [t for t in stage.api.get("/status")["trunks"]
                                              if t["name"] == "registering" and t.get("registered")])[0]
    assert "password" not in str(stage.api.get("/trunks/registering")), "the password is told"
    realm, nonce = "carrier", "abc123"
    header = re.findall(r"(?im)^Authorization:\s*Digest (.*)$", process.text())[-1]
    values = dict(re.findall(r'(\w+)="?([^",\r]+)"?', header))
    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()
    expected = md5(":".join([md5(f"acme:{realm}:s3cret"), nonce, values["nc"], values["cnonce"], "auth",
                             md5("REGISTER:" + values["uri"])]))
    assert values["response"] == expected, header
    assert trunk["state"] in ("up", "unknown"), trunk
    stage.api.delete("/trunks/registering")


def all_bindings_ring(stage):
    """RFC 3261 §16.6, §16.7: two phones of one subscriber ring; the first to answer wins, the other is cancelled."""
    test = "all_bindings_ring"
    caller, callee = stage.user(), stage.user()
    hosts = [stage.host(), stage.host()]
    ports = [free_sip_port(h) for h in hosts]
    for host, port in zip(hosts, ports):
        stage.phone(test, callee, host, port)
    winner = stage.run(test, Scenario("winner").receive("INVITE").ring().pause(700).answer().take_bye(), hosts[0], ports[0])
    scenario = Scenario("loser")
    loser = stage.run(test, scenario.receive("INVITE", scenario.remember_dialog()).ring().take_cancel(), hosts[1], ports[1])
    stage.caller(test, Scenario("caller").invite(caller, callee, PASSWORD).expect(180).expect(180, optional=True)
                 .expect(200).ack().pause(300).bye()).done()
    winner.done()
    loser.done()
    record = stage.api.record_to(callee)
    same(record, cause="normal", sipStatus=200)
    assert sorted(c["verdict"] for c in record["why"]["candidates"]) == ["chosen", "lost"], record["why"]


TESTS = [failover_on_timeout, calls_cap, trunk_in_beyond_its_limit, hold, no_answer, register_digest, register_wrong_password, register_sha256,
         options_answered, basic_call, basic_call_over_tcp, callee_hangs_up, busy, cancel, early_media, reinvite, trunk_in,
         trunk_out, stranger_refused, failover_on_503, failover_on_500, no_failover_on_486, no_failover_on_404,
         no_failover_on_603, cps_cap, hung_up_by_admin, nowhere_to_go, outward_registration, all_bindings_ring]
