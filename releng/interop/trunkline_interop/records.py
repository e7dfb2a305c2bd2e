"""Records of real calls, asked for over the API: searches too long for an address, and case files that name nobody."""
import io
import json
import os
import zipfile

from .calls import same, two_phones
from .sipp import Scenario
from .stage import PASSWORD


def ten_thousand_alternatives(stage):
    """By POST the first 10,000 are looked for, and each kind of answer says that it is a part."""
    caller, callee = stage.user(), stage.user()
    stage.caller("ten_thousand_alternatives", Scenario("caller").invite(caller, callee, PASSWORD).refused(480)).done()
    record = stage.api.record_to(callee)
    others = " OR ".join(f"to:+4670{number}" for number in range(1_000_000, 1_010_000))
    query = f'to:"{callee}" OR {others}'
    assert len(query) > 150_000, len(query)
    rows = stage.api.post("/cdrs/rows", {"q": query, "limit": 500})
    assert record["id"] in [row["id"] for row in rows["items"]], rows
    summary = stage.api.post("/cdrs/summary", {"q": query, "facets": ["cause"], "buckets": 3})
    for answer in (rows, summary, stage.api.post("/cdrs", {"q": query}), stage.api.post("/cdrs/trunks", {"q": query})):
        assert (answer.get("partial"), answer.get("reason")) == (True, "terms"), answer
    headers, lines = stage.api.answer("POST", "/api/v1/cdrs/export", {"q": query, "format": "jsonl"})
    assert headers["X-Trunkline-Partial"] == "terms", headers
    assert record["id"] in [json.loads(line)["id"] for line in lines.splitlines()], lines
    fewer = stage.api.post("/cdrs/rows", {"q": f'to:"{callee}" OR ' + others[:100_000].rsplit(" OR ", 1)[0]})
    assert ([row["id"] for row in fewer["items"]], fewer.get("partial")) == ([record["id"]], None), fewer


def files(case):
    with zipfile.ZipFile(io.BytesIO(case)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def a_case_file_that_names_nobody(stage):
    """No file of it, its packets and the configuration too, holds a name or number; one key is kept for all requests."""
    test = "a_case_file_that_names_nobody"
    caller, callee, host, port = two_phones(stage, test)
    number = stage.number()
    stage.api.post("/numbers", {"number": number, "subscriber": callee})
    national = "0" + number.removeprefix("+46")
    stage.api.put(f"/subscribers/{callee}", {"displayName": "Greta Garbo", "handling": {"forwardBusy": caller}})
    answering = stage.run(test, Scenario("callee").receive("INVITE").ring().answer().take_bye(), host, port)
    stage.caller(test, Scenario("caller").invite(caller, number, PASSWORD).expect(180).expect(200).ack().pause(300).bye()).done()
    answering.done()
    record = stage.api.record_to(number)
    same(record, cause="normal")
    path = f"/api/v1/cdrs/{record['id']}/casefile"
    people = [caller, callee, number.removeprefix("+"), national, number[-7:], "Garbo", *(n.title() for n in (caller, callee))]
    named = files(stage.api.answer("GET", path)[1])
    told_by = {"case.json", "record.json", "ladder.pcap", "ladder.txt", "why.txt", "configuration.txt"}
    assert told_by <= set(named), sorted(named)
    for name in told_by:
        assert any(who.encode() in named[name] for who in people), f"{name} named nobody to begin with"
    headers, case = stage.api.answer("GET", path, pseudonyms="true")
    hidden = files(case)
    assert sorted(hidden) == sorted(named), (sorted(hidden), sorted(named))
    told = [(name, who) for name, content in hidden.items() for who in people if who.encode() in content]
    assert not told, told
    again, case = stage.api.answer("GET", path, pseudonyms="true")
    assert again["X-Trunkline-Case-Key"] == headers["X-Trunkline-Case-Key"]
    assert files(case)["record.json"] == hidden["record.json"]
    keys = [key for key in os.listdir(os.path.join(stage.node.data, "case-keys")) if key.startswith(record["id"])]
    assert keys == [headers["X-Trunkline-Case-Key"]], keys
    as_json = stage.api.answer("GET", path, pseudonyms="true", format="json")[1]
    assert not [who for who in people if who.encode() in as_json], as_json


TESTS = [ten_thousand_alternatives, a_case_file_that_names_nobody]
