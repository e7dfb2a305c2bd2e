package org.trunkline.ui.trunks.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.NumberDraft;
import org.trunkline.api.config.PhoneNumberRules;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

final class NumberForm implements EntryForm<NumberAssignment, NumberDraft> {
    @Override
    public List<FieldSpec> fields() {
        return List.of(new FieldSpec("number", "general", Type.TEXT),
                new FieldSpec("subscriber", "general", Type.SUBSCRIBER));
    }

    @Override
    public Values blank() {
        return Values.of("number", "", "subscriber", "");
    }

    @Override
    public Values values(NumberAssignment n) {
        return Values.of("number", n.number(), "subscriber", n.subscriber());
    }

    @Override
    public String key(NumberAssignment n) {
        return n.number();
    }

    @Override
    public Checked<NumberDraft> check(Values values, Optional<NumberAssignment> present) {
        var draft = new NumberDraft(values.trimmed("number"), values.trimmed("subscriber"));
        return new Checked<>(Optional.of(draft), PhoneNumberRules.check(draft));
    }

    @Override
    public Catalog<NumberAssignment, NumberDraft> catalog(Node node) {
        return node.numbers();
    }

    @Override
    public String keyField() {
        return "number";
    }
}
