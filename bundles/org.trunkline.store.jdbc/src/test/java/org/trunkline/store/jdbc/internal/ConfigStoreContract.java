package org.trunkline.store.jdbc.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.EntryKind;
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
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.port.config.AlreadyUndoneException;
import org.trunkline.engine.port.config.ConfigChange.PutHold;
import org.trunkline.engine.port.config.ConfigChange.PutNumber;
import org.trunkline.engine.port.config.ConfigChange.PutRetention;
import org.trunkline.engine.port.config.ConfigChange.PutRingGroup;
import org.trunkline.engine.port.config.ConfigChange.PutRoute;
import org.trunkline.engine.port.config.ConfigChange.PutSavedSearch;
import org.trunkline.engine.port.config.ConfigChange.PutSubscriber;
import org.trunkline.engine.port.config.ConfigChange.PutTrunk;
import org.trunkline.engine.port.config.ConfigChange.RemoveHold;
import org.trunkline.engine.port.config.ConfigChange.RemoveNumber;
import org.trunkline.engine.port.config.ConfigChange.RemoveRingGroup;
import org.trunkline.engine.port.config.ConfigChange.RemoveRoute;
import org.trunkline.engine.port.config.ConfigChange.RemoveSavedSearch;
import org.trunkline.engine.port.config.ConfigChange.RemoveSubscriber;
import org.trunkline.engine.port.config.ConfigChange.RemoveTrunk;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.FieldsChange;
import org.trunkline.engine.port.config.ConfigStore.StoredBinding;
import org.trunkline.engine.port.config.ConfigStore.Undoing;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.DigestSecret;
import org.trunkline.engine.port.config.PhoneAddress;
import org.trunkline.engine.port.config.PluginEntryStore;
import org.trunkline.engine.port.config.RetentionConfig;
import org.trunkline.engine.port.config.SavedSearchTexts;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.engine.port.push.PushSubscription;
import org.trunkline.engine.port.signaling.DeviceFlow;

/** What every store of the configuration does, whatever the database. */
public abstract class ConfigStoreContract {
    static final DigestSecret SECRET = new DigestSecret("trunkline", "a".repeat(32), "b".repeat(64));
    static final Subscriber ANNA = new Subscriber("anna", Secret.KEPT, "Anna Ås 安娜", true, new CallHandling(Optional.of("bob"), Optional.of("+46850010000"), Optional.of("*8"), 35,
                    Optional.of("sales"), true, 2, List.of("floor-1", "floor-2")), Srtp.REQUIRE);
    static final RingGroup SALES = new RingGroup("sales", Optional.of("600"), List.of("bob", "anna"), RingGroup.Strategy.LEAST_RECENT, 15, Optional.of("+46850010009"));
    public static final Trunk TELIA = new Trunk("Telia A", new TrunkPeer("sip.telia.example", 5060, Transport.TLS, List.of("192.0.2.0/24", "2001:db8::/64"), true), true,
                Optional.of(new TrunkRegistration("acct-1", Secret.KEPT, 600)), new TrunkSecurity(Srtp.REQUIRE, Optional.of("sbc.telia.example"), true), new TrunkLimits(30, 5, 30, 45),
                new TrunkNumbers("SE", Optional.of("+46850010000"), true, new NumberRules(1, "+46", NumberRules.Format.E164), NumberRules.NONE), Optional.of(tariff(2000)));

    /** With as many and as long prices as there can be. */
    private static Tariff tariff(int prefixes) {
        var rate = new Tariff.Rate(new Amount(999_999_999_999L), new Amount(123_456));
        return new Tariff("SEK", rate, 60, 1, IntStream.range(0, prefixes)
                .mapToObj(i -> new Tariff.PrefixRate("+%015d".formatted(i), rate)).toList());
    }

    /** An empty store, or the same one opened again. */
    public abstract ConfigStore reopen() throws Exception;

    /** The same one as another node has it, which is open too. */
    public abstract ConfigStore ofAnotherNode();

