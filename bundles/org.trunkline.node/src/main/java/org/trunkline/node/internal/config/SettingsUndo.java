package org.trunkline.node.internal.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.StoreException;

/** Takes back changes of node settings, which are checked as any other change. Their old secrets are not kept. */
record SettingsUndo(ConfigStore store, Settings settings) {
    private static final Pattern SECRETS = Pattern.compile("\\S+: (?:set|removed)(?:, \\S+: (?:set|removed))*");

    static boolean isOf(AuditChange change) {
        return AuditSubject.key(AuditSubject.SETTINGS, change.entry().subject()).isPresent();
    }

    /** Named by the first setting that it changed. */
    static LoggedChange.Key key(Map<String, String> after) {
        return new LoggedChange.Key(AuditSubject.SETTINGS, after.keySet().stream().findFirst().orElse(""));
    }

    SaveResult<Integer> takeBack(AuditChange change) throws NodeUnavailableException {
        if (change.before().isEmpty() || change.after().isEmpty())
            return SECRETS.matcher(change.entry().detail()).matches()
                    ? Refusals.refusal("setting-secret", change, "has a secret there whose former value is not kept: set it again")
                    : Refusals.refusal("not-revertible", change, "has a change there without the values before it: set them again");
        var before = change.before().get();
        try {
            var other = different(change.after().get());
            if (!other.isEmpty())
                return changedSince(change, other);
            var values = new HashMap<String, Optional<String>>();
            before.forEach((name, value) -> values.put(name, Optional.of(value).filter(v -> !v.isEmpty())));
            return done(change, settings.change(values));
        } catch (StoreException e) {
            throw StoredChangeLog.unreadable(e);
        }
    }

    /** Names of settings with another value than the change gave. What cannot be changed here says so itself. */
    private TreeSet<String> different(Map<String, String> after) throws NodeUnavailableException {
        var now = settings.report();
        var names = new TreeSet<String>();
        after.forEach((name, value) -> now.find(name).filter(setting -> !setting.locked()).map(NodeSetting::value)
                .filter(current -> !current.equals(value)).ifPresent(_ -> names.add(name)));
        return names;
    }

    private SaveResult<Integer> changedSince(AuditChange change, TreeSet<String> names) throws StoreException {
        for (var later : store.later(change.entry().subject(), change.id()))
            if (later.after().stream().anyMatch(after -> after.keySet().stream().anyMatch(names::contains)))
                return Refusals.changedSince(change, later);
        return new SaveResult.Rejected<>(names.stream().map(name -> new FieldError(name, "setting-differs", List.of(name), name
                + " has another value since, which no change here gave it: settings.json was edited. Nothing was changed")).toList());
    }

    private SaveResult<Integer> done(AuditChange change, SaveResult<SettingsReport> result) throws StoreException {
        return switch (result) {
            case SaveResult.Saved<SettingsReport> _ -> {
                store.undone(change.id(), change.entry().subject());
                yield new SaveResult.Saved<>(1);
            }
            case SaveResult.Rejected<SettingsReport>(var errors) -> new SaveResult.Rejected<>(errors);
            case SaveResult.Missing<SettingsReport>(String key) -> new SaveResult.Missing<>(key);
            case SaveResult.InUse<SettingsReport>(var users) -> new SaveResult.InUse<>(users);
        };
    }
}
