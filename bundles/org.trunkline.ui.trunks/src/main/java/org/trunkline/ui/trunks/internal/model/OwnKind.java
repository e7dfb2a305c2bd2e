package org.trunkline.ui.trunks.internal.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.Schema.Leaf;
import org.trunkline.domain.schema.SchemaField;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.FormField;


/** The house's own kinds, in the order shown. */
public enum OwnKind implements Kind {
    TRUNK(EntryKind.TRUNK, new TrunkForm()), NUMBER(EntryKind.NUMBER, new SchemaForm<>(EntryKind.NUMBER)),
    SUBSCRIBER(EntryKind.SUBSCRIBER, new SubscriberForm()), RING_GROUP(EntryKind.RING_GROUP, new SchemaForm<>(EntryKind.RING_GROUP)),
    ROUTE(EntryKind.ROUTE, new SchemaForm<>(EntryKind.ROUTE));

    private final EntryKind<?> entryKind;
    private final EntryForm<?, ?> form;
    /** Paths of fields. */
    private final Set<String> dialled;

    OwnKind(EntryKind<?> entryKind, EntryForm<?, ?> form) {
        this.entryKind = entryKind;
        this.form = form;
        dialled = entryKind.schema().leaves().stream().filter(leaf -> isDialled(leaf.field())).map(Leaf::path).collect(Collectors.toSet());
    }

    /** Of changes and files. */
    public EntryKind<?> entryKind() {
        return entryKind;
    }

    @Override
    public EntryForm<?, ?> form() {
        return form;
    }

    @Override
    public String code() {
        return entryKind.code();
    }

    @Override
    public boolean dials(String path) {
        return dialled.contains(path);
    }

    private static boolean isDialled(SchemaField field) {
        return switch (field.format()) {
            case E164, DIALLED, TARGET, SUBSCRIBER -> true;
            case USERNAME -> field.isKey(); // not the name of a pickup group
            default -> false;
        };
    }

    @Override
    public boolean runs() {
        return true;
    }

    @Override
    public KindText text(Texts texts) {
        return new Words(texts, code());
    }

    public static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).map(Kind.class::cast).findFirst();
    }

    /** Words of the house's own kinds. @param code of the kind, in the keys */
    private record Words(Texts texts, String code) implements KindText {
        @Override
        public String many() {
            return texts.get("kind." + code + ".many");
        }

        @Override
        public String none() {
            return texts.get("kind." + code + ".none");
        }

        @Override
        public String add() {
            return texts.get("kind." + code + ".add");
        }

        @Override
        public String fresh() {
            return texts.get("kind." + code + ".new");
        }

        @Override
        public String named(String key) {
            return texts.get("kind." + code + ".named", key.isEmpty() ? texts.get("route.all") : key);
        }

        private String key(FormField field) {
            return "field." + code + "." + field.name();
        }

        @Override
        public String label(FormField field) {
            return texts.get(key(field));
        }

        @Override
        public String tip(FormField field) {
            return texts.get(key(field) + ".tip");
        }

        @Override
        public String choice(FormField field, String value) {
            return texts.get(key(field) + "." + value);
        }

        @Override
        public String section(String name) {
            return texts.get("section." + name);
        }
    }
}
