package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.schema.SchemaField;

/**
 * One field of an editor. Its label is the text {@code field.<kind>.<name>}, its explanation {@code ….tip}.
 *
 * @param name as in field errors: {@code registration.username}
 * @param section fields of one section stand together
 * @param limits of a {@link Type#NUMBER}
 * @param choices of a {@link Type#CHOICE}; their labels are {@code field.<kind>.<name>.<choice>}
 */
public record FieldSpec(String name, String section, Type type, List<String> choices, Limits limits) {
    /** The range of a number and its unit, as texts; all empty where there is none. */
    public record Limits(String min, String max, String unit) {
        static final Limits NONE = new Limits("", "", "");

        static Limits of(SchemaField field) {
            return field.range().map(r -> new Limits(String.valueOf(r.orZero() ? 0 : r.min()), String.valueOf(r.max()),
                    field.unit())).orElse(new Limits("", "", field.unit()));
        }
    }

    public enum Type {
        TEXT, NUMBER, PASSWORD,
        /** {@code true} or {@code false}. */
        CHECK, CHOICE,
        /** One value a line. */
        LINES,
        /** Names of trunks in order, one a line. */
        TRUNKS,
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

    public FieldSpec {
        requireNonNull(name);
        requireNonNull(section);
        requireNonNull(type);
        choices = List.copyOf(choices);
        requireNonNull(limits);
    }

    FieldSpec(String name, String section, Type type) {
        this(name, section, type, List.of(), Limits.NONE);
    }
}
