package org.trunkline.node.internal.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.ConfigStore.FieldsChange;
import org.trunkline.engine.port.config.StoreException;

/**
 * Settings of a node that runs: each change is noted in the audit with the values before and after. Secrets have an entry of
 * their own, which says only that they were set or removed.
 *
 * @param who for the audit, where the caller gives no name
 * @param changed told after each change
 */
public record AuditedSettings(Settings settings, ConfigStore store, String who, Runnable changed) implements Settings {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedSettings.class);
    private static final String SUBJECT = new AuditSubject(AuditSubject.SETTINGS).text();

    @Override
    public SettingsReport report() throws NodeUnavailableException {
        return settings.report();
    }

    @Override
    public List<FieldError> check(Map<String, Optional<String>> values) throws NodeUnavailableException {
        return settings.check(values);
    }

    @Override
    public SaveResult<SettingsReport> change(Map<String, Optional<String>> values) throws NodeUnavailableException {
        synchronized (settings) { // so that no other change comes between what was and what is
            var before = settings.report();
            var result = settings.change(values);
            if (result instanceof SaveResult.Saved<SettingsReport>(var after)) {
                note(values, before, after, OptionalLong.empty());
                changed.run();
            }
            return result;
        }
    }

    /** What stands against taking a change back. */
    @FunctionalInterface
    public interface Objections {
        List<FieldError> to(SettingsReport now) throws NodeUnavailableException;
    }

    /** @param entry of the audit; empty where that could not be written */
    public record Done(SettingsReport now, Optional<AuditChange> entry) {}

    /**
     * Takes a change back, unless there are objections. No other change comes between.
     *
     * @param undone id of its entry in the audit
     * @param values of before it
     */
    public SaveResult<Done> takeBack(long undone, Map<String, Optional<String>> values, Objections objections)
            throws NodeUnavailableException {
        synchronized (settings) {
            var before = settings.report();
            var errors = objections.to(before);
            if (!errors.isEmpty())
                return new SaveResult.Rejected<>(errors);
            return switch (settings.change(values)) {
                case SaveResult.Saved<SettingsReport>(var after) -> {
                    var entry = note(values, before, after, OptionalLong.of(undone));
                    changed.run();
                    yield new SaveResult.Saved<>(new Done(after, entry));
                }
                case SaveResult.Rejected<SettingsReport>(var wrong) -> new SaveResult.Rejected<>(wrong);
                case SaveResult.Missing<SettingsReport>(String key) -> new SaveResult.Missing<>(key);
                case SaveResult.InUse<SettingsReport>(var users) -> new SaveResult.InUse<>(users);
            };
        }
    }

    private Optional<AuditChange> note(Map<String, Optional<String>> values, SettingsReport before, SettingsReport after,
            OptionalLong undone) {
        var then = new TreeMap<String, String>();
        var now = new TreeMap<String, String>();
        var secrets = new ArrayList<String>();
        for (String name : new TreeSet<>(values.keySet())) {
            var setting = after.find(name).orElseThrow();
            var former = before.find(name).orElseThrow();
            if (setting.about().secret() && (setting.secretSet() || former.secretSet()))
                secrets.add(name + ": " + (setting.secretSet() ? "set" : "removed"));
            else if (!setting.value().equals(former.value())) {
                then.put(name, former.value());
                now.put(name, setting.value());
            }
        }
        String author = Author.current().orElse(who);
        try {
            if (!secrets.isEmpty())
                store.note(author, "change", SUBJECT, String.join(", ", secrets));
            if (!now.isEmpty())
                return Optional.of(store.noteChange(author, new FieldsChange(SUBJECT, then, now), undone));
        } catch (StoreException e) {
            LOG.warn("the change of {} is not in the audit: {}", String.join(", ", values.keySet()), e.getMessage());
        }
        return Optional.empty();
    }
}
