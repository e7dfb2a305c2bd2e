package org.trunkline.ui.trunks.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.config.EntryKind;

/** The kinds of configuration, in the order shown. */
enum Kind {
    TRUNK(new TrunkForm()), NUMBER(new SchemaForm<>(EntryKind.NUMBER)), SUBSCRIBER(new SubscriberForm()),
    RING_GROUP(new SchemaForm<>(EntryKind.RING_GROUP)), ROUTE(new SchemaForm<>(EntryKind.ROUTE));

    private final EntryForm<?, ?> form;

    Kind(EntryForm<?, ?> form) {
        this.form = form;
    }

    EntryForm<?, ?> form() {
        return form;
    }

    /** In text keys and command parameters: {@code trunk}, {@code ring-group}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
    }
}
