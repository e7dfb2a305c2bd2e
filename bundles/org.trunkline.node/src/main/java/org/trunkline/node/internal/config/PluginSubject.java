package org.trunkline.node.internal.config;

import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.api.config.LoggedChange;

/** An entry of a plug-in as the audit names it: {@code entry com.example.crm door Front}. */
record PluginSubject(String plugin, String kind, String key) {
    private static final Pattern FORM = Pattern.compile("entry (\\S+) (\\S+) (.+)");

    static Optional<PluginSubject> of(String subject) {
        var found = FORM.matcher(subject);
        return found.matches() ? Optional.of(new PluginSubject(found.group(1), found.group(2), found.group(3))) : Optional.empty();
    }

    LoggedChange.Key toKey() {
        return new LoggedChange.Key(plugin + "/" + kind, key);
    }
}