    /** Entries of plug-ins there, as another node has them. */
    public abstract PluginEntryStore entries();

    @Test
    void whatChangesNoConfigurationCanBeNoted() throws Exception {
        reopen().note("ada", "erase", "person +4670123****", "12 records");
        var entry = reopen().audit(10).getFirst();
        assertEquals("ada erase person +4670123**** 12 records",
                String.join(" ", entry.who(), entry.action(), entry.subject(), entry.detail()));
        assertEquals(Configuration.EMPTY, reopen().load());
    }

    @Test
    void holdsAndRetentionComeBackAndAreAudited() throws Exception {
        var hold = new LegalHold("Case 7, Öst", "from:*4711 AND started:-7d", "court order 12/26", "anna",
                Instant.parse("2026-03-02T08:00:00.123Z"));
        var year = new Retention(365, 30, 90, Retention.Disguise.PSEUDONYM);
        assertEquals(RetentionConfig.AS_STARTED, reopen().load().keeping());
        reopen().apply(List.of(new PutHold(hold), new PutRetention(year)), "anna");
        assertEquals(new RetentionConfig(List.of(hold), Optional.of(year)), reopen().load().keeping());
        var week = new Retention(7, 0, 0, Retention.Disguise.CUT);
        reopen().apply(List.of(new RemoveHold(hold.name()), new PutRetention(week)), "bo");
        assertEquals(new RetentionConfig(List.of(), Optional.of(week)), reopen().load().keeping());
        assertEquals(List.of("bo change retention", "bo lift legal hold Case 7, Öst", "anna create retention",
                "anna hold legal hold Case 7, Öst"), reopen().audit(10).stream().map(e -> e.who() + " " + e.action() + " "
                        + e.subject()).toList());
        var lifted = reopen().audit(10).get(1).detail();
        assertTrue(lifted.contains("court order 12/26") && lifted.contains("from:*4711"), lifted);
        var changed = reopen().changes("retention", Long.MAX_VALUE, 1).getFirst(); // it is taken back by these
        assertEquals(Optional.of(Map.of("recordDays", "365", "ladderDays", "30", "personalDays", "90", "disguise", "PSEUDONYM")), changed.before());
        assertEquals(Optional.of(Map.of("recordDays", "7", "ladderDays", "0", "personalDays", "0", "disguise", "CUT")), changed.after());
    }

    @Test
    void anEmptyStoreHasTheEmptyConfiguration() throws Exception {
        assertEquals(Configuration.EMPTY, reopen().load());
        assertEquals(List.of(), reopen().audit(10));
        assertEquals(List.of(), reopen().bindings());
    }

    @Test
    void allKindsComeBackAsTheyWereAfterReopening() throws Exception {
        var store = reopen();
        var applied = store.apply(List.of(new PutSubscriber(ANNA, Optional.of(SECRET)),
                new PutTrunk(TELIA, Optional.of("s3cret")), new PutTrunk(plain("Backup"), Optional.empty()),
                new PutNumber(new NumberAssignment("+46850010002", "anna")),
                new PutNumber(new NumberAssignment("+46850010001", "anna")),
                new PutRoute(new Route("+46", List.of("Telia A", "Backup"))),
                new PutRoute(new Route("", List.of("Backup"))), new PutRingGroup(SALES)), "desk");
        var expected = new Configuration(1, List.of(ANNA), Map.of("anna", SECRET), List.of(plain("Backup"), TELIA),
                Map.of("Telia A", "s3cret"),
                List.of(new NumberAssignment("+46850010002", "anna"), new NumberAssignment("+46850010001", "anna")),
                List.of(new Route("", List.of("Backup")), new Route("+46", List.of("Telia A", "Backup"))), List.of(SALES));
        assertEquals(expected, applied);
        assertEquals(expected, reopen().load());
    }

