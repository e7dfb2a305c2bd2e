package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.engine.directory.digest.DigestAlgorithm;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.MemoryEntryStore;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.testkit.node.FakeNode;

/** What was changed is told, and taken back unless the entry was changed since. */
class StoredChangeLogTest {
    private final MemoryStore store = new MemoryStore();
    private final Configurations configurations = new Configurations(store, Configuration.EMPTY, _ -> { }, _ -> { }, "test");
    private final FakeNode backing = new FakeNode();
    private final Catalogs catalogs = Catalogs.of(configurations, "realm", backing.cdrs(), new SavedSearchCatalog.AlertPlaces(
            () -> new AlertSettings(List.of(), "", 0, "none", AlertSettings.Account.NONE, ""), backing.alerts()));
    private final StoredChangeLog log = new StoredChangeLog(store, catalogs, new StoredEntries(
            new MemoryEntryStore(store)), new AuditedSettings(backing.settings(), store, "test", () -> { }));

    @BeforeEach
    void alice() throws Exception {
        catalogs.subscribers().create(subscriber("", "password1"));
    }

    private static Subscriber subscriber(String name, String password) {
        return new Subscriber("alice", new Secret(Optional.of(password).filter(p -> !p.isEmpty())), name, true,
                CallHandling.PLAIN, Srtp.OFFER);
    }

    private LoggedChange newest() throws Exception {
        return log.list("", Optional.empty(), 1).items().getFirst();
    }

    private List<LoggedChange> takeBack(LoggedChange change, boolean together) throws Exception {
        return assertInstanceOf(SaveResult.Saved.class, log.takeBack(change.id(), together)).value() instanceof TakenBack(var changes, var restart)
                && restart.isEmpty() ? changes : List.of();
    }

    private void takeBack(LoggedChange change) throws Exception {
        var made = takeBack(change, false);
        assertEquals(List.of(newest()), made);
        assertEquals(change.id(), made.getFirst().takesBack().orElseThrow());
    }

    private List<String> refusal(LoggedChange change) throws Exception {
        return log.takeBack(change.id(), false) instanceof SaveResult.Rejected<TakenBack>(var errors)
                ? errors.stream().map(FieldError::code).toList() : List.of();
    }

    @Test
    void aDeletedSubscriberComesBackWithItsPassword() throws Exception {
        var before = store.configuration;
        catalogs.subscribers().delete("alice");
        takeBack(newest());
        assertEquals(before.subscribers(), store.configuration.subscribers());
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password1"), store.configuration.secrets().get("alice"));
    }

    @Test
    void whatHadAPasswordThatIsKeptNoMoreSaysSo() throws Exception {
        catalogs.subscribers().delete("alice");
        store.secrets.clear();
        assertEquals(List.of("secret-gone"), refusal(newest()));
    }

    @Test
    void aChangeIsToldFieldByFieldAndTakenBackOneAfterTheOther() throws Exception {
        catalogs.subscribers().replace("alice", subscriber("Alice", ""));
        var first = newest();
        assertEquals(List.of(new LoggedChange.Field("displayName", "", "Alice")), first.fields());
        assertEquals(Optional.of(new LoggedChange.Key("subscriber", "alice")), first.entry());
        catalogs.subscribers().replace("alice", subscriber("Alice B", ""));
        var second = newest();
        assertEquals(List.of("changed-since"), refusal(first));
        takeBack(second);
        takeBack(first);
        assertEquals("", store.configuration.subscribers().getFirst().displayName());
        assertEquals(newest().id(), log.list("", Optional.empty(), 200).items().stream().filter(c -> c.id() == first.id())
                .findFirst().orElseThrow().takenBackBy().orElseThrow());
    }

    @Test
    void aPasswordThatWasChangedSinceIsNotTakenBackUnder() throws Exception {
        catalogs.subscribers().replace("alice", subscriber("", "password2"));
        var second = newest();
        catalogs.subscribers().replace("alice", subscriber("", "password3"));
        var third = newest();
        assertEquals(List.of("changed-since"), refusal(second));
        takeBack(third);
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password2"), store.configuration.secrets().get("alice"));
        takeBack(second);
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password1"), store.configuration.secrets().get("alice"));
    }

