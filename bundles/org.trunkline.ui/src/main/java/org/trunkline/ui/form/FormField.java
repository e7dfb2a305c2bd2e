package org.trunkline.ui.form;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.schema.SchemaField;

/**
 * One field of a form; its words are in {@link FormWords}.
 *
 * @param name as in field errors: {@code registration.username}
 * @param section fields of one section stand together
 * @param limits of a {@link Type#NUMBER}
 * @param choices of a {@link Type#CHOICE}
 */
public record FormField(String name, String section, Type type, List<String> choices, Limits limits) {
    /** The range of a number and its unit, as texts; all empty where there is none. */
    public record Limits(String min, String max, String unit) {
        public static final Limits NONE = new Limits("", "", "");

        public static Limits of(SchemaField field) {
            return field.range().map(r -> new Limits(String.valueOf(r.orZero() ? 0 : r.min()), String.valueOf(r.max()),
                    field.unit())).orElse(new Limits("", "", field.unit()));
        }
    }

    public enum Type {
        TEXT, NUMBER,
        /** Of a subscriber or trunk of this node: one can be generated and copied. */
        PASSWORD,
        /** Given by somebody else. */
        SECRET,
        /** {@code true} or {@code false}. */
        CHECK, CHOICE,
        /** One value a line. */
        LINES,
        /** Names of trunks in order, one a line. */
        TRUNKS,
        /** A trunk's name, offered from those there are. */
        TRUNK,
        /** A subscriber's username, offered from those there are. */
        SUBSCRIBER,
        /** Usernames of subscribers in order, one a line. */
        MEMBERS,
        /** Names of ring groups, one a line. */
        GROUPS,
        /** A number, or a subscriber or ring group, offered from those there are. */
        TARGET,
        /** Told by the node, not typed. */
        FACT
    }

    public FormField {
        requireNonNull(name);
        requireNonNull(section);
        requireNonNull(type);
        choices = List.copyOf(choices);
        requireNonNull(limits);
    }

    public FormField(String name, String section, Type type) {
        this(name, section, type, List.of(), Limits.NONE);
    }
}
