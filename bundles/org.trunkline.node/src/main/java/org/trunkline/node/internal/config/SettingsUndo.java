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
import org.trunkline.api.config.TakenBack;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.ConfigStore.AuditChange;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.node.internal.settings.AuditedSettings;

/** Takes back changes of node settings, which are checked as any other change. Their old secrets are not kept. */
record SettingsUndo(ConfigStore store, AuditedSettings settings) {
    private static final Pattern SECRETS = Pattern.compile("\\S+: (?:set|removed)(?:, \\S+: (?:set|removed))*");

    static boolean isOf(AuditChange change) {
        return AuditSubject.key(AuditSubject.SETTINGS, change.entry().subject()).isPresent();
    }

    /** Named by the first setting that it changed. */
    static LoggedChange.Key key(Map<String, String> after) {
        return new LoggedChange.Key(AuditSubject.SETTINGS, after.keySet().stream().findFirst().orElse(""));
    }

    SaveResult<TakenBack> takeBack(AuditChange change) throws NodeUnavailableException {
        if (change.before().isEmpty() || change.after().isEmpty())
            return new SaveResult.Rejected<>(List.of(SECRETS.matcher(change.entry().detail()).matches()
                    ? Refusals.refusal("setting-secret", change, "has a secret there whose former value is not kept: set it again")
                    : Refusals.refusal("not-revertible", change, "has a change there without the values before it: set them again")));
        var values = new HashMap<String, Optional<String>>();
        change.before().get().forEach((name, value) -> values.put(name, Optional.of(value).filter(v -> !v.isEmpty())));
        var result = settings.takeBack(change.id(), values, now -> objections(change, now));
        if (!(result instanceof SaveResult.Saved<AuditedSettings.Done>(var done)))
            return Refusals.retyped(result);
        var restart = done.now().waiting().stream().filter(values::containsKey).toList();
        return new SaveResult.Saved<>(StoredChangeLog.takenBack(done.entry().stream().toList(), restart));
    }

    private List<FieldError> objections(AuditChange change, SettingsReport now) throws NodeUnavailableException {
        try {
            var takenBack = new Refusals(store).takenBack(store.change(change.id()).orElse(change));
            if (takenBack.isPresent())
                return List.of(takenBack.get());
            var other = different(change.after().orElseThrow(), now);
            return other.isEmpty() ? List.of() : changedSince(change, other);
        } catch (StoreException e) {
            throw StoredChangeLog.unreadable(e);
        }
    }

    /** Names of settings with another value than the change gave. What cannot be changed here says so itself. */
    private static TreeSet<String> different(Map<String, String> after, SettingsReport now) {
        var names = new TreeSet<String>();
        after.forEach((name, value) -> now.find(name).filter(setting -> !setting.locked()).map(NodeSetting::value)
                .filter(current -> !current.equals(value)).ifPresent(_ -> names.add(name)));
        return names;
    }

    private List<FieldError> changedSince(AuditChange change, TreeSet<String> names) throws StoreException {
        for (var later : store.later(change.entry().subject(), change.id()))
            if (later.after().stream().anyMatch(after -> after.keySet().stream().anyMatch(names::contains)))
                return List.of(Refusals.changedSince(change, later));
        return names.stream().map(name -> new FieldError(name, "setting-differs", List.of(name), name
                + " has another value since, which no change here gave it: settings.json was edited. Nothing was changed")).toList();
    }
}
