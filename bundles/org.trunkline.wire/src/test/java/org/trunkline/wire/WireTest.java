package org.trunkline.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.CdrSearch.TrunkPeriod;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.Samples;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

class WireTest {
    private static JsonNode again(JsonNode node) throws Exception {
        return Json.parseAnswer(Json.bytes(node));
    }

    /** The names that clients rely on; rewrite with {@code -Dgolden.update=true}. */
    private static void assertGolden(String name, JsonNode node) throws IOException {
        var pretty = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        var file = Path.of("src/test/resources/golden", name + ".json");
        if (Boolean.getBoolean("golden.update"))
            Files.writeString(file, pretty);
        assertEquals(Files.readString(file), pretty);
    }

    @Test
    void aRecordKeepsEveryField() throws Exception {
        var cdr = Samples.cdr(1);
        assertEquals(cdr, CdrJson.read(again(CdrJson.write(cdr))));
        assertGolden("record", CdrJson.write(cdr));
    }

    @Test
    void everyCauseHasAName() throws Exception {
        var node = CdrJson.write(Samples.cdr(1));
        for (var cause : Cause.values())
            assertEquals(cause, CdrJson.read(again(node.put("cause", cause.code()))).cause());
    }

    @Test
    void aLadderKeepsLineEndsAndLetters() throws Exception {
        assertEquals(Samples.ladder(2), CdrJson.readLadder(again(CdrJson.write(Samples.ladder(2)))));
        assertGolden("ladder", CdrJson.write(Samples.ladder(2)));
    }

    @Test
    void liveCallsKeepEveryField() throws Exception {
        var calls = List.of(Samples.call(1), Samples.call(2).in(new ConferenceSeat("8000", false, true, false)));
        assertEquals(calls, CallJson.readList(again(PageJson.write(calls, CallJson::write))));
        assertGolden("call", CallJson.write(Samples.call(1)));
    }

    @Test
    void statusAndContactsKeepEveryField() throws Exception {
        assertEquals(Samples.status(), StatusJson.read(again(StatusJson.write(Samples.status()))));
        assertEquals(StatusJson.API_VERSION, StatusJson.apiVersion(again(StatusJson.write(Samples.status()))));
        assertGolden("status", StatusJson.write(Samples.status()));
        var contacts = List.of(Samples.contact());
        assertEquals(contacts, StatusJson.readContacts(again(PageJson.write(contacts, StatusJson::write))));
    }

