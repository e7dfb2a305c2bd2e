package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.SchemaField;

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

    /**
     * An entry that was typed.
     *
     * @param draft empty where a text is not a value of its field: letters for a port
     * @param errors that can be found without a node
     */
    public record Typed<E>(Optional<E> draft, List<FieldError> errors) {
        public Typed {
            requireNonNull(draft);
            errors = List.copyOf(errors);
        }
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

    /**
     * What an entry is found by: its key, then its other names: a trunk's host, a number's subscriber, a subscriber's display name,
     * a ring group's number and members, a route's trunks.
     */
    public List<String> names(Record entry) {
        var names = new ArrayList<>(List.of(key(entry)));
        switch (entry) {
            case Trunk trunk -> names.add(trunk.peer().host());
            case NumberAssignment number -> names.add(number.subscriber());
            case Subscriber subscriber -> names.add(subscriber.displayName());
            case RingGroup group -> {
                group.number().ifPresent(names::add);
                names.addAll(group.members());
            }
            case Route route -> names.addAll(route.trunks());
            default -> { } // a kind of its own has no other names
        }
        names.removeIf(String::isEmpty);
        return names.isEmpty() ? List.of("") : List.copyOf(names);
    }

    /** What the audit calls an entry: {@code ring group sales}. */
    public String subject(String key) {
        return new AuditSubject(code, key).text();
    }

    /** The key of an entry of this kind as the audit names it; empty where it is none. */
    public Optional<String> keyOf(String subject) {
        return AuditSubject.key(code, subject);
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

    /**
     * Reads and checks texts by path.
     *
     * @param present the entry that they replace, whose secrets can be omitted; empty for a new one
     */
    public Typed<E> read(Map<String, String> texts, Optional<E> present) {
        var unread = new ArrayList<FieldError>();
        E draft = EntryTexts.read(schema, texts, (path, field, code, text) ->
                unread.add(new FieldError(path, code, args(field, text), "\"" + text + "\" is not a value of " + path)));
        var all = new ArrayList<>(unread);
        check(draft, present.map(this::secretsOf).orElse(Set.of())).stream()
                .filter(e -> unread.stream().noneMatch(u -> u.field().equals(e.field()))).forEach(all::add);
        return new Typed<>(unread.isEmpty() ? Optional.of(draft) : Optional.empty(), all);
    }

    /** The text that is refused, then what is allowed. */
    private static List<String> args(SchemaField field, String text) {
        return field.range().map(r -> List.of(text, String.valueOf(r.orZero() ? 0 : r.min()), String.valueOf(r.max())))
                .orElse(List.of(text));
    }

    /** Paths of the secrets that an entry has: of each part that is there. */
    private Set<String> secretsOf(E present) {
        var texts = EntryTexts.write(schema, present);
        var secrets = new TreeSet<String>();
        for (var leaf : schema.leaves())
            if (leaf.field().type() == SchemaField.Type.SECRET && parents(leaf.path()).stream()
                    .allMatch(parent -> texts.getOrDefault(parent, "true").equals("true")))
                secrets.add(leaf.path());
        return secrets;
    }

    /** The parts that a field is in: {@code registration} of {@code registration.username}. */
    public static List<String> parents(String path) {
        var parents = new ArrayList<String>();
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1))
            parents.add(path.substring(0, dot));
        return parents;
    }
}
