package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.testkit.node.FakeAlerts;
import org.trunkline.testkit.node.FakeNode;

class CatalogsTest {
    private final MemoryStore store = new MemoryStore();
    private final List<Configuration> live = new ArrayList<>();
    private final List<List<ConfigChange>> told = new ArrayList<>();
    private final Configurations configurations =
            new Configurations(store, Configuration.EMPTY, live::add, changes -> told.add(changes), "test");
    private final FakeNode backing = new FakeNode();
    private final Catalogs catalogs = Catalogs.of(configurations, "realm",
            backing.cdrs(), new SavedSearchCatalog.AlertPlaces(() -> new AlertSettings(List.of("hooks.example"), "", 0, "none", AlertSettings.Account.NONE, ""),
                    backing.alerts()));

    private static Subscriber subscriber(String username, String password) {
        return new Subscriber(username, Secret.of(password), "", true, CallHandling.PLAIN, Srtp.OFFER);
    }

    private static <E> E saved(SaveResult<E> result) {
        return assertInstanceOf(SaveResult.Saved.class, result) instanceof SaveResult.Saved<?>
                && result instanceof SaveResult.Saved<E>(E value) ? value : null;
    }

    private static List<String> errors(SaveResult<?> result) {
        return assertInstanceOf(SaveResult.Rejected.class, result) instanceof SaveResult.Rejected<?> rejected
                ? codes(rejected.errors()) : List.of();
    }

    private static List<String> codes(List<FieldError> errors) {
        return errors.stream().map(e -> e.field() + ":" + e.code()).toList();
    }

    @Test
    void aCheckOfSeveralChangesFindsAllErrorsAndChangesNothing() {
        var errors = catalogs.check(List.of(new EntryChange.Create<>(EntryKind.SUBSCRIBER, subscriber("alice", "password1")),
                new EntryChange.Create<>(EntryKind.NUMBER, new NumberAssignment("+4686840000", "alice")),
                new EntryChange.Create<>(EntryKind.NUMBER, new NumberAssignment("+4686840001", "bob")),
                new EntryChange.Create<>(EntryKind.NUMBER, new NumberAssignment("+4686840000", "alice")),
                new EntryChange.Delete<>(EntryKind.ROUTE, "+47")));

        assertEquals(List.of("changes[2].subscriber:no-such-subscriber", "changes[3].number:taken", "changes[4].:missing"),
                codes(errors));
        assertEquals(Configuration.EMPTY, configurations.current());
        assertEquals(0, told.size());
    }

    @Test
    void savedMeansStoredLiveAndTold() throws Exception {
        saved(catalogs.subscribers().create(subscriber("alice", "password1")));
        assertEquals(1, store.configuration.revision());
        assertEquals(List.of(store.configuration), live);
        assertEquals(1, told.size());
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password1"), store.configuration.secrets().get("alice"));
        assertEquals("alice", catalogs.subscribers().find("alice").orElseThrow().username());
    }