    @Test
    void aPutWithoutSecretKeepsTheOneThereIs() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutSubscriber(ANNA, Optional.of(SECRET)),
                new PutTrunk(TELIA, Optional.of("s3cret"))), "desk");
        var after = store.apply(List.of(new PutSubscriber(new Subscriber("anna", Secret.KEPT, "A", false, CallHandling.PLAIN, Srtp.OFFER), Optional.empty()),
                new PutTrunk(TELIA, Optional.empty())), "desk");
        assertEquals(Map.of("anna", SECRET), after.secrets());
        assertEquals(Map.of("Telia A", "s3cret"), after.trunkPasswords());
        assertEquals(List.of(new Subscriber("anna", Secret.KEPT, "A", false, CallHandling.PLAIN, Srtp.OFFER)), after.subscribers());
    }

    @Test
    void aReplacedNumberKeepsItsPlaceAndATrunkWithoutRegistrationLosesItsPassword() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutNumber(new NumberAssignment("+4681", "a")),
                new PutNumber(new NumberAssignment("+4682", "a")), new PutTrunk(TELIA, Optional.of("x"))), "desk");
        var after = store.apply(List.of(new PutNumber(new NumberAssignment("+4681", "b")),
                new PutTrunk(plain("Telia A"), Optional.empty())), "desk");
        assertEquals(List.of(new NumberAssignment("+4681", "b"), new NumberAssignment("+4682", "a")),
                after.numbers());
        assertEquals(Map.of(), after.trunkPasswords());
    }

    @Test
    void whatIsRemovedIsGone() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutSubscriber(ANNA, Optional.of(SECRET)), new PutTrunk(TELIA, Optional.of("x")),
                new PutNumber(new NumberAssignment("+4681", "anna")),
                new PutRoute(new Route("+46", List.of("Telia A"))), new PutRingGroup(SALES)), "desk");
        var after = store.apply(List.of(new RemoveRoute("+46"), new RemoveNumber("+4681"), new RemoveTrunk("Telia A"),
                new RemoveSubscriber("anna"), new RemoveRingGroup("sales")), "desk");
        assertEquals(new Configuration(2, List.of(), Map.of(), List.of(), Map.of(), List.of(), List.of(), List.of()), after);
    }

    @Test
    void theAuditTellsWhoChangedWhatWithoutSecrets() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutTrunk(TELIA, Optional.of("s3cret"))), "desk");
        store.apply(List.of(new PutTrunk(plain("Telia A"), Optional.empty())), "api");
        store.apply(List.of(new RemoveTrunk("Telia A")), "demo");
        var audit = store.audit(10);
        assertEquals(List.of("demo", "api", "desk"), audit.stream().map(ConfigStore.AuditEntry::who).toList());
        assertEquals(List.of("delete", "change", "create"),
                audit.stream().map(ConfigStore.AuditEntry::action).toList());
        assertEquals("trunk Telia A", audit.getFirst().subject());
        assertTrue(audit.get(1).detail().contains("maxCalls: 30 → 0"), audit.get(1).detail());
        assertTrue(audit.get(2).detail().contains("password: set"));
        assertFalse(audit.toString().contains("s3cret"));
        assertEquals(1, store.audit(1).size());
    }

    @Test
    void aFailedChangeChangesNothing() throws Exception {
        var store = reopen();
        var tooLong = new Subscriber("bob", Secret.KEPT, "x".repeat(1_100_000), true, CallHandling.PLAIN, Srtp.OFFER);
        assertThrows(Exception.class, () -> store.apply(
                List.of(new PutSubscriber(ANNA, Optional.empty()), new PutSubscriber(tooLong, Optional.empty())), "x"));
        assertEquals(Configuration.EMPTY, store.load());
        assertEquals(List.of(), store.audit(10));
    }

    @Test
    void registrationsAreReplacedAndRemoved() throws Exception {
        var store = reopen();
        var first = binding("anna", "sip:anna@10.0.0.1", 1);
        var second = binding("anna", "sip:anna@10.0.0.2", 1);
        store.saveBindings(List.of(first, second), List.of());
        store.saveBindings(List.of(binding("anna", "sip:anna@10.0.0.1", 2)), List.of(second));
        assertEquals(List.of(binding("anna", "sip:anna@10.0.0.1", 2)), reopen().bindings());
    }

    @Test
    void pushSubscriptionsAreReplacedAndRemovedAndSealed() throws Exception {
        var store = reopen();
        var until = Instant.parse("2026-12-24T00:00:00Z");
        var browser = new PushSubscription("anna", "https://push.example/" + "x".repeat(1_400),
                Optional.of(new PushSubscription.Keys("K".repeat(87), "S".repeat(22))), "", 0, until);
        var phone = new PushSubscription("anna", "https://push.example/2", Optional.empty(), "", 0, until.plusSeconds(60));
        store.savePushSubscriptions(List.of(browser, phone), List.of());
        assertEquals(List.of(browser, phone), reopen().pushSubscriptions());
        var later = new PushSubscription("anna", browser.endpoint(), browser.keys(), "", 0, until.plusSeconds(120));
        store = reopen();
        store.savePushSubscriptions(List.of(later), List.of(phone));
        assertEquals(List.of(later), reopen().pushSubscriptions());
    }

    private static PhoneAddress address(char token, String make, String username) {
        return new PhoneAddress(String.valueOf(token).repeat(43), make, username, "tls pbx.example.com", Instant.parse(
                "2026-03-02T08:00:00.123Z").plusSeconds(token));
    }

    @Test
    void addressesOfPhonesAreReplacedAndRemoved() throws Exception {
        var store = reopen();
        var old = address('a', "yealink", "anna");
        var both = List.of(address('b', "yealink", "anna"), address('b', "snom", "anna"));
        store.savePhoneAddresses(List.of(old, both.getFirst(), both.getLast()), List.of());
        store.savePhoneAddresses(List.of(address('c', "cisco", "bo"), both.getFirst()), List.of(old));
        assertEquals(List.of(both.getLast(), both.getFirst(), address('c', "cisco", "bo")), reopen().phoneAddresses());
    }

    /** In the transaction that takes the name away. */
    @Test
    void addressesOfPhonesFollowTheirSubscriber() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutSubscriber(ANNA, Optional.of(SECRET))), "desk");
        store.savePhoneAddresses(List.of(address('a', "yealink", "anna"), address('b', "snom", "bo")), List.of());
        store.apply(List.of(new RemoveSubscriber("anna", Optional.of("eva"))), "desk");
        assertEquals(List.of(address('a', "yealink", "eva"), address('b', "snom", "bo")), reopen().phoneAddresses());
        store = reopen();
        store.apply(List.of(new RemoveSubscriber("eva")), "desk");
        assertEquals(List.of(address('b', "snom", "bo")), reopen().phoneAddresses());
    }

    @Test
    void addressesOfPhonesAreFoundAndEndWhicheverNodeStoredThem() throws Exception {
        var store = reopen();
        var first = address('a', "yealink", "anna");
        store.savePhoneAddresses(List.of(address('b', "snom", "anna"), first, address('a', "snom", "bo")), List.of());
        assertEquals(Optional.of(first), store.phoneAddress(first.tokenHash(), "yealink"));
        assertEquals(Optional.empty(), store.phoneAddress(first.tokenHash(), "cisco"));
        assertEquals(List.of(first, address('b', "snom", "anna")), store.phoneAddressesOf("anna"));
        store.endPhoneAddresses("anna");
        assertEquals(List.of(address('a', "snom", "bo")), reopen().phoneAddresses());
    }

    private static StoredBinding binding(String user, String contact, long cseq) {
        return new StoredBinding(user, contact, "10.0.0.9:5060", "udp", "c@1", cseq,
                Instant.parse("2026-03-02T08:00:00.123Z"), "phone", List.of("<sip:p1;lr>", "<sip:p2;lr>"),
                cseq == 1 ? Optional.empty() : Optional.of(0.5f),
                cseq == 1 ? DeviceFlow.NONE : new DeviceFlow("urn:uuid:1", 2));
    }

    private static Trunk plain(String name) {
        return new Trunk(name, new TrunkPeer("192.0.2.1", 5060, Transport.UDP, List.of(), false), false,
                Optional.empty(), TrunkSecurity.NONE, new TrunkLimits(0, 0, 0, 60),
                new TrunkNumbers("SE", Optional.empty(), false, NumberRules.NONE, NumberRules.NONE), Optional.empty());
    }

    @Test
    void aSavedSearchIsKeptWithItsSealedSecret() throws Exception {
        var store = reopen();
        var search = new SavedSearch("Busy", "cause:busy", Optional.of(Duration.ofHours(1)), "anna", true, true,
                Optional.of(new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15),
                        Optional.of("https://hooks.example/x"), List.of("a@example.com", "b@example.com"))));
        store.apply(List.of(new PutSavedSearch(search, Optional.of("a secret of it"))), "anna");
        var plain = new SavedSearch("All", "", Optional.empty(), "bo", false, false, Optional.empty());
        store.apply(List.of(new PutSavedSearch(plain, Optional.empty())), "bo");
        store.apply(List.of(new PutSavedSearch(search, Optional.empty())), "anna"); // keeps the secret
        store = reopen();
        var made = store.audit(10).getLast();
        assertTrue(made.detail().contains("alert.matches: ") && made.detail().contains("alert.mailTo: a@example.com b@example.com"),
                made.detail());
        var kept = store.load().savedSearches();
        assertEquals(new SavedSearches(List.of(plain, search), Map.of("Busy", "a secret of it")), kept);
        assertFalse(store.audit(10).toString().contains("a secret of it"));
        assertEquals(SavedSearches.NONE, store.apply(List.of(new RemoveSavedSearch("Busy"), new RemoveSavedSearch("All")),
                "anna").savedSearches());
    }

    @Test
    void channelsOfAnAlertAreKeptWithTheirSealedSecrets() throws Exception {
        var store = reopen();
        var uses = List.of(ChannelUse.of("com.example.a/none", Map.of()),
                ChannelUse.of("com.example.a/page", Map.of("number", "+46701234567")));
        var rule = new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15), Optional.empty(), List.of(), uses);
        var search = new SavedSearch("Busy", "", Optional.empty(), "anna", true, true, Optional.of(rule));
        store.apply(List.of(new PutSavedSearch(search, Optional.empty(),
                Map.of("com.example.a/page", Map.of("pin", "a pin of it")))), "anna");
        store.apply(List.of(new PutSavedSearch(search, Optional.empty())), "anna"); // keeps the secret
        store = reopen();
        var kept = store.load().savedSearches();
        assertEquals(List.of(search), kept.list());
        assertEquals(Map.of("pin", "a pin of it"), kept.secrets("Busy", "com.example.a/page"));
        assertFalse(store.audit(10).toString().contains("a pin of it"));
        assertTrue(store.audit(10).toString().contains("+46701234567"));
        var plain = new SavedSearch("Busy", "", Optional.empty(), "anna", true, true, Optional.empty());
        assertEquals(new SavedSearches(List.of(plain), Map.of()),
                store.apply(List.of(new PutSavedSearch(plain, Optional.empty())), "anna").savedSearches());
        assertEquals(Map.of(), store.apply(List.of(new PutSavedSearch(search, Optional.empty())), "anna").savedSearches()
                .secrets("Busy", "com.example.a/page"), "a channel that was taken away keeps none");
    }

    @Test
    void theConfigurationAsItWasIsTold() throws Exception {
        var store = reopen();
        long first = store.apply(List.of(new PutRoute(new Route("+46", List.of("A", "B")))), "anna").revision();
        long second = store.apply(List.of(new PutRoute(new Route("+46", List.of("C")))), "bo").revision();
        long third = store.apply(List.of(new RemoveRoute("+46")), "cy").revision();
        assertEquals(Map.of("prefix", "+46", "trunks", "A B"), store.past("route +46", first).orElseThrow().fields());
        assertEquals(Map.of("prefix", "+46", "trunks", "C"), store.past("route +46", second).orElseThrow().fields());
        assertEquals("bo", store.past("route +46", second).orElseThrow().who());
        assertEquals(Map.of(), store.past("route +46", third).orElseThrow().fields());
        assertEquals(Optional.empty(), store.past("route +46", first - 1));
    }

    @Test
    void theSecretsOfAnAlertAreKeptForTakingItBack() throws Exception {
        var store = reopen();
        var search = new SavedSearch("Busy", "cause:busy", Optional.of(Duration.ofHours(1)), "anna", true, true,
                Optional.of(new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15), Optional.of("https://hooks.example/x"),
                        List.of("a@example.com"), List.of(ChannelUse.of("com.example.a/page", Map.of("number", "1; 2=\\3\nx"))))));
        store.apply(List.of(new PutSavedSearch(search, Optional.of("s".repeat(256)), Map.of("com.example.a/page",
                Map.of("pin", "p".repeat(4_000))))), "anna");
        store.apply(List.of(new RemoveSavedSearch("Busy")), "anna");
        store = reopen();
        var removed = store.changes("", Long.MAX_VALUE, 1).getFirst();
        assertEquals(Optional.of(search), SavedSearchTexts.read(removed.before().orElseThrow()));
        var secrets = store.alertSecretsBefore(removed.id()).orElseThrow();
        assertEquals(Optional.of("s".repeat(256)), secrets.webhook());
        assertEquals(Map.of("com.example.a/page", Map.of("pin", "p".repeat(4_000))), secrets.channels());
        assertEquals(Optional.empty(), store.secretBefore(removed.id()));
        assertEquals(Optional.empty(), store.alertSecretsBefore(removed.id() - 1));
    }

    @Test
    void aChangeOfWhatIsKeptElsewhereSaysItselfWhatWasBefore() throws Exception {
        var store = reopen();
        var region = new FieldsChange("settings", Map.of("trunkline.region", ""), Map.of("trunkline.region", "SE"));
        long first = store.noteChange("anna", region, OptionalLong.empty()).id();
        var dns = new FieldsChange("settings", Map.of("trunkline.dns", "192.0.2.1"), Map.of("trunkline.dns", ""));
        var made = store.noteChange("bo", dns, OptionalLong.of(first));
        assertEquals(OptionalLong.of(first), made.undoes());
        var refused = assertThrows(AlreadyUndoneException.class, () -> reopen().noteChange("cy", dns, OptionalLong.of(first)));
        assertEquals(made.entry(), refused.by());
        store = reopen();
        var all = store.changes("", Long.MAX_VALUE, 10);
        assertEquals(2, all.size());
        assertEquals("bo change settings trunkline.dns: 192.0.2.1 → none", String.join(" ", all.getFirst().entry().who(),
                all.getFirst().entry().action(), all.getFirst().entry().subject(), all.getFirst().entry().detail()));
        assertEquals(Optional.of(Map.of("trunkline.dns", "192.0.2.1")), all.getFirst().before(), "not what another change made");
        assertEquals(Optional.of(Map.of("trunkline.dns", "")), all.getFirst().after());
        assertEquals(Optional.of(Map.of("trunkline.region", "")), all.getLast().before());
        assertEquals(OptionalLong.of(all.getFirst().id()), all.getLast().undoneBy());
    }

    @Test
    void theNewNameOfASubscriberIsKept() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutSubscriber(ANNA, Optional.of(SECRET))), "desk");
        long created = store.changes("", Long.MAX_VALUE, 1).getFirst().id();
        store.apply(List.of(new RemoveSubscriber("anna", Optional.of("eva"))), "desk");
        long renamed = store.changes("", Long.MAX_VALUE, 1).getFirst().id();
        store.apply(List.of(new RemoveSubscriber("eva")), "desk");
        assertEquals(Optional.empty(), store.successor(created));
        assertEquals(Optional.of("eva"), store.successor(renamed));
        assertEquals(Optional.empty(), store.successor(renamed + 1));
        assertEquals("renamed to eva", store.audit(2).getLast().detail());
    }

    @Test
    void changesAreToldWithWhatWasBeforeAndWhatTookThemBack() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutSubscriber(ANNA, Optional.of(SECRET)), new PutTrunk(TELIA, Optional.of("s3cret"))), "anna");
        store.apply(List.of(new RemoveTrunk("Telia A"), new RemoveSubscriber("anna")), "bo_1");
        store.note("cy", "erase", "person +4670123****", "12 records");
        var all = store.changes("", Long.MAX_VALUE, 10);
        assertEquals(List.of("person +4670123****", "subscriber anna", "trunk Telia A", "trunk Telia A", "subscriber anna"),
                all.stream().map(c -> c.entry().subject()).toList());
        assertEquals(List.of(2, 2, 2, 2, 2), all.stream().map(ConfigStore.AuditChange::together).toList());
        assertEquals(Optional.empty(), all.getFirst().after());
        var removed = all.get(2);
        assertEquals(Optional.of(Map.of()), removed.after());
        assertEquals(TELIA, EntryTexts.read(EntryKind.TRUNK.schema(), removed.before().orElseThrow(), (_, _, _, _) -> { }),
                "with all of its prices");
        assertEquals(Optional.of(new ConfigStore.PastSecret(Optional.empty(), Optional.of("s3cret"))),
                store.secretBefore(removed.id()));
        assertEquals(Optional.of(new ConfigStore.PastSecret(Optional.of(SECRET), Optional.empty())),
                store.secretBefore(all.get(1).id()));
        assertEquals(2, store.countChanges("BO_"), "an underscore is itself");
        assertEquals(0, store.countChanges("b__1"));
        assertEquals(List.of(all.get(4)), store.changes("", all.get(3).id(), 10));
        assertEquals(2, store.changesOf(removed.revision()).size());
        var made = store.undo(List.of(new Undoing(new PutTrunk(TELIA, Optional.of("s3cret")), removed.id())), "anna");
        assertEquals(removed.revision() + 1, made.configuration().revision());
        store = reopen();
        var undo = store.changes("", Long.MAX_VALUE, 1).getFirst();
        assertEquals(List.of(undo), made.entries());
        assertEquals(OptionalLong.of(removed.id()), undo.undoes());
        assertEquals(OptionalLong.of(undo.id()), store.change(removed.id()).orElseThrow().undoneBy());
        assertEquals(List.of(undo), store.later("trunk Telia A", removed.id()));
    }

    private static Optional<AuditChange> undone(ConfigStore store, String who, Undoing undoing, CyclicBarrier start) throws Exception {
        start.await();
        try {
            return Optional.of(store.undo(List.of(undoing), who).entries().getFirst());
        } catch (AlreadyUndoneException _) {
            return Optional.empty();
        }
    }

    @Test
    void aChangeIsTakenBackOnceThoughTwoDoSoAtOnce() throws Exception {
        var store = reopen();
        for (int i = 0; i < 5; i++) {
            long before = store.apply(List.of(new PutRoute(new Route("+46", List.of("A")))), "cy").revision();
            long change = store.changes("", Long.MAX_VALUE, 1).getFirst().id();
            var undoing = new Undoing(new RemoveRoute("+46"), change);
            var start = new CyclicBarrier(2);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var anna = threads.submit(() -> undone(store, "anna", undoing, start));
                var bo = threads.submit(() -> undone(store, "bo", undoing, start));
                var made = Stream.of(anna.get(), bo.get()).flatMap(Optional::stream).toList();
                assertEquals(1, made.size(), "one of both");
                assertEquals(made, store.later("route +46", change));
                assertEquals(OptionalLong.of(made.getFirst().id()), store.change(change).orElseThrow().undoneBy());
                assertEquals(before + 1, store.load().revision(), "nothing else was changed");
            }
        }
    }

    /** Takes a change back by two nodes at the same moment. */
    private static void onlyOneOfTwo(ConfigStore store, AuditChange change, Callable<AuditChange> one, Callable<AuditChange> other)
            throws Exception {
        var start = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = Stream.of(one, other).map(undo -> threads.submit(() -> {
                start.await();
                try {
                    return Optional.of(undo.call());
                } catch (AlreadyUndoneException _) {
                    return Optional.<AuditChange>empty();
                }
            })).toList();
            var made = Stream.of(both.getFirst().get(), both.getLast().get()).flatMap(Optional::stream).toList();
            assertEquals(1, made.size(), "one of both");
            assertEquals(made, store.later(change.entry().subject(), change.id()));
        }
    }

    @Test
    void aChangeOfAnEntryOfAPluginIsTakenBackOnceThoughTwoDoSoAtOnce() throws Exception {
        var kind = new PluginEntryStore.Kind("com.example.doors", "door");
        var store = reopen();
        var entries = entries();
        var others = entries();
        var five = new PluginEntryStore.Entry("Front", Map.of("name", "Front", "seconds", "5"), Map.of());
        entries.put(kind, five, "anna");
        for (int i = 0; i < 20; i++) {
            entries.put(kind, new PluginEntryStore.Entry("Front", Map.of("name", "Front", "seconds", "9"), Map.of()), "anna");
            var change = store.changes("", Long.MAX_VALUE, 1).getFirst();
            var undo = new PluginEntryStore.Undo("Front", Optional.of(five), change.id());
            onlyOneOfTwo(store, change, () -> entries.undo(kind, undo, "anna"), () -> others.undo(kind, undo, "bo"));
        }
    }

    @Test
    void aChangeOfWhatIsKeptElsewhereIsTakenBackOnceThoughTwoDoSoAtOnce() throws Exception {
        var store = reopen();
        var other = ofAnotherNode();
        for (int i = 0; i < 20; i++) {
            var change = store.noteChange("cy", new FieldsChange("settings", Map.of("trunkline.region", ""), Map.of("trunkline.region", "SE")),
                    OptionalLong.empty());
            var back = new FieldsChange("settings", Map.of("trunkline.region", "SE"), Map.of("trunkline.region", ""));
            var undone = OptionalLong.of(change.id());
            onlyOneOfTwo(store, change, () -> store.noteChange("anna", back, undone), () -> other.noteChange("bo", back, undone));
        }
    }

    @Test
    void whatWasTakenBackIsInForceAgainOnceThatIsTakenBack() throws Exception {
        var store = reopen();
        store.apply(List.of(new PutRoute(new Route("+46", List.of("A")))), "anna");
        long change = store.changes("", Long.MAX_VALUE, 1).getFirst().id();
        var remove = new RemoveRoute("+46");
        var put = new PutRoute(new Route("+46", List.of("A")));
        long undo = store.undo(List.of(new Undoing(remove, change)), "anna").entries().getFirst().id();
        long redo = store.undo(List.of(new Undoing(put, undo)), "anna").entries().getFirst().id();
        assertEquals(OptionalLong.empty(), store.change(change).orElseThrow().undoneBy());
        assertEquals(OptionalLong.of(redo), store.change(undo).orElseThrow().undoneBy());
        store.undo(List.of(new Undoing(remove, redo)), "bo");
        assertEquals(OptionalLong.of(undo), store.change(change).orElseThrow().undoneBy(), "that one is in force again");
        assertEquals(OptionalLong.empty(), store.change(undo).orElseThrow().undoneBy());
        store.apply(List.of(new PutRoute(new Route("+47", List.of("A")))), "anna");
        var other = store.changes("", Long.MAX_VALUE, 1).getFirst();
        var refused = assertThrows(AlreadyUndoneException.class, () -> store.undo(List.of(new Undoing(new RemoveRoute("+47"), other.id()),
                new Undoing(remove, change)), "cy"));
        assertEquals(store.change(undo).orElseThrow().entry(), refused.by());
        assertEquals(List.of(other), store.changes("", Long.MAX_VALUE, 1), "all or nothing");
        assertEquals(List.of(new Route("+47", List.of("A"))), reopen().load().routes());
    }
}