    @Test
    void aChangeThatIsTakenBackIsNotTakenBackAgain() throws Exception {
        catalogs.subscribers().replace("alice", subscriber("", "password2"));
        var change = newest();
        takeBack(change);
        var undo = newest();
        long revision = store.configuration.revision();
        assertEquals(List.of("taken-back"), refusal(change), "though the fields of the entry are what they were");
        assertEquals(revision, store.configuration.revision());
        assertEquals(undo, newest());
        takeBack(undo);
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password2"), store.configuration.secrets().get("alice"));
        takeBack(change);
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password1"), store.configuration.secrets().get("alice"));
    }

    @Test
    void whatIsUsedSinceStaysAndABatchGoesAsAWhole() throws Exception {
        var created = newest();
        catalogs.apply(List.of(new EntryChange.Create<>(EntryKind.NUMBER, new NumberAssignment("+46850010000", "alice")),
                new EntryChange.Create<>(EntryKind.NUMBER, new NumberAssignment("+46850010001", "alice"))));
        assertEquals(new SaveResult.InUse<>(List.of("number +46850010000", "number +46850010001")),
                log.takeBack(created.id(), false));
        assertEquals(2, takeBack(newest(), true).size());
        assertEquals(List.of(), store.configuration.numbers());
        takeBack(created);
        assertEquals(List.of(), store.configuration.subscribers());
    }

    @Test
    void noSuchChangeIsToldAndOnesThatChangeNoEntryAreRefused() throws Exception {
        assertEquals(new SaveResult.Missing<>("99"), log.takeBack(99, false));
        store.apply(List.of(new ConfigChange.RemoveHold("case 7")), "anna");
        assertEquals(List.of("hold-is-evidence"), refusal(newest()));
    }

    @Test
    void aNewNameIsTakenBackWithAllThatFollowedIt() throws Exception {
        catalogs.numbers().create(new NumberAssignment("+46850010000", "alice"));
        var before = store.configuration;
        catalogs.subscribers().replace("alice", new Subscriber("alicia", Secret.of("password2"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        assertEquals(List.of(new NumberAssignment("+46850010000", "alicia")), store.configuration.numbers());

        assertEquals(3, takeBack(newest(), true).size());
        assertEquals(before.subscribers(), store.configuration.subscribers());
        assertEquals(before.numbers(), store.configuration.numbers());
        assertEquals(DigestAlgorithm.secretOf("alice", "realm", "password1"), store.configuration.secrets().get("alice"));
    }

    @Test
    void aNewNameIsNotTakenBackInPartsThatWouldDeleteASubscriber() throws Exception {
        catalogs.subscribers().replace("alice", subscriber("Alice", ""));
        catalogs.subscribers().replace("alice", new Subscriber("alicia", Secret.of("password2"), "", true, CallHandling.PLAIN, Srtp.OFFER));
        inPartsItStays("alice", "alicia");
        var renamed = newest();
        assertEquals(2, takeBack(renamed, true).size());
        inPartsItStays("alicia", "alice");
        assertEquals(List.of("taken-back"), refusal(renamed));

        catalogs.subscribers().replace("alice", subscriber("Alice B", ""));
        takeBack(newest());
    }

    private void inPartsItStays(String from, String to) throws Exception {
        long revision = store.configuration.revision();
        var step = log.list("", Optional.empty(), 2).items();
        assertEquals(Set.of("subscriber alice", "subscriber alicia"), step.stream().map(LoggedChange::subject).collect(Collectors.toSet()));
        for (var part : step) {
            var rejected = assertInstanceOf(SaveResult.Rejected.class, log.takeBack(part.id(), false));
            assertEquals(List.of(new FieldError("", "part-of-rename", List.of(part.subject(), from, to), part.subject()
                    + " is part of a step that renamed " + from + " to " + to
                    + ": take back the whole step (together=true), so that messages and phones are kept")), rejected.errors());
        }
        assertEquals(revision, store.configuration.revision());
    }
}