    @Test
    void ringGroupsAndSubscribersShareNamesAndNumbers() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        catalogs.subscribers().create(subscriber("1001", "password1"));
        catalogs.numbers().create(new NumberAssignment("+46850010000", "alice"));
        var sales = new RingGroup("sales", Optional.of("600"), List.of("alice"), RingGroup.Strategy.ALL, 20, Optional.empty());
        saved(catalogs.ringGroups().create(sales));
        assertEquals(List.of(sales), store.configuration.ringGroups());
        assertEquals(List.of("username:taken"), errors(catalogs.subscribers().create(subscriber("Sales", "password1"))));
        assertEquals(List.of("username:taken"), errors(catalogs.subscribers().create(subscriber("600", "password1"))));
        assertEquals(List.of("name:taken"), errors(catalogs.ringGroups().create(group("alice", Optional.empty(), "alice"))));
        for (String number : List.of("600", "1001", "+46 8-500 100 00"))
            assertEquals(List.of("number:taken"),
                    errors(catalogs.ringGroups().create(group("help", Optional.of(number), "alice"))));
        assertEquals(List.of("members[1]:no-such-subscriber"),
                errors(catalogs.ringGroups().create(group("help", Optional.empty(), "alice", "bob"))));
        assertEquals(new SaveResult.InUse<>(List.of("number +46850010000", "ring group sales")),
                catalogs.subscribers().delete("alice"));
        saved(catalogs.ringGroups().replace("sales", group("sales", Optional.of("600"), "1001")));
        saved(catalogs.ringGroups().delete("sales"));
        assertEquals(List.of(), store.configuration.ringGroups());
    }

    private static RingGroup group(String name, Optional<String> number, String... members) {
        return new RingGroup(name, number, List.of(members), RingGroup.Strategy.ALL, 20, Optional.empty());
    }

    @Test
    void aReplacedSubscriberKeepsItsPasswordUnlessGivenANewOne() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        var kept = store.configuration.secrets().get("alice");
        saved(catalogs.subscribers().replace("alice", new Subscriber("alice", Secret.KEPT, "Alice", false, CallHandling.PLAIN, Srtp.OFFER)));
        assertEquals(kept, store.configuration.secrets().get("alice"));
        assertFalse(catalogs.subscribers().find("alice").orElseThrow().enabled());
        saved(catalogs.subscribers().replace("alice", subscriber("alice", "password2")));
        assertFalse(kept.equals(store.configuration.secrets().get("alice")));
    }

    @Test
    void refusesWhatIsTakenWhateverTheCase() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        assertEquals(List.of("username:taken"), errors(catalogs.subscribers().create(subscriber("Alice", "password1"))));
        catalogs.trunks().create(Trunk.of("Carrier A", "192.0.2.1"));
        assertEquals(List.of("name:taken"), errors(catalogs.trunks().create(Trunk.of("carrier a", "192.0.2.2"))));
        catalogs.numbers().create(new NumberAssignment("+46 70 111 11 11", "alice"));
        assertEquals(List.of("number:taken"), errors(catalogs.numbers().create(new NumberAssignment("+46701111111", "alice"))));
        assertEquals(3, store.configuration.revision());
    }

    @Test
    void refusesReferencesToNothing() throws Exception {
        assertEquals(List.of("subscriber:no-such-subscriber"),
                errors(catalogs.numbers().create(new NumberAssignment("+46701111111", "alice"))));
        catalogs.trunks().create(Trunk.of("A", "192.0.2.1"));
        assertEquals(List.of("trunks[1]:no-such-trunk"),
                errors(catalogs.routes().create(new Route("+46", List.of("A", "B")))));
        assertEquals(1, store.configuration.revision());
    }

    @Test
    void deletesNothingThatOthersNeed() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        catalogs.numbers().create(new NumberAssignment("+46701111111", "alice"));
        catalogs.trunks().create(Trunk.of("A", "192.0.2.1"));
        catalogs.routes().create(new Route("", List.of("A")));
        assertEquals(new SaveResult.InUse<>(List.of("number +46701111111")), catalogs.subscribers().delete("alice"));
        assertEquals(new SaveResult.InUse<>(List.of("route default")), catalogs.trunks().delete("A"));
        assertEquals(new NumberAssignment("+46701111111", "alice"), saved(catalogs.numbers().delete("+46701111111")));
        saved(catalogs.routes().delete(""));
        saved(catalogs.trunks().delete("A"));
        saved(catalogs.subscribers().delete("alice"));
        assertEquals(Optional.empty(), catalogs.subscribers().find("alice"));
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertEquals(new SaveResult.Missing<>("nobody"), catalogs.subscribers().delete("nobody"));
        assertEquals(new SaveResult.Missing<>("nobody"),
                catalogs.subscribers().replace("nobody", subscriber("nobody", "password1")));
    }

    @Test
    void theAuditSaysWhoWhereTheCallerDoes() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        assertEquals("test", store.author);
        Author.as("anna (desk)", () -> catalogs.subscribers().create(subscriber("bo", "password2")));
        assertEquals("anna (desk)", store.author);
    }

    @Test
    void theRoutesOfATrunkFollowItsNewNameAndItsPasswordGoesAlong() throws Exception {
        var registration = Optional.of(new TrunkRegistration("user", Secret.of("s3cret-enough"), 600));
        catalogs.trunks().create(trunk("Telia", registration));
        catalogs.trunks().create(trunk("Other", Optional.empty()));
        catalogs.routes().create(new Route("+46", List.of("Other", "Telia")));
        var kept = Optional.of(new TrunkRegistration("user", Secret.KEPT, 600));

        saved(catalogs.trunks().replace("Telia", trunk("Telia A", kept)));

        assertEquals(List.of("Other", "Telia A"), catalogs.trunks().list(Optional.empty(), 10).items().stream().map(Trunk::name).toList());
        assertEquals(List.of(new Route("+46", List.of("Other", "Telia A"))), configurations.current().routes());
        assertEquals(Map.of("Telia A", "s3cret-enough"), configurations.current().trunkPasswords());
    }

    private static Trunk trunk(String name, Optional<TrunkRegistration> registration) {
        return new Trunk(name, TrunkPeer.of("sip.example"), true, registration, TrunkSecurity.NONE, TrunkLimits.DEFAULT,
                TrunkNumbers.UNCHANGED, Optional.empty());
    }

    @Test
    void whatNamesASubscriberFollowsItsNewName() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        catalogs.subscribers().create(new Subscriber("bob", Secret.of("password2"), "", true, new CallHandling(Optional.of("alice"),
                Optional.empty(), Optional.empty(), 20, Optional.empty(), false, 0, List.of()), Srtp.OFFER));
        catalogs.numbers().create(new NumberAssignment("+4686840000", "alice"));
        catalogs.ringGroups().create(new RingGroup("sales", Optional.empty(), List.of("bob", "alice"), RingGroup.Strategy.ALL, 20,
                Optional.of("alice")));

        saved(catalogs.subscribers().replace("alice", subscriber("alicia", "password3")));

        var now = configurations.current();
        assertEquals(List.of("alicia", "bob"), now.subscribers().stream().map(Subscriber::username).sorted().toList());
        assertEquals(DigestAlgorithm.secretOf("alicia", "realm", "password3"), now.secrets().get("alicia"));
        assertEquals(DigestAlgorithm.secretOf("bob", "realm", "password2"), now.secrets().get("bob"));
        assertEquals(Optional.of("alicia"), catalogs.subscribers().find("bob").orElseThrow().handling().forwardAlways());
        assertEquals(List.of(new NumberAssignment("+4686840000", "alicia")), now.numbers());
        assertEquals(List.of("bob", "alicia"), now.ringGroups().getFirst().members());
        assertEquals(Optional.of("alicia"), now.ringGroups().getFirst().fallback());
    }

    @Test
    void aRingGroupWithANumberIsRenamed() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        catalogs.ringGroups().create(new RingGroup("sales", Optional.of("600"), List.of("alice"), RingGroup.Strategy.ALL, 20,
                Optional.empty()));
        saved(catalogs.ringGroups().replace("sales", new RingGroup("Sales", Optional.of("600"), List.of("alice"),
                RingGroup.Strategy.ALL, 20, Optional.empty())));

        assertEquals(List.of("Sales"), configurations.current().ringGroups().stream().map(RingGroup::name).toList());
    }

    @Test
    void aRenamedSubscriberIsNotTakenForADeletedOne() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        saved(catalogs.subscribers().replace("alice", subscriber("alicia", "password1")));
        assertEquals(new ConfigChange.RemoveSubscriber("alice", Optional.of("alicia")), told.getLast().getLast());
        saved(catalogs.subscribers().delete("alicia"));
        assertEquals(new ConfigChange.RemoveSubscriber("alicia"), told.getLast().getLast());
    }

    @Test
    void aNewNameMustBeFreeAndThatOfASubscriberNeedsThePassword() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        catalogs.subscribers().create(subscriber("bob", "password2"));
        assertEquals(List.of("username:taken"), errors(catalogs.subscribers().replace("alice", subscriber("Bob", "password1"))));
        assertEquals(List.of("password:needed-to-rename"), errors(catalogs.subscribers().replace("alice", new Subscriber("alicia",
                Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER))));
    }

    @Test
    void checksWithoutSaving() {
        assertEquals(List.of(), catalogs.subscribers().check(Optional.empty(), subscriber("alice", "password1")));
        assertEquals(List.of("password:required"), codes(catalogs.subscribers().check(Optional.empty(),
                new Subscriber("alice", Secret.KEPT, "", true, CallHandling.PLAIN, Srtp.OFFER))));
        assertEquals(0, store.configuration.revision());
    }

    @Test
    void aTrunksRegistrationNeedsAPasswordOnce() throws Exception {
        var registration = new TrunkRegistration("user", Secret.KEPT, 3600);
        assertEquals(List.of("registration.password:required"), errors(catalogs.trunks().create(trunk(registration))));
        catalogs.trunks().create(trunk(new TrunkRegistration("user", Secret.of("secret"), 3600)));
        saved(catalogs.trunks().replace("A", trunk(registration)));
        assertEquals("secret", store.configuration.trunkPasswords().get("A"));
    }

    private static Trunk trunk(TrunkRegistration registration) {
        var d = Trunk.of("A", "192.0.2.1");
        return new Trunk(d.name(), new TrunkPeer(d.peer().host(), d.peer().port(), d.peer().transport(), d.peer().inboundAddresses(), d.peer().messages()), d.enabled(),
                Optional.of(registration), TrunkSecurity.NONE, new TrunkLimits(d.limits().maxCalls(), d.limits().maxCallsPerSecond(), d.limits().optionsSeconds(), d.limits().answerSeconds()),
                new TrunkNumbers(d.numbers().region(), Optional.of("+46 8 555 000"), d.numbers().assertIdentity(), d.numbers().outbound(), d.numbers().inbound()), Optional.empty());
    }

    @Test
    void changesNothingWhenTheStoreFails() throws Exception {
        catalogs.subscribers().create(subscriber("alice", "password1"));
        store.down = true;
        var e = assertThrows(NodeUnavailableException.class,
                () -> catalogs.subscribers().create(subscriber("bob", "password1")));
        assertTrue(e.getMessage().contains("the disk is full"), e.getMessage());
        assertEquals(1, live.size());
        assertEquals(1, told.size());
        assertEquals(Optional.empty(), catalogs.subscribers().find("bob"));
    }

    @Test
    void listsPageByPage() throws Exception {
        for (String name : List.of("d", "b", "a", "c", "e"))
            catalogs.subscribers().create(subscriber(name, "password1"));
        var names = new ArrayList<String>();
        Optional<String> after = Optional.empty();
        do {
            Page<?> page = catalogs.subscribers().list(after, 2);
            assertEquals(5, page.total());
            catalogs.subscribers().list(after, 2).items().forEach(s -> names.add(s.username()));
            after = page.next();
        } while (after.isPresent());
        assertEquals(List.of("a", "b", "c", "d", "e"), names);
        assertThrows(IllegalArgumentException.class, () -> catalogs.subscribers().list(Optional.empty(), 1001));
    }

    private static SavedSearchDraft search(String query, Optional<String> webhook, List<String> mailTo) {
        return new SavedSearchDraft("Busy", query, 0, "anna", true, false, Optional.of(new SavedSearchDraft.Alert(1, 5, 5,
                webhook, webhook.map(_ -> "0123456789abcdef"), mailTo)));
    }

    @Test
    void anAlertTellsOnlyWhereTheNodeMay() throws Exception {
        var hook = Optional.of("https://HOOKS.example/x");
        assertInstanceOf(SaveResult.Saved.class, catalogs.savedSearches().create(search("cause:busy", hook, List.of())));
        assertEquals("0123456789abcdef", store.load().savedSearches().secrets().get("Busy"));
        for (String url : List.of("http://169.254.169.254/latest", "http://hooks.example.evil/", "http://localhost/"))
            assertEquals(List.of("alert.webhook webhook-host"), fieldsOf(catalogs.savedSearches().check(Optional.of("Busy"),
                    search("cause:busy", Optional.of(url), List.of()))), url);
        for (String url : List.of("file:///etc/passwd", "https://user@hooks.example/", "hooks.example"))
            assertEquals(List.of("alert.webhook not-url"), fieldsOf(catalogs.savedSearches().check(Optional.of("Busy"),
                    search("cause:busy", Optional.of(url), List.of()))), url);
        assertEquals(List.of("alert.mailTo no-mail"), fieldsOf(catalogs.savedSearches().check(Optional.of("Busy"),
                search("cause:busy", Optional.empty(), List.of("noc@example.com")))));
    }

    private static List<String> refusedOf(SaveResult<SavedSearch> result) {
        return fieldsOf(assertInstanceOf(SaveResult.Rejected.class, result) instanceof SaveResult.Rejected<?>(var errors)
                ? errors : List.of());
    }

    private static SavedSearchDraft paged(String channel, Map<String, String> settings) {
        return new SavedSearchDraft("Busy", "cause:busy", 0, "anna", true, false, Optional.of(new SavedSearchDraft.Alert(1, 5,
                5, Optional.empty(), Optional.empty(), List.of(), List.of(ChannelUse.of(channel, settings)))));
    }

    @Test
    void aChannelOfAPluginIsSetByItsForm() throws Exception {
        var pager = FakeAlerts.PAGER.id();
        var searches = catalogs.savedSearches();
        assertEquals(List.of("alert.channels[0].settings.number not-allowed", "alert.channels[0].settings.pin required"),
                refusedOf(searches.create(paged(pager, Map.of("number", "many")))));
        assertEquals(List.of("alert.channels[0].channel no-such-channel"),
                refusedOf(searches.create(paged("com.example.none/none", Map.of()))));
        assertEquals(List.of("alert.channels[0].channel no-such-channel"), refusedOf(searches.create(paged("webhook", Map.of()))));
        var saved = saved(searches.create(paged(pager, Map.of("number", "+46701234567", "pin", "4711"))));
        var uses = List.of(ChannelUse.of(pager, Map.of("number", "+46701234567")));
        assertEquals(uses, saved.alert().orElseThrow().channels());
        assertEquals(Map.of("pin", "4711"), store.load().savedSearches().secrets("Busy", pager));
        searches.replace("Busy", paged(pager, Map.of("number", "+46701234568")));
        assertEquals(Map.of("pin", "4711"), store.load().savedSearches().secrets("Busy", pager), "kept");
        backing.alerts().channels(List.of());
        assertInstanceOf(SaveResult.Saved.class, searches.replace("Busy", paged(pager, Map.of("number", "+46701234568"))),
                "its plug-in is away: it stays as it is");
        assertEquals(List.of("alert.channels[0].channel no-such-channel"),
                refusedOf(searches.replace("Busy", paged(pager, Map.of("number", "+46701234569")))));
    }

    @Test
    void aSearchThatIsNotUnderstoodIsNotSaved() throws Exception {
        assertEquals(List.of("query query"), fieldsOf(catalogs.savedSearches().check(Optional.empty(),
                search("nonsense:1", Optional.empty(), List.of()))));
    }

    private static List<String> fieldsOf(List<FieldError> errors) {
        return errors.stream().map(e -> e.field() + " " + e.code()).toList();
    }
}
