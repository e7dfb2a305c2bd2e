package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Schema;

/**
 * A kind of configuration entry. Its record says all of its fields; only rules between fields are written by hand.
 *
 * @param code in text keys, commands and changes: {@code ring-group}
 * @param path of the API: {@code ring-groups}
 * @param between rules that more than one field takes part in
 */
public record EntryKind<E extends Record>(String code, String path, Schema<E> schema, Between<E> between) {
    public static final EntryKind<Trunk> TRUNK =
            new EntryKind<>("trunk", "trunks", Schema.of(Trunk.class), FieldRelations::trunk);
    public static final EntryKind<NumberAssignment> NUMBER =
            new EntryKind<>("number", "numbers", Schema.of(NumberAssignment.class), (_, _) -> { });
    public static final EntryKind<Subscriber> SUBSCRIBER =
            new EntryKind<>("subscriber", "subscribers", Schema.of(Subscriber.class), FieldRelations::subscriber);
    public static final EntryKind<RingGroup> RING_GROUP =
            new EntryKind<>("ring-group", "ring-groups", Schema.of(RingGroup.class), FieldRelations::ringGroup);
    public static final EntryKind<Route> ROUTE = new EntryKind<>("route", "routes", Schema.of(Route.class), (_, _) -> { });

    /** In the order shown. */
    public static final List<EntryKind<?>> ALL = List.of(TRUNK, NUMBER, SUBSCRIBER, RING_GROUP, ROUTE);

    /** Rules between the fields of an entry. */
    @FunctionalInterface
    public interface Between<E> {
        void check(E entry, Findings found);
    }

    public EntryKind {
        requireNonNull(code);
        requireNonNull(path);
        requireNonNull(schema);
        requireNonNull(between);
    }

    /** The kind with this code; empty where there is none. */
    public static Optional<EntryKind<?>> of(String code) {
        return ALL.stream().<EntryKind<?>>map(kind -> kind).filter(kind -> kind.code().equals(code)).findFirst();
    }

    public String key(Record entry) {
        return (String) schema.key().of(entry);
    }

    /** What the audit calls an entry: {@code ring group sales}. */
    public String subject(String key) {
        return subjectStart() + key;
    }

    /** The key of an entry of this kind as the audit names it; empty where it is none. */
    public Optional<String> keyOf(String subject) {
        return subject.startsWith(subjectStart()) ? Optional.of(subject.substring(subjectStart().length())) : Optional.empty();
    }

    private String subjectStart() {
        return code.replace('-', ' ') + " ";
    }

    /** Name of the field that identifies an entry. */
    public String keyField() {
        return schema.key().name();
    }

    /** The same entry, with its texts as they are kept: numbers without what people write between digits. */
    public E tidy(E entry) {
        return schema.tidy(entry, FormatRules::tidy);
    }

    /** A key as it is kept. */
    public String tidyKey(String key) {
        return FormatRules.tidy(schema.key().format(), key);
    }

    /**
     * Errors of an entry that can be found without a node; a form can use it on each keystroke.
     *
     * @param kept paths of secrets that already have a value and can be omitted
     */
    public List<FieldError> check(E entry, Set<String> kept) {
        var found = new Findings();
        EntryRules.check(schema, "", entry, kept, found);
        between.check(entry, found);
        return found.list();
    }
}
