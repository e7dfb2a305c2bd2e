package org.trunkline.node.internal.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;

/**
 * Settings of a node that runs: each change is noted in the audit, without secrets.
 *
 * @param who for the audit, where the caller gives no name
 * @param changed told after each change
 */
public record AuditedSettings(Settings settings, ConfigStore store, String who, Runnable changed) implements Settings {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedSettings.class);
    private static final String SUBJECT = "settings";

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
                note(values, before, after);
                changed.run();
            }
            return result;
        }
    }

    private void note(Map<String, Optional<String>> values, SettingsReport before, SettingsReport after) {
        var detail = new ArrayList<String>();
        new TreeMap<>(values).forEach((name, value) -> {
            var now = after.find(name).orElseThrow();
            var then = before.find(name).orElseThrow();
            if (now.about().secret())
                detail.add(name + ": " + (now.secretSet() ? "set" : "removed"));
            else if (!now.value().equals(then.value()))
                detail.add(name + ": " + shown(then) + " → " + shown(now));
        });
        if (detail.isEmpty())
            return;
        try {
            store.note(Author.current().orElse(who), "change", SUBJECT, String.join(", ", detail));
        } catch (StoreException e) {
            LOG.warn("the change of {} is not in the audit: {}", String.join(", ", values.keySet()), e.getMessage());
        }
    }

    private static String shown(NodeSetting setting) {
        return setting.value().isEmpty() ? "none" : setting.value();
    }
}
