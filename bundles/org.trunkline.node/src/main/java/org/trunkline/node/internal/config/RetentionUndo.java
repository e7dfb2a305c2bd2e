package org.trunkline.node.internal.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.domain.config.Retention;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.config.Configurations.Plan;

/** Takes back changes of retention, but not its first one: before that the node's settings had it. */
record RetentionUndo(ConfigStore store) {
    static boolean isOf(AuditChange change) {
        return AuditSubject.key(AuditSubject.RETENTION, change.entry().subject()).isPresent();
    }

    static Optional<LoggedChange.Key> key(AuditChange change) {
        return isOf(change) && change.before().flatMap(RetentionUndo::read).isPresent()
                && change.after().flatMap(RetentionUndo::read).isPresent()
                        ? Optional.of(new LoggedChange.Key(AuditSubject.RETENTION, AuditSubject.RETENTION)) : Optional.empty();
    }

    Plan<Retention> plan(Configuration configuration, AuditChange change) throws StoreException {
        if (key(change).isEmpty())
            return Plan.Refused.of(List.of(Refusals.refusal("not-revertible", change,
                    "was set for the first time: set the values that it is to have")));
        if (!configuration.keeping().retention().equals(change.after().flatMap(RetentionUndo::read)))
            return Plan.Refused.of(List.of(new Refusals(store).changedSince(change)));
        var before = change.before().flatMap(RetentionUndo::read).orElseThrow();
        return new Plan.Change<>(new ConfigChange.PutRetention(before), before);
    }

    private static Optional<Retention> read(Map<String, String> texts) {
        try {
            return texts.isEmpty() ? Optional.empty() : Optional.of(new Retention(days(texts, "recordDays"), days(texts, "ladderDays"),
                    days(texts, "personalDays"), Retention.Disguise.valueOf(texts.getOrDefault("disguise", ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int days(Map<String, String> texts, String name) {
        return Integer.parseInt(texts.getOrDefault(name, ""));
    }
}
