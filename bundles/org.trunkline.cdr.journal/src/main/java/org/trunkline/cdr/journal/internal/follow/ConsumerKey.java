package org.trunkline.cdr.journal.internal.follow;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose offset it is: each plug-in has names of its own.
 *
 * @param plugin its id; empty for a consumer of the house
 */
record ConsumerKey(Optional<String> plugin, String name) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");
    private static final Pattern PLUGIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*");

    /** @throws IllegalArgumentException if they could not be the name of a file */
    ConsumerKey {
        requireNonNull(plugin);
        if (!NAME.matcher(name).matches())
            throw new IllegalArgumentException("its name \"" + name
                    + "\" must be up to 60 lower-case letters, digits and hyphens");
        plugin.ifPresent(ConsumerKey::checkPlugin);
    }

    static String checkPlugin(String id) {
        if (!PLUGIN.matcher(id).matches())
            throw new IllegalArgumentException("\"" + id + "\" is not the id of a plug-in");
        return id;
    }

    /** {@code store}, {@code com.example.crm/exporter}. */
    @Override
    public String toString() {
        return plugin.map(id -> id + "/").orElse("") + name;
    }
}
