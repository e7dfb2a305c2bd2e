package org.trunkline.ui.trunks.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.SubscriberRules;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

final class SubscriberForm implements EntryForm<Subscriber, SubscriberDraft> {
    @Override
    public List<FieldSpec> fields() {
        return List.of(new FieldSpec("username", "general", Type.TEXT),
                new FieldSpec("password", "general", Type.PASSWORD),
                new FieldSpec("displayName", "general", Type.TEXT),
                new FieldSpec("enabled", "general", Type.CHECK));
    }

    @Override
    public Values blank() {
        return Values.of("username", "", "password", "", "displayName", "", "enabled", "true");
    }

    @Override
    public Values values(Subscriber s) {
        return Values.of("username", s.username(), "password", "", "displayName", s.displayName(), "enabled",
                Boolean.toString(s.enabled()));
    }

    @Override
    public String key(Subscriber s) {
        return s.username();
    }

    @Override
    public Checked<SubscriberDraft> check(Values values, Optional<Subscriber> present) {
        var draft = new SubscriberDraft(values.trimmed("username"), values.secret("password"),
                values.trimmed("displayName"), values.flag("enabled"),
                present.map(s -> SubscriberDraft.Handling.of(s.handling())).orElse(SubscriberDraft.Handling.PLAIN));
        return new Checked<>(Optional.of(draft), SubscriberRules.check(draft, present.isPresent()));
    }

    @Override
    public Catalog<Subscriber, SubscriberDraft> catalog(Node node) {
        return node.subscribers();
    }

    @Override
    public String keyField() {
        return "username";
    }
}
