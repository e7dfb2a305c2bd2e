package org.trunkline.api.settings;

import static java.util.Objects.requireNonNull;

import org.trunkline.api.plugin.PluginAbout.Field;

/**
 * One technical setting of a node and its value. It never holds a secret, only whether there is one.
 *
 * @param about name ({@code trunkline.sip.port}), type, range, default and words
 * @param group code of a {@link SettingsReport.Group}
 * @param source where the value in force after the next start comes from
 * @param value that value, as text; the default where none is given, empty for none and for secrets
 * @param secretSet whether a secret has a value
 * @param waiting whether the node still runs with another value until it is restarted
 */
public record NodeSetting(Field about, String group, Effect effect, Source source, String value, boolean secretSet,
        boolean waiting) {
    /** When a change takes effect. */
    public enum Effect {
        /** When it is saved; for media, with the next call. */
        AT_ONCE,
        /** After a restart of the node. */
        RESTART,
        /** It can only be given when the node starts. */
        AT_START
    }

    /** Where a value comes from; a value given at the start wins over a stored one. */
    public enum Source {
        DEFAULT,
        /** Saved in the node's settings file. */
        STORED,
        /** Given on the command line or as a system property, and so cannot be changed while the node runs. */
        GIVEN_AT_START
    }

    public NodeSetting {
        requireNonNull(about);
        requireNonNull(group);
        requireNonNull(effect);
        requireNonNull(source);
        requireNonNull(value);
    }

    public String name() {
        return about.name();
    }

    /** Whether it cannot be changed here. */
    public boolean locked() {
        return source == Source.GIVEN_AT_START || effect == Effect.AT_START;
    }
}
