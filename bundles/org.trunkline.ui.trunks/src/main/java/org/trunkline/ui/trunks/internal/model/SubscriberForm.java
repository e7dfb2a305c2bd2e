package org.trunkline.ui.trunks.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.form.FormField;
import org.trunkline.ui.form.FormField.Type;
import org.trunkline.ui.form.FormValues;


/** A subscriber with its ring groups, and a line of what the node does with transfers. */
public final class SubscriberForm implements EntryForm<Member, Member.Draft> {
    private static final String ALWAYS = "handling.forwardAlways";
    private static final String NO_ANSWER = "handling.forwardNoAnswer";
    private static final String ANSWERING = "answering";
    /** Told by the node. */
    public static final String TRANSFERS = "transfers";
    private static final String GROUPS = MemberCatalog.GROUPS;

    private final SchemaForm<Subscriber> fields = new SchemaForm<>(EntryKind.SUBSCRIBER);

    @Override
    public List<FormField> fields() {
        var all = new ArrayList<FormField>();
        all.addAll(fields.fields());
        all.add(new FormField(TRANSFERS, ANSWERING, Type.FACT));
        all.add(new FormField(GROUPS, "groups", Type.GROUPS));
        return all;
    }

    @Override
    public FormValues blank() {
        return fields.blank().with(GROUPS, "");
    }

    @Override
    public FormValues values(Member member) {
        return fields.values(member.subscriber()).with(GROUPS, String.join("\n", member.groupNames()));
    }

    @Override
    public String key(Member member) {
        return member.username();
    }

    @Override
    public Checked<Member.Draft> check(FormValues values, Optional<Member> present) {
        var checked = fields.check(values, present.map(Member::subscriber));
        return new Checked<>(checked.draft().map(s -> new Member.Draft(s, values.lines(GROUPS))), checked.errors());
    }

    @Override
    public Catalog<Member, Member.Draft> catalog(Node node) {
        return new MemberCatalog(node);
    }

    @Override
    public boolean canBeRenamed() {
        return true;
    }

    @Override
    public String keyField() {
        return fields.keyField();
    }

    /** Where every call goes elsewhere, nothing is busy or unanswered here. */
    @Override
    public boolean enabled(String field, FormValues values) {
        boolean away = values.optional(ALWAYS).isPresent();
        return switch (field) {
            case "handling.forwardBusy", NO_ANSWER, "handling.forwardUnreachable" -> !away;
            case "handling.noAnswerSeconds" -> !away && values.optional(NO_ANSWER).isPresent();
            default -> fields.enabled(field, values);
        };
    }
}
