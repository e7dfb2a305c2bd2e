package org.trunkline.node.internal.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.PastAlertSecrets;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.SavedSearchTexts;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Takes back changes of saved searches and their alerts, which are checked as any other change. */
record SavedSearchUndo(ConfigStore store, SavedSearchCatalog catalog) {
    static Optional<LoggedChange.Key> key(String subject) {
        return AuditSubject.key(AuditSubject.SAVED_SEARCH, subject).map(name -> new LoggedChange.Key(AuditSubject.SAVED_SEARCH, name));
    }

    /** @param secretSince whether a later change set a secret */
    Plan<SavedSearch> plan(Configuration configuration, AuditChange change, boolean secretSince) throws StoreException {
        if (unreadable(change.before()) || unreadable(change.after()))
            return Plan.Refused.of(List.of(Refusals.refusal("not-revertible", change, "is no entry that can be taken back")));
        String name = key(change.entry().subject()).orElseThrow().key();
        var now = catalog.find(configuration, name);
        if (secretSince || !now.equals(change.after().flatMap(SavedSearchTexts::read)))
            return Plan.Refused.of(List.of(new Refusals(store).changedSince(change)));
        var before = change.before().flatMap(SavedSearchTexts::read);
        if (before.isEmpty())
            return catalog.planDelete(configuration, name);
        var past = store.alertSecretsBefore(change.id());
        var restore = new Restore(before.get(), change.secretSet() ? Optional.empty() : now.flatMap(SavedSearch::alert),
                past.orElse(new PastAlertSecrets(Optional.empty(), Map.of())));
        if (restore.lacksSecret() || change.secretSet() && past.isEmpty() && restore.hasChannels())
            return Plan.Refused.of(List.of(Refusals.refusal("secret-gone", change, "had a secret that is kept no more: set it again")));
        return now.isEmpty() ? catalog.planCreate(configuration, restore.draft())
                : catalog.planReplace(configuration, name, restore.draft());
    }

    /** Of changes before all of it was kept. */
    private static boolean unreadable(Optional<Map<String, String>> texts) {
        return texts.isEmpty() || !texts.get().isEmpty() && SavedSearchTexts.read(texts.get()).isEmpty();
    }

    /** What a saved search was. @param keeping the alert whose secrets stay as they are; empty where all are given back */
    private record Restore(SavedSearch before, Optional<AlertRule> keeping, PastAlertSecrets past) {
        boolean lacksSecret() {
            return webhook().isPresent() && !keepsWebhook() && past.webhook().isEmpty();
        }

        boolean hasChannels() {
            return before.alert().filter(alert -> !alert.channels().isEmpty()).isPresent();
        }

        private Optional<String> webhook() {
            return before.alert().flatMap(AlertRule::webhook);
        }

        private boolean keepsWebhook() {
            return keeping.flatMap(AlertRule::webhook).isPresent();
        }

        SavedSearchDraft draft() {
            return new SavedSearchDraft(before.name(), before.query(), before.last().map(Duration::toSeconds).orElse(0L),
                    before.owner(), before.shared(), before.tile(), before.alert().map(this::alert));
        }

        private SavedSearchDraft.Alert alert(AlertRule rule) {
            return new SavedSearchDraft.Alert(rule.matches(), (int) rule.within().toMinutes(), (int) rule.quiet().toMinutes(),
                    rule.webhook(), keepsWebhook() ? Optional.empty() : past.webhook(), rule.mailTo(), channels(rule));
        }

        private List<ChannelUse> channels(AlertRule rule) {
            return rule.channels().stream().map(use -> keeps(use) ? use : withSecrets(use)).toList();
        }

        private boolean keeps(ChannelUse use) {
            return keeping.stream().flatMap(rule -> rule.channels().stream()).anyMatch(k -> k.channel().equals(use.channel()));
        }

        private ChannelUse withSecrets(ChannelUse use) {
            var settings = new TreeMap<>(use.settings());
            settings.putAll(past.channels().getOrDefault(use.channel(), Map.of()));
            return new ChannelUse(use.channel(), settings);
        }
    }
}
