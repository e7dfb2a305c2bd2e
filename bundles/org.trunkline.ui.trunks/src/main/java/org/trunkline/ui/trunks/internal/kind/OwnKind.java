package org.trunkline.ui.trunks.internal.kind;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.config.EntryKind;
import org.trunkline.ui.Texts;

/** The house's own kinds, in the order shown. */
public enum OwnKind implements Kind {
    TRUNK(new TrunkForm()), NUMBER(new SchemaForm<>(EntryKind.NUMBER)), SUBSCRIBER(new SubscriberForm()),
    RING_GROUP(new SchemaForm<>(EntryKind.RING_GROUP)), ROUTE(new SchemaForm<>(EntryKind.ROUTE));

    private final EntryForm<?, ?> form;

    OwnKind(EntryForm<?, ?> form) {
        this.form = form;
    }

    @Override
    public EntryForm<?, ?> form() {
        return form;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public boolean runs() {
        return true;
    }

    @Override
    public KindText text(Texts texts) {
        return new OwnText(texts, code());
    }

    public static Optional<Kind> ofCode(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).map(Kind.class::cast).findFirst();
    }
}