    @Test
    void searchAnswersKeepEveryField() throws Exception {
        var row = CdrRow.of(Samples.cdr(3));
        assertEquals(row, SearchJson.readRow(again(SearchJson.write(row))));
        var summary = new CdrSummary(7, 4, Duration.ofSeconds(90),
                Map.of(CdrField.CAUSE, List.of(new CdrSummary.Count("busy", 3), new CdrSummary.Count("normal", 4))),
                Duration.ofMinutes(5), List.of(new CdrSummary.Bucket(Samples.START, 7, 4, 4.1)),
                List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 2L, 1L),
                List.of(new CdrSummary.TrunkQuality("Telia A", 7, 4, 4, 4.05)),
                List.of(new CdrSummary.Spread(CdrField.MOS, 4, 3.1, 4, 4.2, 4.3, 4.4)), Optional.empty(),
                List.of(new Cost(new Amount(1_500_001), "EUR"), new Cost(new Amount(100_000_000), "SEK")));
        assertEquals(summary, SearchJson.readSummary(again(SearchJson.write(summary))));
        assertGolden("summary", SearchJson.write(summary));
        var completions = List.of(new Completion(0, 3, "cause:", "cause"));
        assertEquals(completions, SearchJson.readCompletions(again(PageJson.write(completions, SearchJson::write))));
        var periods = new Page<>(List.of(new TrunkPeriod(Samples.START, "Telia A", 7, 4, Duration.ofSeconds(90),
                Duration.ofMillis(1_200), Duration.ofMinutes(6))), 1, Optional.empty(), Optional.of(Partial.TIME));
        var asked = Duration.ofMinutes(1);
        var told = again(SearchJson.write(periods, asked));
        assertEquals(periods, SearchJson.readTrunkPeriods(told, asked));
        assertEquals(360_000, told.get("stepMs").asLong());
        assertEquals(60_000, SearchJson.write(new Page<TrunkPeriod>(List.of(), 0, Optional.empty()), asked).get("stepMs").asLong());
        ((ObjectNode) told).remove("stepMs");
        assertEquals(asked, SearchJson.readTrunkPeriods(told, asked).items().getFirst().step(), "an older node says none");
        var page = new Page<>(List.of(row), 12, Optional.of("x y"));
        assertEquals(page, PageJson.read(again(PageJson.write(page, SearchJson::write)), SearchJson::readRow));
    }

    @Test
    void aTrunkKeepsEveryFieldAndShowsNoPassword() throws Exception {
        var rules = new NumberRules(1, "00", NumberRules.Format.E164_PLUS);
        var trunk = new Trunk("Telia A", new TrunkPeer("sip.example.net", 5080, Transport.TLS, List.of("192.0.2.0/24"), true), true,
                Optional.of(new TrunkRegistration("acme", Secret.KEPT, 600)), new TrunkSecurity(Srtp.REQUIRE, Optional.of("sbc.example.net"), true), new TrunkLimits(30, 5, 30, 60),
                new TrunkNumbers("SE", Optional.of("+46812345678"), true, rules, NumberRules.NONE), Optional.of(tariff()));
        assertEquals(trunk, ConfigJson.read(EntryKind.TRUNK, again(ConfigJson.write(EntryKind.TRUNK, trunk))));
        assertGolden("trunk", ConfigJson.write(EntryKind.TRUNK, trunk));
        assertFalse(ConfigJson.write(EntryKind.TRUNK, trunk).toString().contains("password"));
    }

    @Test
    void aTrunkKeepsEveryField() throws Exception {
        var draft = new Trunk("Telia A", new TrunkPeer("sip.example.net", 5080, Transport.TCP, List.of("192.0.2.0/24"), false), false,
                Optional.of(new TrunkRegistration("acme", Secret.of("s3cret"), 600)), new TrunkSecurity(Srtp.OFFER, Optional.empty(), true), new TrunkLimits(30, 5, 0, 60),
                new TrunkNumbers("SE", Optional.of("+46812345678"), true, new NumberRules(1, "00", NumberRules.Format.NATIONAL), NumberRules.NONE), Optional.of(tariff()));
        var parsed = ConfigJson.readDraft(EntryKind.TRUNK, again(ConfigJson.writeDraft(EntryKind.TRUNK, draft)), Optional.empty());
        assertEquals(List.of(), parsed.errors());
        assertEquals(draft, parsed.draft());
    }

    private static Tariff tariff() {
        return new Tariff("SEK", new Tariff.Rate(new Amount(250_000), new Amount(100_000)), 60, 1,
                List.of(new Tariff.PrefixRate("+4670", new Tariff.Rate(new Amount(123_456_789), Amount.ZERO))));
    }

    @Test
    void errorsOfPricesNameTheirPlace() throws Exception {
        var parsed = ConfigJson.readDraft(EntryKind.TRUNK, request("""
                {"name": "A", "host": "192.0.2.1", "tariff": {"currency": 5, "perMinute": "0.25", "firstSecond": 1,
                 "prefixes": [{"prefix": "+46"}, 7, {"prefix": "+47", "price": 1, "connectionFee": true}]}}"""),
                Optional.empty());
        var byField = parsed.errors().stream().collect(Collectors.toMap(FieldError::field, FieldError::code));
        assertEquals(Map.of("tariff.currency", "wrong-type", "tariff.perMinute", "wrong-type", "tariff.firstSecond",
                "unknown-field", "tariff.prefixes[1]", "wrong-type", "tariff.prefixes[2].price", "unknown-field",
                "tariff.prefixes[2].connectionFee", "wrong-type"), byField);
        var list = ConfigJson.readDraft(EntryKind.TRUNK, request("{\"tariff\": {\"prefixes\": {}}}"), Optional.empty());
        assertEquals("tariff.prefixes", list.errors().getFirst().field());
    }

    @Test
    void aTrunkNeedsNoMoreThanNameAndHost() throws Exception {
        var parsed = ConfigJson.readDraft(EntryKind.TRUNK, request("{\"name\":\"A\",\"host\":\"192.0.2.1\"}"), Optional.empty());
        assertEquals(Trunk.of("A", "192.0.2.1"), parsed.draft());
        assertEquals(List.of(), parsed.errors());
    }

    @Test
    void allErrorsOfARequestAreToldAtOnce() throws Exception {
        var parsed = ConfigJson.readDraft(EntryKind.TRUNK, request("""
                {"name": 7, "host": "x", "prot": 5060, "port": "5060", "transport": "sctp", "enabled": "yes",
                 "maxCalls": 99999999999, "maxCallsPerSecond": 1.5, "inboundAddresses": ["192.0.2.1", 5],
                 "outbound": {"strip": 1, "prefixx": "0"}, "registration": []}"""), Optional.empty());
        var byField = parsed.errors().stream().collect(Collectors.toMap(FieldError::field,
                FieldError::code));
        assertEquals(Map.of("name", "wrong-type", "prot", "unknown-field", "port", "wrong-type", "transport",
                "not-allowed", "enabled", "wrong-type", "maxCalls", "out-of-range", "maxCallsPerSecond", "wrong-type",
                "inboundAddresses[1]", "wrong-type", "outbound.prefixx", "unknown-field", "registration",
                "wrong-type"), byField);
        assertTrue(parsed.errors().stream().anyMatch(e -> e.message().contains("did you mean \"port\"?")),
                parsed.errors().toString());
    }

    @Test
    void noErrorRepeatsASecret() throws Exception {
        var parsed = ConfigJson.readDraft(EntryKind.SUBSCRIBER, request("""
                {"username":"anna","passwort":"hunter2","password":["hunter2"]}"""), Optional.empty());
        assertEquals(2, parsed.errors().size());
        assertFalse(parsed.errors().toString().contains("hunter2"), parsed.errors().toString());
    }

    @Test
    void malformedTextTellsWhere() {
        var e = assertThrows(MalformedJsonException.class, () -> request("{\n  \"a\": ,\n}"));
        assertEquals(2, e.line());
        assertThrows(MalformedJsonException.class, () -> request(""));
        assertThrows(MalformedJsonException.class, () -> request("{} {}"));
        assertThrows(MalformedJsonException.class, () -> request("{\"a\":1,\"a\":2}"));
        var deep = assertThrows(MalformedJsonException.class, () -> request("[".repeat(100) + "]".repeat(100)));
        assertEquals("Document nesting depth (33) exceeds the maximum allowed (32)", deep.getMessage());
        var open = assertThrows(MalformedJsonException.class, () -> request("{\"a\": 1"));
        assertEquals("Unexpected end-of-input: expected close marker for Object", open.getMessage());
    }

    private static JsonNode request(String text) throws MalformedJsonException {
        return Json.parseRequest(text.getBytes(UTF_8));
    }
}
