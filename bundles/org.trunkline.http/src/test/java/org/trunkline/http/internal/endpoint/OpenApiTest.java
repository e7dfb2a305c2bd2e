package org.trunkline.http.internal.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.node.Trials;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.Provisioning;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.Retention;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.schema.Secret;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeAlerts;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.PluginSamples;
import org.trunkline.wire.AlertJson;
import org.trunkline.wire.CallJson;
import org.trunkline.wire.CaseJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.ChangesJson;
import org.trunkline.wire.ConfigJson;
import org.trunkline.wire.EntryJson;
import org.trunkline.wire.FormJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.PluginJson;
import org.trunkline.wire.PrivacyJson;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.SchemaJson;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.StatusJson;
import org.trunkline.wire.TrialJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.phone.PhoneJson;

/** The document says what the node does, no more and no less. */
class OpenApiTest {
    private final JsonNode document = read();

    private static JsonNode read() {
        try (var in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode schema(String name) {
        var schema = document.at("/components/schemas/" + name);
        assertTrue(schema.isObject(), "no schema " + name);
        return schema;
    }

    @Test
    void pathsMethodsAndParametersAreThose() {
        var real = new TreeMap<String, Set<String>>();
        for (var endpoint : new NodeEndpoints(new FakeNode(), Path.of("data")).all())
            real.put(endpoint.method() + " " + endpoint.template().replace("*}", "}"),
                    endpoint.parameters().equals(Endpoint.ALL_PARAMETERS) ? Set.of() : new TreeSet<>(endpoint.parameters()));
        real.put("GET /api/v1/events", Set.of("topics"));
        var described = new TreeMap<String, Set<String>>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            var parameters = new TreeSet<String>();
            for (var parameter : method.getValue().path("parameters"))
                if (parameter.path("in").asText().equals("query"))
                    parameters.add(parameter.get("name").asText());
            described.put(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), parameters);
        }));
        assertEquals(real, described);
    }

    /** One question, two ways to send it. */
    @Test
    void aSearchTakesTheSameInItsBodyAsInItsAddress() {
        int searches = 0;
        for (var path : document.get("paths").properties()) {
            var byBody = path.getValue().at("/post/requestBody/content/application~1json/schema/properties");
            if (!path.getKey().startsWith("/api/v1/cdrs") || !path.getValue().has("post"))
                continue;
            var inAddress = new TreeSet<String>();
            path.getValue().at("/get/parameters").forEach(parameter -> inAddress.add(parameter.get("name").asText()));
            var inBody = new TreeSet<String>();
            byBody.fieldNames().forEachRemaining(inBody::add);
            assertEquals(inAddress, inBody, path.getKey());
            searches++;
        }
        assertEquals(7, searches);
    }

    /** Whatever changes something says who did it; of records nothing but searches is posted. */
    @Test
    void everyChangeTakesAnAuthor() {
        assertEquals(Author.HEADER, document.at("/components/parameters/Author/name").asText());
        assertEquals(Author.LONGEST, document.at("/components/parameters/Author/schema/maxLength").asInt());
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method ->
                assertEquals(!method.getKey().equals("get") && !path.getKey().startsWith("/api/v1/cdrs"),
                        method.getValue().path("parameters").toString()
                        .contains("#/components/parameters/Author"), method.getKey() + " " + path.getKey())));
    }

    /** What a path leaves open is described, and nothing refers to what is not there. */
    @Test
    void pathsAndReferencesAreWhole() {
        document.get("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            var open = new TreeSet<String>();
            for (var parameter : method.getValue().path("parameters"))
                if (parameter.path("in").asText().equals("path"))
                    open.add("{" + parameter.get("name").asText() + "}");
            var needed = new TreeSet<String>();
            for (String part : path.getKey().split("/"))
                if (part.startsWith("{"))
                    needed.add(part);
            assertEquals(needed, open, method.getKey() + " " + path.getKey());
        }));
        for (var reference : document.findValuesAsText("$ref"))
            assertTrue(!document.at(reference.substring(1)).isMissingNode(), reference);
    }

    @Test
    void answersHaveTheFieldsDescribed() {
        var sweep = new RetentionStatus.Sweep(Instant.EPOCH, 1, 2, 3, 4, Map.of("Case 7", 5L));
        covers("RetentionStatus", PrivacyJson.write(new RetentionStatus(Retention.FOR_EVER, Optional.of(sweep), "",
                new RetentionStatus.Key(RetentionStatus.Key.State.READY, "a", "b", ""))));
        covers("LegalHold", PrivacyJson.write(new LegalHold("a", "", "b", "c", Instant.EPOCH)));
        covers("PersonChange", PrivacyJson.write(new PersonChange(1, 2, Map.of())));
        covers("PersonPage", PrivacyJson.write(new PersonPage(List.of(new PersonPage.Item(Samples.cdr(1),
                Optional.of(Samples.ladder(1)), Optional.of("Case 7"))), 1, 2, Optional.of("3"))));
        var rate = new Tariff.Rate(new Amount(250_000), Amount.ZERO);
        var trunk = new Trunk("A", new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of("192.0.2.2"), false), true,
                Optional.of(new TrunkRegistration("a", Secret.KEPT, 60)), new TrunkSecurity(Srtp.OFFER, Optional.of("sip.example"), true), new TrunkLimits(0, 0, 0, 1),
                new TrunkNumbers("", Optional.of("+46812345678"), false, NumberRules.NONE, NumberRules.NONE), Optional.of(new Tariff("SEK", rate, 60, 1,
                        List.of(new Tariff.PrefixRate("+46", rate)))));
        var refusal = new LocalizableText("plugin-late", List.of("RoutingPolicy"), "late");
        var crm = PluginSamples.crm();
        covers("Plugin", PluginJson.write(new PluginStatus(crm.about(), crm.publisher(), crm.signed(), crm.state(), refusal,
                crm.since(), crm.host(), crm.previous(), crm.settings(), crm.secretsSet(), crm.cost(), 1)));
        var offered = PluginSamples.offered();
        covers("CatalogueEntry", PluginJson.write(new CatalogueEntry("a.tlp", offered.about(), offered.signed(), "b", "c", refusal)));
        covers("Publisher", PluginJson.write(PluginSamples.publisher()));
        covers("Trust", PluginJson.write(new PluginJson.Trust("a", true)));
        covers("PluginChange", PluginJson.write(new PluginJson.Change(Optional.of(true), Map.of("a", Optional.of("b")))));
        covers("Plugins", PageJson.write(List.of(crm), PluginJson::write));
        covers("Trunk", ConfigJson.write(EntryKind.TRUNK, trunk));
        covers("Subscriber", ConfigJson.write(EntryKind.SUBSCRIBER, new Subscriber("anna", Secret.KEPT, "Anna", true, new CallHandling(Optional.of("bob"),
                Optional.of("bob"), Optional.of("bob"), 20, Optional.of("bob"), true, 1, List.of("floor")), Srtp.OFFER)));
        covers("RingGroup", ConfigJson.write(EntryKind.RING_GROUP, new RingGroup("sales", Optional.of("600"), List.of("anna"), RingGroup.Strategy.IN_ORDER, 20, Optional.of("bob"))));
        covers("NumberAssignment", ConfigJson.write(EntryKind.NUMBER, new NumberAssignment("+46812345678", "anna")));
        covers("Route", ConfigJson.write(EntryKind.ROUTE, new Route("", List.of("A"))));
        covers("SavedSearch", AlertJson.write(new SavedSearch("Busy", "cause:busy", Optional.of(Duration.ofHours(1)),
                "anna", true, true, Optional.of(new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15),
                        Optional.of("https://hooks.example/x"), List.of("noc@example.com"),
                        List.of(ChannelUse.of("a/b", Map.of("c", "d"))))))));
        covers("AlertChannel", FormJson.write(FakeAlerts.PAGER));
        covers("EntryKind", EntryJson.write(FakeEntries.DOORS));
        covers("EntryKindStatus", EntryJson.write(new PluginEntries.KindStatus("a", "b", Optional.of(FakeEntries.DOORS), 1)));
        covers("DeletedEntries", EntryJson.writeDeleted(1));
        covers("Entry", EntryJson.write(new PluginEntries.Entry("a", Map.of("b", "c"), List.of("d"))));
        covers("TrunkTemplate", EntryJson.write(FakeEntries.TEMPLATE));
        var refused = new LocalizableText("webhook-answered", List.of("127.0.0.1", "410"), "127.0.0.1 answered 410");
        covers("Alert", AlertJson.write(new AlertStatus("Busy", AlertStatus.State.RAISED, Instant.EPOCH, 3,
                List.of(Samples.cdr(1).id()), refused, Optional.of(new AlertStatus.Delivery(Instant.EPOCH, false, refused, true)),
                Optional.of(new AlertStatus.Delivery(Instant.EPOCH, false, refused, true)))));
        covers("Then", AlertJson.write(new ConfigHistory.Then("trunk A", 3, Instant.EPOCH, "admin",
                Map.of("host", "a"), Map.of())));
        var server = new PhoneCard.Server("192.0.2.10", 5060, Transport.UDP, false);
        covers("PhoneCard", PhoneJson.write(new PhoneCard("anna", "Anna", server, Secret.of("a"), "sip:a", new Provisioning(
                URI.create("https://a/"), Instant.EPOCH, 1, false, List.of(new Provisioning.Make("Yealink", "a"))), List.of(server))));
        covers("CheckSyncAnswer", PhoneJson.write(new CheckSyncAnswer("sip:a", "b", true, refused)));
        covers("LoggedChange", ChangesJson.write(new LoggedChange(1, 2, Instant.EPOCH, "anna", "change", "trunk A",
                Optional.of(new LoggedChange.Key("trunk", "A")), List.of(new LoggedChange.Field("host", "a", "b")), true, "", 1,
                OptionalLong.of(3), OptionalLong.of(4))));
        var tried = new RouteTrial.Step(RouteTrial.Kind.TRUNK, "A", RouteTrial.Outcome.FIRST, "1", "2", Candidate.Reason.NONE, 0, 0,
                Candidate.Origin.DIALLED, "");
        covers("RouteTrial", TrialJson.write(new RouteTrial(Direction.OUTBOUND, new Party("a", Optional.of("+46812345678"), "A"),
                new Party("b", Optional.of("+46812345678"), "B"), false, 1, Optional.of("+46"), List.of(tried),
                RouteTrial.Policies.ASKED, List.of(new PolicyAdvice("p", PolicyAdvice.Verdict.NONE, "", 1)),
                Optional.of(new RouteTrial.Refusal(503, Cause.TRUNK_DOWN)))));
        covers("TestCallDraft", TrialJson.write(Trials.TestCallDraft.of("A", "1", "2").spokenBy("anna")));
        covers("TestCall", TrialJson.write(new TestCall(Samples.id(1), "A", "1", Instant.EPOCH, List.of(new TestCall.Step("INVITE", true,
                Duration.ZERO)), Optional.of(Duration.ofMillis(1)), Optional.of("PCMA"), List.of(), Optional.of(new TestCall.End(true, 200,
                        Cause.NORMAL, new LocalizableText("a", List.of("b"), "c"))))));
        covers("CallDraft", CallJson.write(new LiveCalls.CallDraft("anna", "1")));
        covers("CallBegun", CallJson.write(Samples.id(1)));
        covers("TrunkTrial", TrialJson.write(new TrunkTrial(List.of(new TrunkTrial.Step(TrunkTrial.Check.DNS,
                TrunkTrial.Verdict.OK, new LocalizableText("a", List.of("b"), "c"), "host", Duration.ofMillis(1))))));
        covers("RouteQuestion", TrialJson.write(new Trials.RouteQuestion("1", new Trials.Caller(Optional.of("a"),
                Optional.empty()), "2", Instant.EPOCH, true)).put("trunk", "A"));
        covers("Status", StatusJson.write(Samples.status()));
        covers("Contact", StatusJson.write(Samples.contact()));
        covers("Call", CallJson.write(Samples.call(1).in(new ConferenceSeat("8000", false, true, false)).heardBy("anna").parkedIn("701")));
        covers("ConferenceSeat", CallJson.write(Samples.call(1).in(new ConferenceSeat("8000", false, true, false))).get("conference"));
        covers("Record", CdrJson.write(Samples.cdr(1)));
        covers("Ladder", CdrJson.write(Samples.ladder(1)));
        covers("Row", SearchJson.write(CdrRow.of(Samples.cdr(1))));
        covers("TrunkPeriods", SearchJson.write(new Page<>(List.of(new CdrSearch.TrunkPeriod(Instant.EPOCH, "A", 3, 2,
                Duration.ofMinutes(4), Duration.ofSeconds(2), Duration.ofHours(1))), 1, Optional.empty(),
                Optional.of(Partial.TIME)), Duration.ofMinutes(1)));
        covers("Spread", SearchJson.write(new CdrSummary(1, 1, Duration.ZERO, Map.of(), Duration.ZERO, List.of(), List.of(),
                List.of(), List.of(new CdrSummary.Spread(CdrField.PDD, 1, 1, 2, 3, 4, 5)))).at("/spreads/0"));
        covers("CostSum", SearchJson.write(new CdrSummary(1, 1, Duration.ZERO, Map.of(), Duration.ZERO, List.of(), List.of(),
                List.of(), List.of(), Optional.empty(), List.of(new Cost(new Amount(1), "SEK")))).at("/costs/0"));
        covers("CallCase", CaseJson.write(new CallCase(Instant.EPOCH, "a", Samples.cdr(1), Samples.ladder(1), List.of()),
                false));
        covers("StreamSeriesList", PageJson.write(Samples.ladder(1).quality(), CdrJson::write));
        covers("Completion", SearchJson.write(new Completion(0, 1, "a", "b")));
        covers("Rows", PageJson.write(new Page<>(List.of(CdrRow.of(Samples.cdr(1))), 1, Optional.of("2"),
                Optional.of(Partial.TIME)), SearchJson::write));
        covers("Check", ProblemJson.check(List.of(new FieldError("a", "b", List.of(), "c"))));
        covers("RowsPart", SearchJson.write(new SearchPart.Rows(new Page<>(List.of(CdrRow.of(Samples.cdr(1))), 1, Optional.of("2"),
                Optional.of(Partial.TIME)))));
        covers("FiguresPart", SearchJson.write(new SearchPart.Figures(new CdrSummary(1, 1, Duration.ZERO, Map.of(), Duration.ZERO,
                List.of(), List.of(), List.of(), List.of(), Optional.of(Partial.TIME)))));
        covers("FacetPart", SearchJson.write(new SearchPart.Facet(CdrField.CAUSE, List.of(new CdrSummary.Count("busy", 1)),
                Optional.of(Partial.TIME))));
        covers("Problem", new ProblemJson("a", "b", 409, "c", List.of(new FieldError("a", "b", List.of(), "c")),
                List.of("route +46"), "not-saved", List.of("c")).write());
        covers("Health", Json.object().put("status", "up"));
    }

    /** The schemas of entries follow from their records: put what is expected here into the document. */
    @Test
    void entriesAreDescribedByTheirRecords() {
        SchemaJson.components(EntryKind.ALL).forEach((name, generated) -> assertEquals(generated.toPrettyString(),
                schema(name).toPrettyString(), name));
    }

    /** Every name written is described, and every name described that is not write-only was written, at any depth. */
    private void covers(String name, JsonNode written) {
        compare(name, schema(name), written);
    }

    private void compare(String where, JsonNode schema, JsonNode written) {
        var target = schema.has("$ref") ? schema(schema.get("$ref").asText().replaceAll(".*/", "")) : schema;
        switch (target.path("type").asText()) {
            case "object" -> {
                if (!target.has("properties"))
                    return; // a map
                var names = new ArrayList<String>();
                target.get("properties").properties().stream().filter(p -> !p.getValue().path("writeOnly").asBoolean())
                        .map(Map.Entry::getKey).forEach(names::add);
                var found = new TreeSet<String>();
                written.fieldNames().forEachRemaining(found::add);
                assertEquals(new TreeSet<>(names), found, where);
                names.forEach(n -> compare(where + "." + n, target.get("properties").get(n), written.get(n)));
            }
            case "array" -> {
                assertTrue(written.isArray(), where);
                if (!written.isEmpty())
                    written.forEach(w -> compareOptional(where + "[]", target.get("items"), w));
            }
            case "string" -> {
                assertTrue(written.isTextual(), where);
                var words = target.path("enum");
                if (words.isArray())
                    assertTrue(words.toString().contains("\"" + written.asText() + "\""), where + " " + written);
            }
            case "integer" -> assertTrue(written.isIntegralNumber(), where);
            case "number" -> assertTrue(written.isNumber(), where);
            case "boolean" -> assertTrue(written.isBoolean(), where);
            default -> throw new AssertionError(where + ": " + target);
        }
    }

    /** Elements of a list need not all have every field; the first does. */
    private void compareOptional(String where, JsonNode schema, JsonNode written) {
        var target = schema.has("$ref") ? schema(schema.get("$ref").asText().replaceAll(".*/", "")) : schema;
        if (!target.has("properties")) {
            compare(where, target, written);
            return;
        }
        written.properties().forEach(p -> {
            var property = target.get("properties").get(p.getKey());
            assertTrue(property != null, where + "." + p.getKey() + " is not described");
            compare(where + "." + p.getKey(), property, p.getValue());
        });
    }

    @Test
    void allCausesAreDescribed() {
        var described = new TreeSet<String>();
        schema("Record").at("/properties/cause/enum").forEach(c -> described.add(c.asText()));
        var real = new TreeSet<String>();
        for (var cause : Cause.values())
            real.add(cause.code());
        assertEquals(real, described);
    }
}
