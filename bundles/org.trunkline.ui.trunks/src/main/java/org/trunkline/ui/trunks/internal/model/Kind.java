package org.trunkline.ui.trunks.internal.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.config.EntryKind;

/** The kinds of configuration, in the order shown. */
public enum Kind {
    TRUNK(new TrunkForm()), NUMBER(new SchemaForm<>(EntryKind.NUMBER)), SUBSCRIBER(new SubscriberForm()),
    RING_GROUP(new SchemaForm<>(EntryKind.RING_GROUP)), ROUTE(new SchemaForm<>(EntryKind.ROUTE));

    private final EntryForm<?, ?> form;

    Kind(EntryForm<?, ?> form) {
        this.form = form;
    }

    public EntryForm<?, ?> form() {
        return form;
    }

    /** In text keys and command parameters: {@code trunk}, {@code ring-group}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
    }
}
