package org.trunkline.node.internal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.FieldError;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.config.TakenBack;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.Retention;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.MemoryEntryStore;
import org.trunkline.node.internal.MemoryStore;
import org.trunkline.node.internal.plugin.StoredEntries;
import org.trunkline.node.internal.settings.AlertSettings;
import org.trunkline.node.internal.settings.AuditedSettings;
import org.trunkline.testkit.node.FakeAlerts;
import org.trunkline.testkit.node.FakeNode;

/** Saved searches come back with their alert and its secrets, and retention as it was. */
class SavedSearchUndoTest {
    private static final String NAME = "Bad sound";
    private static final String PAGER = FakeAlerts.PAGER.id();

    private List<String> hosts = List.of("hooks.example");
    private final MemoryStore store = new MemoryStore();
    private final FakeNode node = new FakeNode();
    private final Configurations configurations = new Configurations(store, Configuration.EMPTY, _ -> { }, _ -> { }, "test");
    private final Catalogs catalogs = Catalogs.of(configurations, "realm", node.cdrs(), new SavedSearchCatalog.AlertPlaces(
            () -> new AlertSettings(hosts, "", 0, "none", AlertSettings.Account.NONE, ""), node.alerts()));
    private final StoredChangeLog log = new StoredChangeLog(store, catalogs, new StoredEntries(
            new MemoryEntryStore(store)), new AuditedSettings(node.settings(), store, "test", () -> { }));

    private static SavedSearchDraft draft(int matches, String secret, String pin) {
        var pager = ChannelUse.of(PAGER, pin.isEmpty() ? Map.of("number", "+46701234567") : Map.of("number", "+46701234567", "pin", pin));
        return new SavedSearchDraft(NAME, "mos:<3.5", 3600, "anna", true, true, Optional.of(new SavedSearchDraft.Alert(matches, 5, 15,
                Optional.of("https://hooks.example/x"), Optional.of(secret).filter(s -> !s.isEmpty()), List.of(), List.of(pager))));
    }

    private LoggedChange newest() throws Exception {
        return log.list("", Optional.empty(), 1).items().getFirst();
    }

    private LoggedChange created() throws Exception {
        assertEquals(SaveResult.Saved.class, catalogs.savedSearches().create(draft(3, "0123456789abcdef", "1234")).getClass());
        return newest();
    }

    private void takeBack(long id) throws Exception {
        var result = log.takeBack(id, true);
        assertEquals(new SaveResult.Saved<>(new TakenBack(List.of(newest()), List.of())), result);
        assertEquals(id, newest().takesBack().orElseThrow());
    }

    private List<String> refusal(LoggedChange change) throws Exception {
        return log.takeBack(change.id(), false) instanceof SaveResult.Rejected<TakenBack>(var errors)
                ? errors.stream().map(FieldError::code).toList() : List.of();
    }

    private SavedSearch search() {
        return store.configuration.savedSearches().list().getFirst();
    }

    @Test
    void aDeletedOneComesBackWithItsAlertAndAllSecrets() throws Exception {
        created();
        var before = search();
        catalogs.savedSearches().delete(NAME);
        var deleted = newest();
        assertEquals(Optional.of(new LoggedChange.Key("saved-search", NAME)), deleted.entry());
        assertEquals(1, deleted.together());
        takeBack(deleted.id());
        assertEquals(before, search());
        assertEquals(Map.of(NAME, "0123456789abcdef"), store.configuration.savedSearches().secrets());
        assertEquals(Map.of("pin", "1234"), store.configuration.savedSearches().secrets(NAME, PAGER));
        assertEquals(newest().id(), log.list("", Optional.empty(), 2).items().getLast().takenBackBy().orElseThrow());
    }

    @Test
    void aChangeIsTakenBackWithItsSecretsAndACreatedOneIsDeleted() throws Exception {
        var created = created();
        var before = search();
        catalogs.savedSearches().replace(NAME, draft(9, "fedcba9876543210", "4321"));
        var changed = newest();
        assertEquals(List.of(new LoggedChange.Field("alert.matches", "3", "9")), changed.fields());
        assertEquals(List.of("changed-since"), refusal(created));
        takeBack(changed.id());
        assertEquals(before, search());
        assertEquals(Map.of(NAME, "0123456789abcdef"), store.configuration.savedSearches().secrets());
        assertEquals(Map.of("pin", "1234"), store.configuration.savedSearches().secrets(NAME, PAGER));
        takeBack(created.id());
        assertEquals(List.of(), store.configuration.savedSearches().list());
    }

    @Test
    void aLaterSecretStaysUnderAnOlderChange() throws Exception {
        created();
        catalogs.savedSearches().replace(NAME, draft(9, "", ""));
        var matches = newest();
        catalogs.savedSearches().replace(NAME, draft(9, "fedcba9876543210", ""));
        takeBack(matches.id());
        assertEquals(3, search().alert().orElseThrow().matches());
        assertEquals(Map.of(NAME, "fedcba9876543210"), store.configuration.savedSearches().secrets());
    }

    @Test
    void whatHadASecretThatIsKeptNoMoreSaysSo() throws Exception {
        created();
        catalogs.savedSearches().delete(NAME);
        store.alertSecrets.clear();
        assertEquals(List.of("secret-gone"), refusal(newest()));
    }

    @Test
    void itIsCheckedAsAnyOther() throws Exception {
        created();
        catalogs.savedSearches().delete(NAME);
        hosts = List.of();
        assertEquals(List.of("webhook-host"), refusal(newest()));
    }

    @Test
    void oneAsItWasAuditedBeforeStays() throws Exception {
        store.audit("saved search Old", Map.of("name", "Old", "owner", "anna", "alert.matches", "1", "alert.within", "PT5M", "alert.quiet",
                "PT5M", "alert.channels", "channel com.example.pager/page; settings number +46701234567"), Map.of(), false);
        assertEquals(List.of("not-revertible"), refusal(newest()));
    }

    @Test
    void retentionIsTakenBackToAnEarlierOne() throws Exception {
        var year = new Retention(365, 30, 90, Retention.Disguise.PSEUDONYM);
        configurations.change(_ -> new Configurations.Plan.Change<>(new ConfigChange.PutRetention(year), year));
        var first = newest();
        configurations.change(_ -> new Configurations.Plan.Change<>(new ConfigChange.PutRetention(Retention.FOR_EVER), year));
        var second = newest();
        assertEquals(Optional.of(new LoggedChange.Key("retention", "retention")), second.entry());
        takeBack(second.id());
        assertEquals(Optional.of(year), store.configuration.keeping().retention());
        assertEquals(List.of("taken-back"), refusal(second));
        configurations.change(_ -> new Configurations.Plan.Change<>(new ConfigChange.PutRetention(Retention.FOR_EVER), year));
        var third = newest();
        configurations.change(_ -> new Configurations.Plan.Change<>(new ConfigChange.PutRetention(year), year));
        assertEquals(List.of("changed-since"), refusal(third));
        assertEquals(Optional.empty(), first.entry());
        assertEquals(List.of("not-revertible"), refusal(first));
    }
}
