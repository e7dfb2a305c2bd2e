package org.trunkline.ui.trunks.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of configuration, in the order shown. */
enum Kind {
    TRUNK(new TrunkForm()), NUMBER(new NumberForm()), SUBSCRIBER(new SubscriberForm()), ROUTE(new RouteForm());

    private final EntryForm<?, ?> form;

    Kind(EntryForm<?, ?> form) {
        this.form = form;
    }

    EntryForm<?, ?> form() {
        return form;
    }

    /** In text keys and command parameters: {@code trunk}. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
    }
}
