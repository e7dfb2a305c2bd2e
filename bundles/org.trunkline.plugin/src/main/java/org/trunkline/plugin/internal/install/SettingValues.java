package org.trunkline.plugin.internal.install;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.engine.secret.SecretBox;
import org.trunkline.plugin.internal.archive.SettingRules;

/** Settings of a plug-in: secrets are sealed where they are kept. */
final class SettingValues {
    private final SecretBox box;

    SettingValues(SecretBox box) {
        this.box = box;
    }

    private static String owner(String id, String name) {
        return "plugin " + id + " " + name;
    }

    /** @param changes empty to go back to the default */
    PluginRecord change(PluginRecord record, List<Field> fields, Map<String, Optional<String>> changes) {
        var settings = new TreeMap<>(record.settings());
        var sealed = new TreeMap<>(record.sealed());
        changes.forEach((name, value) -> {
            boolean secret = fields.stream().anyMatch(f -> f.name().equals(name) && f.secret());
            settings.remove(name);
            sealed.remove(name);
            value.filter(v -> !v.isEmpty()).ifPresent(v -> {
                if (secret)
                    sealed.put(name, box.seal(v, owner(record.id(), name)));
                else
                    settings.put(name, v);
            });
        });
        return record.with(settings, sealed);
    }

    /**
     * What the plug-in gets: defaults filled in, secrets in clear.
     *
     * @throws GeneralSecurityException if a secret cannot be opened with this node's key
     */
    Map<String, String> open(PluginRecord record, List<Field> fields) throws GeneralSecurityException {
        var values = new HashMap<String, String>();
        for (var field : fields) {
            var sealed = Optional.ofNullable(record.sealed().get(field.name()));
            if (field.secret() && sealed.isPresent())
                values.put(field.name(), box.open(sealed.get(), owner(record.id(), field.name())));
            else if (!field.secret() && record.settings().containsKey(field.name()))
                values.put(field.name(), SettingRules.tidy(field, record.settings().get(field.name())));
            else if (!field.defaultValue().isEmpty())
                values.put(field.name(), SettingRules.tidy(field, field.defaultValue()));
        }
        return values;
    }

    /** Required fields without a value. */
    static List<String> missing(PluginRecord record, List<Field> fields) {
        var missing = new ArrayList<String>();
        for (var field : fields)
            if (field.required() && field.defaultValue().isEmpty()
                    && !(field.secret() ? record.sealed() : record.settings()).containsKey(field.name()))
                missing.add(field.name());
        return missing;
    }
}
