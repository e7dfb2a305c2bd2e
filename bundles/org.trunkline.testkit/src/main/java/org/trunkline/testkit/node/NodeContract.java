package org.trunkline.testkit.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.Watch;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.call.LiveCalls;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.config.SavedSearchRules;
import org.trunkline.api.config.TakenBack;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.Trials;
import org.trunkline.api.number.NumberInfo;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.domain.border.BlockedSource;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.Attribute;
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
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.Samples;

/** What every {@link Node} does, seen through a fake: directly, or over any number of wires. */
public abstract class NodeContract {
    private static final long PATIENCE_SECONDS = 30;

    /** What stands behind the node under test. */
    protected abstract FakeNode backing();

    protected abstract Node node();

    protected static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        var event = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(event != null, "no event came");
        return event;
    }

    private static Subscriber anna() {
        return new Subscriber("anna", Secret.of("correct horse"), "Anna Å", true, CallHandling.PLAIN, Srtp.OFFER);
    }

    private static List<String> fields(SaveResult<?> result) {
        return result instanceof SaveResult.Rejected<?>(List<FieldError> errors)
                ? errors.stream().map(e -> e.field() + " " + e.code()).sorted().toList() : List.of(result.toString());
    }

    @Test
    public void settingsAreListedChangedAndCheckedAndSecretsAreNeverTold() throws Exception {
        var settings = node().settings();
        var before = settings.report();
        var port = before.find("trunkline.sip.port").orElseThrow();
        assertEquals(List.of("5060", "0", "65535"), List.of(port.value(), port.about().min(), port.about().max()));
        assertEquals(NodeSetting.Effect.RESTART, port.effect());
        assertTrue(before.groups().stream().anyMatch(group -> group.code().equals(port.group())));

        var wrong = assertInstanceOf(SaveResult.Rejected.class, settings.change(Map.of("trunkline.sip.port", Optional.of("70000"),
                "trunkline.dns", Optional.of("ns.example"), "trunkline.region", Optional.of("SE"))));
        assertEquals(Set.of("trunkline.sip.port", "trunkline.dns"), ((List<?>) wrong.errors()).stream().map(e -> ((FieldError) e).field())
                .collect(Collectors.toSet()));
        assertEquals("", settings.report().find("trunkline.region").orElseThrow().value(), "all or nothing");
        assertEquals("unknown-field", settings.check(Map.of("trunkline.sip.prot", Optional.of("1"))).getFirst().code());

        var after = assertInstanceOf(SaveResult.Saved.class, settings.change(Map.of("trunkline.sip.port", Optional.of("5070"),
                "trunkline.region", Optional.of("SE"), "trunkline.smtp.password", Optional.of("correct horse")))).value();
        var report = assertInstanceOf(SettingsReport.class, after);
        assertEquals(List.of("trunkline.sip.port"), report.waiting());
        assertEquals("SE", report.find("trunkline.region").orElseThrow().value());
        var secret = report.find("trunkline.smtp.password").orElseThrow();
        assertTrue(secret.secretSet());
        assertEquals("", secret.value());

        assertInstanceOf(SaveResult.Saved.class, settings.change(Map.of("trunkline.sip.port", Optional.empty(),
                "trunkline.region", Optional.empty(), "trunkline.smtp.password", Optional.empty())));
        assertEquals(List.of(), settings.report().waiting());
        assertEquals(NodeSetting.Source.DEFAULT, settings.report().find("trunkline.region").orElseThrow().source());
        assertFalse(settings.report().find("trunkline.smtp.password").orElseThrow().secretSet());
    }

    @Test
    public void aSubscriberLives() throws Exception {
        var saved = new SaveResult.Saved<>(new Subscriber("anna", Secret.KEPT, "Anna Å", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals(saved, node().subscribers().create(anna()));
        assertEquals(Optional.of(saved.value()), node().subscribers().find("anna"));
        assertEquals(new Subscriber("anna", Secret.KEPT, "", false, CallHandling.PLAIN, Srtp.OFFER),
                assertInstanceOf(SaveResult.Saved.class, node().subscribers().replace("anna",
                        new Subscriber("anna", Secret.KEPT, "", false, CallHandling.PLAIN, Srtp.OFFER))).value());
        assertInstanceOf(SaveResult.Saved.class, node().subscribers().delete("anna"));
        assertEquals(Optional.empty(), node().subscribers().find("anna"));
        assertEquals(new SaveResult.Missing<>("anna"), node().subscribers().delete("anna"));
        assertEquals(new SaveResult.Missing<>("anna"), node().subscribers().replace("anna", anna()));
    }

    @Test
    public void aSubscribersEncryptionIsKept() throws Exception {
        node().subscribers().create(anna());
        assertEquals(Srtp.OFFER, node().subscribers().find("anna").orElseThrow().srtp());
        node().subscribers().replace("anna", new Subscriber("anna", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.REQUIRE));
        assertEquals(Srtp.REQUIRE, node().subscribers().find("anna").orElseThrow().srtp());
    }

    @Test
    public void forwardingAndRingGroupsLive() throws Exception {
        var handling = new CallHandling(Optional.of("+46 (0)70-123 45 67"), Optional.of("bo"),
                Optional.of("sales"), 35, Optional.of("*8"), true, 2, List.of("floor-1"));
        node().subscribers().create(anna());
        node().subscribers().replace("anna", new Subscriber("anna", Secret.KEPT, "", true, handling, Srtp.OFFER));
        assertEquals(new CallHandling(Optional.of("+46701234567"), Optional.of("bo"), Optional.of("sales"), 35,
                Optional.of("*8"), true, 2, List.of("floor-1")),
                node().subscribers().find("anna").orElseThrow().handling());
        var sales = new RingGroup("sales", Optional.of("600"), List.of("anna"), RingGroup.Strategy.LEAST_RECENT, 15, Optional.of("+46812345678"));
        assertEquals(new SaveResult.Saved<>(sales), node().ringGroups().create(sales));
        assertEquals(List.of(sales), node().ringGroups().list(Optional.empty(), 10).items());
        assertEquals(new SaveResult.InUse<>(List.of("ring group sales")), node().subscribers().delete("anna"));
        assertEquals(List.of("fallback to-itself", "members[1] no-such-subscriber", "ringSeconds out-of-range"),
                fields(node().ringGroups().replace("sales", new RingGroup("sales", Optional.empty(), List.of("anna", "nobody"), RingGroup.Strategy.ALL, 1, Optional.of("sales")))));
        assertInstanceOf(SaveResult.Saved.class, node().ringGroups().delete("sales"));
        assertInstanceOf(SaveResult.Saved.class, node().subscribers().delete("anna"));
    }

    @Test
    public void aPhoneCardTellsAllThatAPhoneNeeds() throws Exception {
        assertEquals(new SaveResult.Missing<>("anna"), node().phones().card("anna", PhoneCardRequest.NEW_PASSWORD));
        assertEquals(Optional.empty(), node().phones().checkSync("anna"));
        node().subscribers().create(anna());
        var card = assertInstanceOf(SaveResult.Saved.class, node().phones().card("anna", new PhoneCardRequest(Secret.of("correct horse"),
                Optional.of("192.0.2.10"), Optional.of(Transport.TLS)))).value();
        assertEquals(backing().phones().card("anna", new PhoneCardRequest(Secret.of("correct horse"), Optional.empty(),
                Optional.of(Transport.TLS))), new SaveResult.Saved<>(card));
        assertEquals(List.of("host not-listening"), fields(node().phones().card("anna", new PhoneCardRequest(Secret.KEPT,
                Optional.of("203.0.113.1"), Optional.empty()))));
        assertFalse(card.toString().contains("correct horse"), card.toString());
        assertEquals("account.1.password = correct horse\n", node().phones().fetch("token-anna", "yealink/phone.cfg").orElseThrow().text());
        assertEquals("account.1.password = correct horse\n# for eva\n", Author.as("eva", () -> node().phones().fetch("token-anna",
                "yealink/phone.cfg")).orElseThrow().text(), "a person is told from a phone");
        assertEquals(Optional.empty(), node().phones().fetch("token-bo", "yealink/phone.cfg"));
        backing().registrations(List.of(Samples.contact()));
        assertEquals(backing().phones().checkSync("anna"), node().phones().checkSync("anna"));
        assertTrue(node().phones().revoke("anna"));
        assertFalse(node().phones().revoke("bo"));
        assertEquals(Optional.empty(), node().phones().fetch("token-anna", "yealink/phone.cfg"));
    }

    /** A subscriber and its ring group: both or none. */
    @Test
    void severalChangesAreMadeTogetherOrNotAtAll() throws Exception {
        var sales = new RingGroup("sales", Optional.empty(), List.of("anna"), RingGroup.Strategy.ALL, 20, Optional.empty());
        var both = List.<EntryChange<?>>of(new EntryChange.Create<>(EntryKind.SUBSCRIBER, anna()),
                new EntryChange.Create<>(EntryKind.RING_GROUP, sales));
        var wrong = new RingGroup("sales", Optional.empty(), List.of("anna", "bo"), RingGroup.Strategy.ALL, 4, Optional.empty());
        assertEquals(List.of("changes[1].members[1] no-such-subscriber", "changes[1].ringSeconds out-of-range"),
                fields(node().apply(List.of(both.getFirst(), new EntryChange.Create<>(EntryKind.RING_GROUP, wrong)))).stream()
                        .sorted().toList());
        assertEquals(Optional.empty(), node().subscribers().find("anna"));
        var saved = assertInstanceOf(SaveResult.Saved.class, node().apply(both));
        assertEquals(List.of(Subscriber.of("anna", "Anna \u00c5"), sales), saved.value());
        assertInstanceOf(SaveResult.InUse.class, node().apply(List.of(new EntryChange.Delete<>(EntryKind.SUBSCRIBER, "anna"),
                new EntryChange.Delete<>(EntryKind.RING_GROUP, "sales"))));
        assertEquals(Optional.of(sales), node().ringGroups().find("sales"));
        assertInstanceOf(SaveResult.Saved.class, node().apply(List.of(new EntryChange.Delete<>(EntryKind.RING_GROUP, "sales"),
                new EntryChange.Delete<>(EntryKind.SUBSCRIBER, "anna"))));
        assertEquals(Optional.empty(), node().subscribers().find("anna"));
    }

    private static SavedSearchDraft busy(Optional<SavedSearchDraft.Alert> alert) {
        return new SavedSearchDraft("Busy / now?", "cause:busy", 3600, "anna", true, false, alert);
    }

    @Test
    public void aSavedSearchLivesAndItsSecretIsNeverTold() throws Exception {
        var alert = new SavedSearchDraft.Alert(3, 5, 15, Optional.of("https://hooks.example/x"),
                Optional.of("0123456789abcdef"), List.of("noc@example.com"));
        var draft = new SavedSearchDraft("Busy", "cause:busy", 3600, "anna", true, true, Optional.of(alert));
        var saved = assertInstanceOf(SaveResult.Saved.class, node().savedSearches().create(draft)).value();
        assertEquals(Optional.of(saved), node().savedSearches().find("Busy"));
        assertEquals(new SavedSearch("Busy", "cause:busy", Optional.of(Duration.ofHours(1)), "anna", true, true,
                Optional.of(new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15),
                        Optional.of("https://hooks.example/x"), List.of("noc@example.com")))), saved);
        var keeps = new SavedSearchDraft.Alert(4, 5, 15, alert.webhook(), Optional.empty(), List.of());
        assertInstanceOf(SaveResult.Saved.class, node().savedSearches().replace("Busy",
                new SavedSearchDraft("Busy", "", 0, "anna", false, false, Optional.of(keeps))));
        assertInstanceOf(SaveResult.Saved.class, node().savedSearches().delete("Busy"));
        assertEquals(List.of("alert.secret required", "name not-a-name"), fields(node().savedSearches().create(
                busy(Optional.of(keeps)))));
    }

    @Test
    public void anAlertIsToldThroughAChannelOfAPlugin() throws Exception {
        assertEquals(List.of(FakeAlerts.PAGER), node().alerts().channels());
        var use = ChannelUse.of(FakeAlerts.PAGER.id(), Map.of("number", "+46701234567", "pin", "4711"));
        var alert = new SavedSearchDraft.Alert(3, 5, 15, Optional.empty(), Optional.empty(), List.of(), List.of(use));
        assertInstanceOf(SaveResult.Saved.class, node().savedSearches().create(
                new SavedSearchDraft("Paged", "", 0, "anna", true, true, Optional.of(alert))));
        assertEquals(List.of(ChannelUse.of(use.channel(), Map.of("number", "+46701234567"))),
                node().savedSearches().find("Paged").orElseThrow().alert().orElseThrow().channels());
        var wrong = new SavedSearchDraft.Alert(3, 5, 15, Optional.empty(), Optional.empty(), List.of(),
                List.of(ChannelUse.of(use.channel(), Map.of("number", "none")), ChannelUse.of("a/b", Map.of())));
        assertEquals(List.of("alert.channels[0].settings.number not-allowed", "alert.channels[0].settings.pin required",
                "alert.channels[1].channel no-such-channel"), fields(node().savedSearches().create(
                        new SavedSearchDraft("Other", "", 0, "anna", true, true, Optional.of(wrong)))));
    }

    @Test
    public void anEntryOfAPluginLivesAndItsSecretIsNeverTold() throws Exception {
        var entries = node().entries();
        var plugin = FakeEntries.DOORS.plugin();
        assertEquals(List.of(FakeEntries.DOORS), entries.kinds(plugin));
        assertEquals(List.of(FakeEntries.TEMPLATE), entries.trunkTemplates());
        assertEquals(List.of("name required", "nome unknown-field", "seconds not-allowed"),
                fields(entries.create(plugin, "door", Map.of("seconds", "few", "nome", "x"))));
        assertEquals(new SaveResult.Missing<>("window"), entries.create(plugin, "window", Map.of("name", "a")));
        assertEquals(List.of(), entries.list(plugin, "door", Optional.empty(), 10).items());
        var key = "Front 1?";
        var front = new PluginEntries.Entry(key, Map.of("name", key, "seconds", "5"), List.of("pin"));
        assertEquals(new SaveResult.Saved<>(front), entries.create(plugin, "door", Map.of("name", key, "seconds", "5", "pin", "4711")));
        assertEquals(List.of("name taken"), fields(entries.create(plugin, "door", Map.of("name", key))));
        entries.create(plugin, "door", Map.of("name", "Gate"));
        var page = entries.list(plugin, "door", Optional.empty(), 1);
        assertEquals(List.of(front), page.items());
        assertEquals("Gate", entries.list(plugin, "door", page.next(), 10).items().getFirst().key());
        assertEquals(List.of("pin"), assertInstanceOf(SaveResult.Saved.class, entries.replace(plugin, "door", key,
                Map.of("name", key))).value() instanceof PluginEntries.Entry changed ? changed.secretsSet() : List.of());
        assertInstanceOf(SaveResult.Saved.class, entries.delete(plugin, "door", key));
        assertEquals(Optional.empty(), entries.find(plugin, "door", key));
        assertEquals(new SaveResult.Missing<>(key), entries.delete(plugin, "door", key));
    }

    @Test
    public void kindsOfPluginsAreListedWithTheirEntriesAndThoseOfAPluginThatIsAwayToo() throws Exception {
        var entries = node().entries();
        var plugin = FakeEntries.DOORS.plugin();
        entries.create(plugin, "door", Map.of("name", "Front"));
        entries.create(plugin, "door", Map.of("name", "Back"));
        assertEquals(List.of(new PluginEntries.KindStatus(plugin, "door", Optional.of(FakeEntries.DOORS), 2)), entries.kinds());
        backing().entries().away(true);
        assertEquals(List.of(new PluginEntries.KindStatus(plugin, "door", Optional.empty(), 2)), entries.kinds());
        assertEquals(0, entries.deleteAll(plugin, "window"));
        assertEquals(2, entries.deleteAll(plugin, "door"));
        assertEquals(List.of(), entries.kinds());
    }

    @Test
    public void aLegalHoldIsSetChangedAndLifted() throws Exception {
        var draft = new HoldDraft("Case 7 / Öst?", "from:*4711", "court order 12/26");
        var hold = new LegalHold(draft.name(), draft.query(), draft.reason(), "anna", FakePrivacy.SINCE);
        assertEquals(List.of("name not-a-name", "reason required"),
                fields(node().privacy().holds().create(new HoldDraft("a/b", "", " "))));
        var fine = new HoldDraft("Case 7, Öst?", "from:*4711", "court order 12/26");
        assertEquals(new SaveResult.Saved<>(new LegalHold(fine.name(), fine.query(), fine.reason(), "anna",
                FakePrivacy.SINCE)), Author.as("anna", () -> node().privacy().holds().create(fine)));
        assertEquals(hold.query(), node().privacy().holds().find(fine.name()).orElseThrow().query());
        assertInstanceOf(SaveResult.Saved.class, node().privacy().holds().replace(fine.name(),
                new HoldDraft(fine.name(), "", "all of them")));
        assertInstanceOf(SaveResult.Saved.class, node().privacy().holds().delete(fine.name()));
        assertEquals(new SaveResult.Missing<>(fine.name()), node().privacy().holds().delete(fine.name()));
    }

    @Test
    public void aPersonIsFoundByPagesAndErasedExceptForWhatIsHeld() throws Exception {
        backing().privacy().keep(List.of(new PersonPage.Item(Samples.cdr(1), Optional.of(Samples.ladder(1)), Optional.empty()),
                new PersonPage.Item(Samples.cdr(2), Optional.empty(), Optional.of("Case 7"))));
        var privacy = node().privacy();
        var first = privacy.person("+46 70 1234567", Privacy.Purpose.SEARCH, Optional.empty(), 1);
        assertEquals(1, first.read());
        assertEquals(2, first.of());
        assertEquals(List.of(new PersonPage.Item(Samples.cdr(1), Optional.of(Samples.ladder(1)), Optional.empty())),
                first.items());
        var second = privacy.person("+46 70 1234567", Privacy.Purpose.SEARCH, first.next(), 1);
        assertEquals(Optional.of("Case 7"), second.items().getFirst().hold());
        assertEquals(Optional.empty(), second.next());
        privacy.holds().create(new HoldDraft("Case 8", "", "court"));
        assertEquals(new PersonChange(0, 2, Map.of("Case 8", 2L)), privacy.erase("+46701234567"));
        privacy.holds().delete("Case 8");
        assertEquals(new PersonChange(2, 2, Map.of()), privacy.pseudonymise("+46701234567"));
        assertEquals(List.of("search +46 70 1234567", "erase +46701234567", "pseudonymise +46701234567"),
                backing().privacy().asked());
    }

    @Test
    public void retentionIsReadChangedAndApplied() throws Exception {
        var privacy = node().privacy();
        assertEquals(backing().privacy().retention(), privacy.retention());
        var year = new Retention(365, 30, 90, Retention.Disguise.PSEUDONYM);
        assertEquals(new SaveResult.Saved<>(year), privacy.retain(year));
        var sweep = privacy.sweep();
        assertEquals(Map.of("Case 7", 6L), sweep.kept());
        var key = privacy.newKey();
        assertEquals(new RetentionStatus(year, Optional.of(sweep), "", key), privacy.retention());
        var stopped = new RetentionStatus(year, Optional.of(sweep), "the hold Case 7 cannot be read", key, "hold-unreadable",
                List.of("Case 7"));
        backing().privacy().status(stopped);
        assertEquals(stopped, privacy.retention());
    }

    private static PluginStatus done(PluginResult result) {
        return assertInstanceOf(PluginResult.Done.class, result).status();
    }

    private static List<String> codes(PluginResult result) {
        return assertInstanceOf(PluginResult.Refused.class, result).errors().stream().map(e -> e.field() + " " + e.code())
                .sorted().toList();
    }

    @Test
    public void plugInsAreToldWithAllThatIsKnownOfThem() throws Exception {
        assertEquals(List.of(PluginSamples.crm(), PluginSamples.suspended()), node().plugins().list());
        assertEquals(List.of(PluginSamples.offered(), PluginSamples.broken()), node().plugins().catalogue());
        assertEquals(List.of(PluginSamples.publisher()), node().plugins().publishers());
    }

    @Test
    public void aPlugInIsInstalledUpdatedRolledBackAndRemoved() throws Exception {
        var plugins = node().plugins();
        var status = done(plugins.install(FakePlugins.archive("org.example.new", "1.0.0")));
        assertEquals(backing().plugins().list().getLast(), status);
        assertEquals(List.of("archive not-an-archive"), codes(plugins.install(new byte[2_000_000])));
        assertEquals(List.of("id already-installed"), codes(plugins.install(FakePlugins.archive("org.example.new", "1.1.0"))));
        assertEquals(List.of("version not-newer"), codes(plugins.update("org.example.new", FakePlugins.archive("org.example.new", "0.9.0"))));
        assertEquals(Optional.of("1.0.0"), done(plugins.update("org.example.new", FakePlugins.archive("org.example.new", "1.1.0"))).previous());
        assertEquals("1.0.0", done(plugins.rollback("org.example.new")).about().version());
        assertEquals(List.of("version no-previous"), codes(plugins.rollback("org.example.new")));
        assertEquals("1.0.0", done(plugins.remove("org.example.new")).about().version());
        assertEquals(new PluginResult.Missing("org.example.new"), plugins.remove("org.example.new"));
        assertEquals(new PluginResult.Missing("org.example.new"), plugins.update("org.example.new", FakePlugins.archive("a", "2.0.0")));
    }

    @Test
    public void aPlugInIsDisabledAndConfigured() throws Exception {
        var plugins = node().plugins();
        var id = PluginSamples.crm().id();
        assertEquals(PluginStatus.State.DISABLED, done(plugins.enable(id, false)).state());
        assertEquals(PluginStatus.State.RUNNING, done(plugins.enable(id, true)).state());
        assertEquals(List.of("colour unknown-field", "server required"),
                codes(plugins.configure(id, Map.of("server", Optional.empty(), "colour", Optional.of("red")))));
        var status = done(plugins.configure(id, Map.of("pause", Optional.empty(), "popUp", Optional.of("false"))));
        assertEquals(Map.of("server", "https://crm.example", "popUp", "false"), status.settings());
        assertEquals(status, done(plugins.configure(id, Map.of())));
        assertEquals(new PluginResult.Missing("org.nobody"), plugins.configure("org.nobody", Map.of()));
        assertEquals(new PluginResult.Missing("org.nobody"), plugins.enable("org.nobody", true));
    }

    @Test
    public void aPublisherIsTrustedBeforeItsPlugInRuns() throws Exception {
        var plugins = node().plugins();
        var refused = assertInstanceOf(PluginResult.Refused.class, plugins.installFromCatalogue("enum-1.0.0.tlp"));
        assertEquals(PluginSamples.CERTIFICATE, refused.errors().getFirst().args().getLast());
        assertEquals(List.of("certificate not-a-certificate"), codes(plugins.trust("x", false)));
        var publisher = assertInstanceOf(PluginResult.Trusted.class, plugins.trust(PluginSamples.CERTIFICATE, true)).publisher();
        assertEquals(List.of(PluginSamples.publisher(), publisher), plugins.publishers());
        assertEquals("org.example.enum", done(plugins.installFromCatalogue("enum-1.0.0.tlp")).id());
        assertEquals(new PluginResult.Missing("nothing.tlp"), plugins.installFromCatalogue("nothing.tlp"));
        assertEquals(List.of("archive archive-broken"), codes(plugins.installFromCatalogue("broken.tlp")));
        assertTrue(plugins.distrust(publisher.fingerprint()));
        assertFalse(plugins.distrust(publisher.fingerprint()));
    }

    @Test
    public void theDeskGetsItsPartsAndWebRequestsReachThePlugIn() throws Exception {
        var id = PluginSamples.crm().id();
        assertArrayEquals(FakePlugins.archive(id, "1.4.0"), node().plugins().deskArchive(id).orElseThrow());
        assertEquals(Optional.empty(), node().plugins().deskArchive(PluginSamples.suspended().id()));
        var reply = node().plugins().web(id, new Plugins.WebRequest("POST", "notes/a%20b?x=1", "text/plain",
                "Å".getBytes(StandardCharsets.UTF_8)));
        assertEquals(200, reply.status());
        assertEquals("POST notes/a%20b?x=1 Å", new String(reply.body(), StandardCharsets.UTF_8));
        assertEquals(404, node().plugins().web("org.nobody", new Plugins.WebRequest("GET", "a", "", new byte[0])).status());
    }

    @Test
    public void changesAndEventsOfPlugInsAreTold() throws Exception {
        BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
        BlockingQueue<PluginEvent> events = new LinkedBlockingQueue<>();
        var event = new PluginEvent(PluginSamples.crm().id(), "note", "{\"text\":\"Å\"}");
        try (Watch _ = node().plugins().watch(() -> changes.add(true)); Watch _ = node().plugins().events(events::add)) {
            Await.until("two watch", () -> backing().watchers() >= 2);
            backing().plugins().put(PluginSamples.crm());
            next(changes);
            backing().plugins().publish(event);
            assertEquals(event, next(events));
        }
    }

    @Test
    public void anAlertIsAcknowledgedOnce() throws Exception {
        var raised = new AlertStatus("Busy now?", AlertStatus.State.RAISED, Samples.cdr(1).startedAt(), 3,
                false, List.of(Samples.cdr(1).id()), new LocalizableText("no-such-field", List.of("cause"), "there is no such field"),
                Optional.empty(),
                Optional.of(new AlertStatus.Delivery(Samples.cdr(1).startedAt(), false,
                        new LocalizableText("webhook-answered", List.of("127.0.0.1", "410"), "127.0.0.1 answered 410"), true)),
                Map.of(FakeAlerts.PAGER.id(), new AlertStatus.Delivery(Samples.cdr(1).startedAt(), true, LocalizableText.NOTHING, false)));
        backing().alerts().set(List.of(raised));
        assertEquals(List.of(raised), node().alerts().list());
        assertTrue(node().alerts().acknowledge("Busy now?"));
        assertFalse(node().alerts().acknowledge("Busy now?"));
        assertEquals(AlertStatus.State.ACKNOWLEDGED, node().alerts().list().getFirst().state());
        assertTrue(node().alerts().test("Busy now?"));
        assertFalse(node().alerts().test("other"));
        assertEquals(List.of("Busy now?"), backing().alerts().tested());
    }

    @Test
    public void thePastOfAnEntryIsTold() throws Exception {
        var fields = new LinkedHashMap<String, String>();
        fields.put("name", "A+B");
        fields.put("host", "192.0.2.1");
        var then = new ConfigHistory.Then("trunk A+B", 7, Samples.cdr(1).startedAt(), "admin", fields, Map.of());
        backing().past(then);
        assertEquals(Optional.of(then), node().history().at(8, "trunk A+B"));
        assertEquals(List.of("name", "host"), List.copyOf(node().history().at(8, "trunk A+B").orElseThrow().then().keySet()));
        assertEquals(Optional.empty(), node().history().at(8, "trunk C"));
    }

    @Test
    public void aRouteIsTriedWithoutACall() throws Exception {
        node().subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        var question = new Trials.RouteQuestion("070-123 45 67", new Trials.Caller(Optional.of("anna"), Optional.empty()), "",
                Samples.START, true);
        assertEquals(backing().trials().route(question), node().trials().route(question));
        assertEquals(List.of(question, question), backing().trials().asked());
    }

    @Test
    public void aTrunkIsTriedByACall() throws Exception {
        assertInstanceOf(SaveResult.Rejected.class, node().trials().call(Trials.TestCallDraft.of("Nobody", "+46701234567", "")));
        var trunk = EntryKind.TRUNK.schema().blank();
        node().trunks().create(new Trunk("New", new TrunkPeer("sip.example", 5060, Transport.UDP, List.of(), false), true, Optional.empty(),
                trunk.security(), trunk.limits(), trunk.numbers(), Optional.empty()));
        var draft = new Trials.TestCallDraft("New", "+46701234567", "+46850010000", List.of("PCMU"), List.of("X-Account: 47"),
                Trials.Sound.SILENCE, 5, Optional.empty());
        var silent = assertInstanceOf(SaveResult.Rejected.class, node().trials().call(draft.spokenBy("nobody")));
        assertEquals("voice", ((FieldError) silent.errors().getFirst()).field());
        var placed = assertInstanceOf(SaveResult.Saved.class, node().trials().call(draft)).value();
        var busy = assertInstanceOf(SaveResult.Saved.class, node().trials().call(Trials.TestCallDraft.of("New", "9", ""))).value();
        for (var call : List.of((TestCall) placed, (TestCall) busy))
            assertEquals(backing().trials().testCall(call.id()), Optional.of(call));
        assertEquals(Optional.of(placed), node().trials().testCall(((TestCall) placed).id()));
        assertEquals(Optional.empty(), node().trials().testCall(Samples.id(999)));
    }

    @Test
    public void aTrunkIsCalledOverBeforeItIsSaved() throws Exception {
        var blank = EntryKind.TRUNK.schema().blank();
        var call = Trials.TestCallDraft.of("", "+46701234567", "");
        var refused = assertInstanceOf(SaveResult.Rejected.class, node().trials().call(blank, call));
        assertTrue(refused.errors().toString().contains("host"), refused.toString());
        var whole = new Trunk("New", new TrunkPeer("sip.example", 5060, Transport.UDP, List.of(), false), true,
                Optional.of(new TrunkRegistration("account", Secret.of("of-the-carrier"), 600)), blank.security(), blank.limits(),
                blank.numbers(), Optional.empty());
        var placed = (TestCall) assertInstanceOf(SaveResult.Saved.class, node().trials().call(whole, call)).value();
        assertEquals("New/unsaved", placed.trunk());
        assertEquals(Optional.of(placed), node().trials().testCall(placed.id()));
        assertEquals(List.of(whole), backing().trials().unsaved());
        assertEquals(Optional.empty(), node().trunks().find("New"));
    }

    @Test
    public void aTrunkIsTriedBeforeItIsSaved() throws Exception {
        var draft = EntryKind.TRUNK.schema().blank();
        var refused = assertInstanceOf(SaveResult.Rejected.class, node().trials().trunk(draft));
        assertTrue(refused.errors().toString().contains("host"), refused.toString());
        var whole = new Trunk("New", new TrunkPeer("sip.example", 5060, Transport.UDP, List.of(), false), true, Optional.empty(),
                draft.security(), draft.limits(), draft.numbers(), Optional.empty());
        assertEquals(backing().trials().trunk(whole), node().trials().trunk(whole));
        assertEquals(Optional.empty(), node().trunks().find("New"));
    }

    @Test
    public void waitingMessagesAreListedWithoutTheirTextAndDeleted() throws Exception {
        backing().messages().add(Samples.waiting(7, "anna"));
        backing().messages().add(Samples.waiting(8, "bo"));
        backing().messages().add(Samples.waiting(9, "anna"));
        var first = node().messages().waiting(Optional.empty(), Optional.empty(), 2);
        assertEquals(List.of(Samples.waiting(7, "anna"), Samples.waiting(8, "bo")), first.items());
        assertEquals(3, first.total());
        assertEquals(List.of(Samples.waiting(9, "anna")), node().messages().waiting(Optional.empty(), first.next(), 2).items());
        assertEquals(List.of(Samples.waiting(7, "anna"), Samples.waiting(9, "anna")),
                node().messages().waiting(Optional.of("anna"), Optional.empty(), 10).items());
        assertTrue(node().messages().delete(7));
        assertFalse(node().messages().delete(7));
        assertEquals(1, node().messages().waiting(Optional.of("anna"), Optional.empty(), 10).total());
        assertThrows(IllegalArgumentException.class, () -> node().messages().waiting(Optional.empty(), Optional.empty(), 0));
    }

    @Test
    public void changesAreToldAndTakenBack() throws Exception {
        backing().changeLog().add(Samples.change(7, "anna"));
        backing().changeLog().add(Samples.change(8, "bob"));
        assertEquals(List.of(Samples.change(8, "bob"), Samples.change(7, "anna")),
                node().changeLog().list("", Optional.empty(), 10).items());
        assertEquals(List.of(Samples.change(7, "anna")), node().changeLog().list("ann", Optional.empty(), 10).items());
        assertEquals(List.of(Samples.change(7, "anna")), node().changeLog().list("", Optional.of("8"), 10).items());
        var done = assertInstanceOf(TakenBack.class, assertInstanceOf(SaveResult.Saved.class, node().changeLog().takeBack(7, true)).value());
        assertEquals(List.of(OptionalLong.of(7)), done.changes().stream().map(LoggedChange::takesBack).toList());
        assertEquals(List.of(new LoggedChange.Field("host", "sip.telia.example", "sip.old.example")), done.changes().getFirst().fields());
        assertEquals(List.of(), done.restart());
        assertEquals(List.of("7 together"), backing().changeLog().taken());
        assertEquals(new SaveResult.Missing<>("9"), node().changeLog().takeBack(9, false));
        var refused = assertInstanceOf(SaveResult.Rejected.class, node().changeLog().takeBack(8, false));
        assertTrue(refused.errors().toString().contains("changed-since"), refused.toString());
        var again = assertInstanceOf(SaveResult.Rejected.class, node().changeLog().takeBack(7, false));
        assertTrue(again.errors().toString().contains("taken-back"), again.toString());
        assertEquals(List.of("7 together"), backing().changeLog().taken());
    }

    @Test
    void allThatIsKnownOfACallComesTogether() throws Exception {
        backing().cdrs().add(Samples.cdr(2));
        backing().cdrs().add(Samples.ladder(2));
        var known = node().callCase(Samples.cdr(2).id()).orElseThrow();
        assertEquals(Samples.cdr(2), known.record());
        assertEquals(Samples.ladder(2), known.ladder());
        assertEquals(backing().callCase(Samples.cdr(2).id()).orElseThrow(), known, "as the node says it");
        assertEquals(Optional.empty(), node().callCase(Samples.id(99)));
    }

    @Test
    void aCallInProgressIsToldAsIfItEndedNow() throws Exception {
        assertEquals(Optional.empty(), node().liveCase(Samples.id(2)));
        backing().calls().set(List.of(Samples.call(2)));
        var now = node().liveCase(Samples.id(2)).orElseThrow();
        assertEquals(backing().liveCase(Samples.id(2)).orElseThrow(), now);
        assertEquals(Samples.ladder(2), now.ladder());
        backing().calls().set(List.of());
        assertEquals(Optional.empty(), node().liveCase(Samples.id(2)));
    }

    @Test
    public void whatIsRefusedNamesItsFields() throws Exception {
        node().subscribers().create(anna());
        assertEquals(List.of("username taken"), fields(node().subscribers().create(anna())));
        assertEquals(List.of("password required", "username not-username"), fields(
                node().subscribers().create(new Subscriber("an na", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER))));
        assertEquals(List.of("number not-e164"), fields(node().numbers().create(new NumberAssignment("0812", "anna"))));
        assertEquals(List.of("trunks[0] no-such-trunk"),
                fields(node().routes().create(new Route("+46", List.of("nowhere")))));
        assertEquals(List.of("host required", "port out-of-range"), fields(node().trunks().create(
                new Trunk("A", new TrunkPeer("", 70_000, Transport.UDP, List.of(), false), true,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 30, 60),
                new TrunkNumbers("", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty()))));
        assertEquals(0, node().trunks().list(Optional.empty(), 10).total());
    }

    @Test
    public void aCheckSavesNothing() throws Exception {
        assertEquals(List.of(), node().subscribers().check(Optional.empty(), anna()));
        assertEquals(Optional.empty(), node().subscribers().find("anna"));
        node().subscribers().create(anna());
        var found = node().subscribers().check(Optional.empty(), anna());
        assertEquals(List.of("taken"), found.stream().map(FieldError::code).toList());
        assertEquals(List.of("anna"), found.getFirst().args());
        assertEquals(List.of(), node().subscribers().check(Optional.of("anna"),
                new Subscriber("anna", Secret.KEPT, "x", true, CallHandling.PLAIN, Srtp.OFFER)));
    }

    @Test
    public void whatIsUsedStays() throws Exception {
        node().subscribers().create(anna());
        node().numbers().create(new NumberAssignment("+46 8-123 456 78", "anna"));
        assertEquals(new SaveResult.InUse<>(List.of("number +46812345678")), node().subscribers().delete("anna"));
        assertEquals(Optional.of(new NumberAssignment("+46812345678", "anna")),
                node().numbers().find("+46812345678"));
    }

    @Test
    public void keysMayHoldAnyLetter() throws Exception {
        var name = "Telia A+B 100% å?#";
        var draft = new Trunk(name, new TrunkPeer("192.0.2.1", 5080, Transport.TLS, List.of("192.0.2.0/24"), false), true,
                Optional.of(new TrunkRegistration("acme", Secret.of("s3cret!"), 600)), new TrunkSecurity(Srtp.REQUIRE, Optional.of("sbc.example"), true), new TrunkLimits(30, 5, 30, 60),
                new TrunkNumbers("SE", Optional.of("+46812345678"), true, new NumberRules(0, "", NumberRules.Format.E164), NumberRules.NONE), Optional.empty());
        assertInstanceOf(SaveResult.Saved.class, node().trunks().create(draft));
        assertEquals(backing().trunks().find(name), node().trunks().find(name));
        assertTrue(node().trunks().find(name).isPresent());
        node().routes().create(new Route("", List.of(name)));
        assertEquals(Optional.of(new Route("", List.of(name))), node().routes().find(""));
        assertInstanceOf(SaveResult.Saved.class, node().routes().delete(""));
        assertInstanceOf(SaveResult.Saved.class, node().trunks().delete(name));
    }

    @Test
    public void listsComeInPages() throws Exception {
        for (int i = 0; i < 7; i++)
            node().subscribers().create(new Subscriber("user" + i, Secret.of("secret" + i), "", true, CallHandling.PLAIN, Srtp.OFFER));
        var first = node().subscribers().list(Optional.empty(), 3);
        var second = node().subscribers().list(first.next(), 3);
        var third = node().subscribers().list(second.next(), 3);
        assertEquals(List.of("user3", "user4", "user5"), second.items().stream().map(Subscriber::username).toList());
        assertEquals(1, third.items().size());
        assertEquals(7, third.total());
        assertEquals(Optional.empty(), third.next());
    }

    @Test
    public void entriesAreFoundByWordsOfTheirNames() throws Exception {
        for (var name : List.of("mary-ann", "anna", "bert", "annika"))
            node().subscribers().create(new Subscriber(name, Secret.of("secret"), name.equals("bert") ? "Bert Ann Öst" : "", true,
                    CallHandling.PLAIN, Srtp.OFFER));
        var found = node().subscribers().search(new EntryFilter(" ANN"), 3);
        assertEquals(List.of("anna", "annika", "bert"), found.items().stream().map(Subscriber::username).toList());
        assertEquals(4, found.total());
        assertEquals(Optional.empty(), found.next());
        assertEquals(List.of("bert"), node().subscribers().search(new EntryFilter("öst ber"), 10).items().stream()
                .map(Subscriber::username).toList());
        assertEquals(0, node().subscribers().search(new EntryFilter("anna bert"), 10).total());
        assertThrows(IllegalArgumentException.class, () -> node().subscribers().search(new EntryFilter("a"), 1001));
        assertThrows(IllegalArgumentException.class, () -> new EntryFilter(" "));
    }

    @Test
    public void entriesAreFoundByWhatTheyReferTo() throws Exception {
        node().subscribers().create(new Subscriber("anna", Secret.of("secret"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        node().numbers().create(new NumberAssignment("+4686840007", "anna"));
        assertEquals(1, node().numbers().search(new EntryFilter("anna"), 10).total());
        assertEquals(1, node().numbers().search(new EntryFilter("840007"), 10).total());
        assertEquals(0, node().numbers().search(new EntryFilter("840008"), 10).total());
    }

    @Test
    public void statusAndRegistrationsAreTold() throws Exception {
        backing().registrations(List.of(Samples.contact()));
        assertEquals(Samples.status(), node().status());
        assertEquals(List.of(Samples.contact()), node().registrations());
    }

    @Test
    public void whatIsKnownOfANumberIsTold() throws Exception {
        var known = new NumberInfo("+46812345678", Optional.of("Anna Å & Co"), Optional.of("Telia"), Optional.of("SE"),
                Optional.of("fixed"), OptionalInt.of(0), Optional.of("sip:a@example.com"), Optional.of("+46800000000"),
                Optional.of("https://crm.example.com/1"));
        backing().knows(known);
        assertEquals(known, node().numberInfo("+46812345678"));
        assertEquals(NumberInfo.unknown("+46899999999"), node().numberInfo("+46899999999"));
    }

    @Test
    public void whatStreamsAreRatedByIsTold() throws Exception {
        var figures = new CodecImpairment(3.5, 17.25, Duration.ofMillis(7), CodecImpairment.Source.APPROXIMATE);
        backing().rates("X-VENDOR", figures);
        assertEquals(figures, node().codecs().get("X-VENDOR"));
        assertEquals(CodecImpairment.of("PCMA").orElseThrow(), node().codecs().get("PCMA"));
    }

    @Test
    public void blockedSourcesAreToldAndSetFree() throws Exception {
        var v6 = new BlockedSource("2001:db8:0:1::/64", BlockedSource.Reason.FLOOD, Samples.START,
                Samples.START.plusSeconds(1), 0);
        backing().blocked(List.of(Samples.blocked(), v6));
        assertEquals(List.of(Samples.blocked(), v6), node().blockedSources());
        assertTrue(node().unblock(v6.source()));
        assertFalse(node().unblock(v6.source()));
        assertEquals(List.of(Samples.blocked()), node().blockedSources());
    }

    @Test
    public void drainingBeginsAndEnds() throws Exception {
        node().drain(false);
        assertEquals(Optional.of(false), backing().drainingThenStop());
        node().drain(true);
        assertEquals(Optional.of(true), backing().drainingThenStop());
        node().resume();
        assertEquals(Optional.empty(), backing().drainingThenStop());
    }

    @Test
    public void callsCanBeSeenAndEnded() throws Exception {
        backing().calls().set(List.of(Samples.call(1), Samples.call(2)));
        assertEquals(List.of(Samples.call(1), Samples.call(2)), node().calls().list());
        assertTrue(node().calls().hangUp(Samples.id(1)));
        assertFalse(node().calls().hangUp(Samples.id(1)));
        assertEquals(List.of(Samples.call(2)), node().calls().list());
    }

    @Test
    public void callsOfAConferenceCanBeMuted() throws Exception {
        var seat = new ConferenceSeat("8000", false, false, true);
        backing().calls().set(List.of(Samples.call(1).in(seat), Samples.call(2)));
        assertEquals(Optional.of(seat), node().calls().list().getFirst().conference());
        assertTrue(node().calls().mute(Samples.id(1), true));
        assertTrue(node().calls().list().getFirst().conference().orElseThrow().muted());
        assertTrue(node().calls().mute(Samples.id(1), false));
        assertFalse(node().calls().list().getFirst().conference().orElseThrow().muted());
        assertFalse(node().calls().mute(Samples.id(2), true), "it is in no conference");
    }

    @Test
    public void aNumberIsCalledForASubscriber() throws Exception {
        node().subscribers().create(anna());
        var draft = new LiveCalls.CallDraft("anna", "+46701234567");
        assertEquals(new SaveResult.Saved<>(Samples.id(601)), node().calls().connect(draft));
        assertEquals(List.of(draft), backing().calls().asked());
        var refused = assertInstanceOf(SaveResult.Rejected.class, node().calls().connect(new LiveCalls.CallDraft("nobody", "1")));
        assertEquals("no-such-subscriber", ((FieldError) refused.errors().getFirst()).code());
    }

    @Test
    public void aNumberIsCalledOverATrunk() throws Exception {
        node().subscribers().create(anna());
        node().trunks().create(FakeDirectory.trunk("Telia A", "192.0.2.30"));
        var draft = new LiveCalls.CallDraft("anna", "+46701234567");
        assertEquals(new SaveResult.Saved<>(Samples.id(601)), node().calls().connectOver("Telia A", draft));
        assertEquals(List.of(draft), backing().calls().asked());
        assertEquals(List.of("Telia A"), backing().calls().over());
        var refused = assertInstanceOf(SaveResult.Rejected.class, node().calls().connectOver("Nobody", draft));
        assertEquals("no-such-trunk", ((FieldError) refused.errors().getFirst()).code());
    }

    @Test
    public void aPhoneListensToACall() throws Exception {
        node().subscribers().create(anna());
        backing().calls().set(List.of(Samples.call(1)));
        assertEquals(new SaveResult.Saved<>(Samples.id(600)), node().calls().listen(Samples.id(1), "anna"));
        assertEquals(Optional.of("anna"), node().calls().list().getFirst().listener());
        var refused = assertInstanceOf(SaveResult.Rejected.class, node().calls().listen(Samples.id(1), "nobody"));
        assertEquals("no-such-subscriber", ((FieldError) refused.errors().getFirst()).code());
        assertInstanceOf(SaveResult.Missing.class, node().calls().listen(Samples.id(2), "anna"));
        assertTrue(node().calls().stopListening(Samples.id(1)));
        assertFalse(node().calls().stopListening(Samples.id(1)));
        assertEquals(Optional.empty(), node().calls().list().getFirst().listener());
    }

    @Test
    public void recordsAreFound() throws Exception {
        for (int i = 0; i < 5; i++)
            backing().cdrs().add(Samples.cdr(i));
        backing().cdrs().add(Samples.ladder(2));
        var cdrs = node().cdrs();
        var first = cdrs.records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, Optional.empty(), 2);
        assertEquals(List.of(Samples.cdr(4), Samples.cdr(3)), first.items());
        assertEquals(List.of(Samples.cdr(2), Samples.cdr(1)),
                cdrs.records(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, first.next(), 2).items());
        assertEquals(List.of(CdrRow.of(Samples.cdr(1))),
                cdrs.rows(CdrQuery.ALL, new CdrOrder(CdrField.STARTED, false), 1, 1).items());
        assertEquals(0, cdrs.rows(new CdrQuery("", Optional.of(Samples.START.plusMillis(1)), Optional.empty()),
                CdrOrder.NEWEST_FIRST, 0, 10).total());
        assertEquals(5, cdrs.rows(new CdrQuery("trunk:\"Telia B\"", Optional.of(Samples.START),
                Optional.of(Samples.START.plusMillis(1))), CdrOrder.NEWEST_FIRST, 0, 10).total());
        assertEquals(Optional.of(Samples.cdr(2)), cdrs.find(Samples.id(2)));
        assertEquals(Optional.empty(), cdrs.find(Samples.id(9)));
        assertEquals(Optional.of(Samples.ladder(2)), cdrs.ladder(Samples.id(2)));
        assertEquals(Optional.empty(), cdrs.ladder(Samples.id(1)));
    }

    @Test
    public void recordsComeInTheOrderOfAnyField() throws Exception {
        var generator = new CdrGenerator(3, Samples.START, 10);
        for (int i = 0; i < 40; i++)
            backing().cdrs().add(generator.next());
        for (var field : CdrField.values())
            for (boolean down : new boolean[] { true, false }) {
                if (!field.isSortable())
                    continue;
                var order = new CdrOrder(field, down);
                var all = node().cdrs().records(CdrQuery.ALL, order, Optional.empty(), 40).items();
                assertEquals(all.stream().sorted(CdrKeys.order(order)).toList(), all, order.toString());
                assertEquals(all.stream().skip(15).limit(20).map(CdrRow::of).toList(),
                        node().cdrs().rows(CdrQuery.ALL, order, 15, 20).items(), order.toString());
            }
    }

    @Test
    public void figuresAndCompletionsComeBack() throws Exception {
        for (int i = 0; i < 3; i++)
            backing().cdrs().add(Samples.cdr(i));
        var query = new CdrQuery("cause:normal", Optional.empty(), Optional.empty());
        var facets = Set.of(CdrField.TRUNK, CdrField.CAUSE);
        assertEquals(backing().cdrs().summarize(query, facets, 3), node().cdrs().summarize(query, facets, 3));
        assertEquals(backing().cdrs().complete("ca", 2), node().cdrs().complete("ca", 2));
    }

    @Test
    public void aSearchIsAnsweredInPartsRowsFirst() throws Exception {
        for (int i = 0; i < 3; i++)
            backing().cdrs().add(Samples.cdr(i));
        var query = new CdrQuery("cause:normal", Optional.empty(), Optional.empty());
        var request = new SearchRequest(query, new CdrOrder(CdrField.STARTED, false), 2, Set.of(CdrField.TRUNK, CdrField.CAUSE),
                Set.of(), 3);
        var parts = parts(node(), request);
        assertEquals(parts(backing(), request), parts);
        assertEquals(List.of(SearchPart.Rows.class, SearchPart.Figures.class, SearchPart.Facet.class),
                parts.stream().map(SearchPart::getClass).toList());
        assertEquals(new SearchPart.Rows(node().cdrs().rows(query, request.order(), 0, 2)), parts.get(0));
        assertEquals(Set.of(CdrField.TRUNK), ((SearchPart.Figures) parts.get(1)).summary().facets().keySet());
        assertEquals(CdrField.CAUSE, ((SearchPart.Facet) parts.get(2)).field());
        assertEquals(2, parts(node(), SearchRequest.figures(query, Set.of(CdrField.CAUSE), 0)).size(), "without rows");
        assertEquals(3, parts(node(), new SearchRequest(numbers(1_000), CdrOrder.NEWEST_FIRST, 2, Set.of(), Set.of(), 0)).stream()
                .mapToLong(part -> part instanceof SearchPart.Rows(var page) ? page.total() : 0).sum(), "a long one");
    }

    @Test
    public void fieldsOfPluginsAreCountedAsPartsOfTheSearch() throws Exception {
        var crm = "com.example.crm";
        backing().cdrs().declare(new AttributeAbout("customer", Attribute.Type.TEXT, Map.of("en", "Customer"), true, crm),
                new AttributeAbout("score", Attribute.Type.NUMBER, Map.of("en", "Score"), false, crm));
        var customers = List.of("Acme AB", "Bolt", "Bolt");
        for (int i = 0; i < customers.size(); i++) {
            var call = Samples.cdr(i);
            backing().cdrs().add(call.with(call.marks().withAttributes(List.of(
                    new Attribute("customer", Attribute.Type.TEXT, customers.get(i), crm)))));
        }
        var facets = Set.of(CdrField.CAUSE);
        var request = new SearchRequest(new CdrQuery("customer:Bolt", Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 1,
                facets, Set.of("customer", "score", "unheard"), 0);
        var parts = parts(node(), request);
        assertEquals(2, ((SearchPart.Figures) parts.get(1)).summary().total());
        assertEquals(List.of(new SearchPart.AttributeFacet("customer", List.of(new CdrSummary.Count("Acme AB", 1),
                new CdrSummary.Count("Bolt", 2)), Optional.empty()), none("score"), none("unheard")), parts.subList(2, parts.size()),
                "as if it was not asked for");
        assertEquals(facets, node().cdrs().summarize(request.query(), facets, 0).facets().keySet());
    }

    private static SearchPart none(String field) {
        return new SearchPart.AttributeFacet(field, List.of(), Optional.empty());
    }

    private static List<SearchPart> parts(Node node, SearchRequest request) throws Exception {
        var parts = new ArrayList<SearchPart>();
        try (var answer = node.cdrs().search(request)) {
            for (var part = answer.next(); part.isPresent(); part = answer.next())
                parts.add(part.get());
        }
        return parts;
    }

    @Test
    public void aSearchThatFailsSaysWhyInPlaceOfItsFirstPart() throws Exception {
        var wrong = new SearchRequest(new CdrQuery("cause:busy OR bad:1", Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 1,
                Set.of(), Set.of(), 0);
        try (var answer = node().cdrs().search(wrong)) {
            assertEquals(14, assertThrows(QueryException.class, answer::next).position());
        }
        backing().outage(Optional.of("the index is away"));
        try (var answer = node().cdrs().search(SearchRequest.figures(CdrQuery.ALL, Set.of(), 0))) {
            assertTrue(assertThrows(NodeUnavailableException.class, answer::next).getMessage().contains("the index is away"));
        }
    }

    @Test
    public void rowsDoNotWaitForFigures() throws Exception {
        backing().cdrs().add(Samples.cdr(1));
        var counting = new CountDownLatch(1);
        backing().cdrs().countAfter(counting);
        try (var answer = node().cdrs().search(new SearchRequest(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 1, Set.of(), Set.of(), 0))) {
            assertInstanceOf(SearchPart.Rows.class, answer.next().orElseThrow());
            counting.countDown();
            assertInstanceOf(SearchPart.Figures.class, answer.next().orElseThrow());
            assertEquals(Optional.empty(), answer.next());
        }
    }

    @Test
    public void whoClosesASearchWakesItsReader() throws Exception {
        backing().cdrs().countAfter(new CountDownLatch(1)); // never
        var answer = node().cdrs().search(new SearchRequest(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 1, Set.of(), Set.of(), 0));
        assertTrue(answer.next().isPresent());
        var reading = CompletableFuture.supplyAsync(() -> assertThrows(NodeUnavailableException.class, answer::next));
        answer.close();
        assertEquals("cancelled", reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS).code());
        backing().cdrs().countAfter(new CountDownLatch(0));
    }

    @Test
    public void aClosedSearchTellsNothingMore() throws Exception {
        backing().cdrs().add(Samples.cdr(1));
        var answer = node().cdrs().search(new SearchRequest(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 1, Set.of(), Set.of(), 0));
        assertTrue(answer.next().isPresent());
        answer.close();
        assertEquals("cancelled", assertThrows(NodeUnavailableException.class, answer::next).code());
        try (var closed = node().cdrs().search(SearchRequest.figures(CdrQuery.ALL, Set.of(), 0))) {
            closed.close();
            assertEquals("cancelled", assertThrows(NodeUnavailableException.class, closed::next).code(), "before it began");
        }
    }

    private static CdrQuery numbers(int count) {
        return new CdrQuery(IntStream.range(0, count).mapToObj(i -> "number:" + Samples.cdr(1).to().normalised() + i)
                .collect(Collectors.joining(" OR ", "number:" + Samples.cdr(1).to().normalised() + " OR ", "")),
                Optional.of(Samples.START), Optional.empty());
    }

    @Test
    public void ofTenThousandAlternativesTheFirstAreLookedForAndThatIsSaid() throws Exception {
        for (int i = 0; i < 3; i++)
            backing().cdrs().add(Samples.cdr(i));
        var cdrs = node().cdrs();
        var query = numbers(10_000);
        assertTrue(query.text().length() > 220_000, "a long one");
        var rows = cdrs.rows(query, CdrOrder.NEWEST_FIRST, 1, 1);
        assertEquals(new Page<>(List.of(CdrRow.of(Samples.cdr(1))), 3, Optional.empty(), Optional.of(Partial.TERMS)), rows);
        var first = cdrs.records(query, CdrOrder.NEWEST_FIRST, Optional.empty(), 2);
        assertEquals(backing().cdrs().records(query, CdrOrder.NEWEST_FIRST, Optional.empty(), 2), first);
        assertEquals(Optional.of(Partial.TERMS), first.partial());
        assertEquals(List.of(Samples.cdr(0)), cdrs.records(query, CdrOrder.NEWEST_FIRST, first.next(), 2).items());
        var facets = Set.of(CdrField.TRUNK, CdrField.CAUSE);
        var summary = cdrs.summarize(query, facets, 3);
        assertEquals(backing().cdrs().summarize(query, facets, 3), summary);
        assertEquals(Optional.of(Partial.TERMS), summary.partial());
        assertEquals(backing().cdrs().trunkPeriods(query, Duration.ofHours(1)), cdrs.trunkPeriods(query, Duration.ofHours(1)));
        assertEquals(Optional.empty(), cdrs.rows(numbers(9_999), CdrOrder.NEWEST_FIRST, 0, 1).partial(), "all of them");
        var text = "ca" + " ".repeat(5_000);
        assertEquals(backing().cdrs().complete(text, 2), cdrs.complete(text, 2));
    }

    @Test
    public void aLongQueryThatFailsTellsWhere() throws Exception {
        var wrong = new CdrQuery(numbers(1_000).text() + " OR wrong:1", Optional.empty(), Optional.empty());
        var e = assertThrows(QueryException.class, () -> node().cdrs().rows(wrong, CdrOrder.NEWEST_FIRST, 0, 1));
        var direct = assertThrows(QueryException.class, () -> backing().cdrs().rows(wrong, CdrOrder.NEWEST_FIRST, 0, 1));
        assertEquals(direct.getMessage(), e.getMessage());
        assertEquals(direct.position(), e.position());
    }

    /** As long as they may be: what holds records or rings at night is never answered in part. */
    @Test
    public void theLongestSearchesAreSavedAndTheNextAreToldTheLimit() throws Exception {
        var longest = numbers(1_000).text().substring(0, SavedSearchRules.MAX_QUERY - 1) + "1";
        var saved = new SavedSearchDraft("Long", longest, 0, "anna", true, false, Optional.of(
                new SavedSearchDraft.Alert(3, 5, 15, Optional.empty(), Optional.empty(), List.of("noc@example.com"))));
        assertInstanceOf(SaveResult.Saved.class, node().savedSearches().create(saved));
        assertEquals(longest, node().savedSearches().find("Long").orElseThrow().query());
        assertEquals(List.of("query too-long"), fields(node().savedSearches().create(new SavedSearchDraft("Longer",
                numbers(10_000).text(), 0, "anna", true, false, Optional.empty()))));
        assertInstanceOf(SaveResult.Saved.class, node().privacy().holds().create(new HoldDraft("Long", longest, "court")));
        assertEquals(List.of("query too-long"), fields(node().privacy().holds().create(new HoldDraft("Longer",
                numbers(10_000).text(), "court"))));
    }

    @Test
    public void aQueryThatFailsTellsWhereAndWhatInstead() {
        var e = assertThrows(QueryException.class, () -> node().cdrs()
                .rows(new CdrQuery("bad:&x=\"å\"", Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 1));
        assertEquals(0, e.position());
        assertEquals(Optional.of("&x=\"å\""), e.suggestion());
        assertEquals("There is no field \"bad\"", e.getMessage());
    }

    @Test
    public void anOutageSaysWhy() throws Exception {
        backing().outage(Optional.of("the store is down"));
        var e = assertThrows(NodeUnavailableException.class, () -> node().trunks().list(Optional.empty(), 1));
        assertTrue(e.getMessage().contains("the store is down"), e.getMessage());
        assertEquals("of-a-fake", e.code());
        assertEquals(List.of("the store is down"), e.args());
        assertThrows(NodeUnavailableException.class, () -> node().subscribers().create(anna()));
        backing().outage(Optional.empty());
        assertEquals(Samples.status(), node().status());
    }

    @Test
    public void watchersAreToldUntilTheyLeave() throws Exception {
        var calls = new LinkedBlockingQueue<List<LiveCall>>();
        var rows = new LinkedBlockingQueue<List<CdrRow>>();
        var status = new LinkedBlockingQueue<NodeStatus>();
        var config = new LinkedBlockingQueue<String>();
        backing().calls().set(List.of(Samples.call(1)));
        var watches = List.of(node().calls().watch(calls::add), node().cdrs().watch(rows::add),
                node().watch(status::add, _ -> {}), node().watchConfiguration(() -> config.add("changed")));
        assertEquals(List.of(Samples.call(1)), next(calls));
        assertEquals(Samples.status(), next(status));
        awaitWatchers(4);
        config.clear();
        backing().calls().set(List.of());
        assertEquals(List.of(), next(calls));
        backing().cdrs().add(Samples.cdr(1));
        assertEquals(List.of(CdrRow.of(Samples.cdr(1))), next(rows));
        backing().subscribers().create(anna());
        next(config);
        watches.forEach(Watch::close);
        awaitWatchers(0);
        backing().calls().set(List.of(Samples.call(2)));
        assertEquals(0, calls.size());
    }

    /** A wire tells of a new watcher a little later, and notices that one went when it has something to say. */
    private void awaitWatchers(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (int i = 0; backing().watchers() != count; i++) {
            assertTrue(System.nanoTime() < end, "watchers: " + backing().watchers() + ", expected " + count);
            if (count == 0) {
                backing().status(Samples.status());
                backing().calls().set(List.of());
                backing().cdrs().add(Samples.cdr(i % 1000));
                backing().configurationChanged();
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
