package org.trunkline.ui.trunks.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.SubscriberRules;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

final class SubscriberForm implements EntryForm<Member, MemberDraft> {
    private static final String FORWARDING = "forwarding";
    private static final String ANSWERING = "answering";
    private static final String ALWAYS = "handling.forwardAlways";
    private static final String BUSY = "handling.forwardBusy";
    private static final String NO_ANSWER = "handling.forwardNoAnswer";
    private static final String SECONDS = "handling.noAnswerSeconds";
    private static final String UNREACHABLE = "handling.forwardUnreachable";
    private static final String DO_NOT_DISTURB = "handling.doNotDisturb";
    private static final String CALL_LIMIT = "handling.callLimit";
    private static final String PICKUP_GROUPS = "handling.pickupGroups";
    /** Who carries them out, told by the node. */
    static final String TRANSFERS = "transfers";
    private static final String GROUPS = MemberCatalog.GROUPS;
    private static final String SRTP = "srtp";

    @Override
    public List<FieldSpec> fields() {
        return List.of(new FieldSpec("username", "general", Type.TEXT),
                new FieldSpec("password", "general", Type.PASSWORD),
                new FieldSpec("displayName", "general", Type.TEXT),
                new FieldSpec("enabled", "general", Type.CHECK),
                new FieldSpec(ALWAYS, FORWARDING, Type.TARGET), new FieldSpec(BUSY, FORWARDING, Type.TARGET),
                new FieldSpec(NO_ANSWER, FORWARDING, Type.TARGET), new FieldSpec(SECONDS, FORWARDING, Type.NUMBER),
                new FieldSpec(UNREACHABLE, FORWARDING, Type.TARGET),
                new FieldSpec(DO_NOT_DISTURB, ANSWERING, Type.CHECK),
                new FieldSpec(CALL_LIMIT, ANSWERING, Type.NUMBER),
                new FieldSpec(PICKUP_GROUPS, ANSWERING, Type.LINES),
                new FieldSpec(TRANSFERS, ANSWERING, Type.FACT), new FieldSpec(GROUPS, "groups", Type.GROUPS),
                new FieldSpec(SRTP, "security", Type.CHOICE, Arrays.stream(Srtp.values()).map(Srtp::name).toList()));
    }

    @Override
    public Values blank() {
        return values("", "", true, CallHandling.PLAIN, List.of(), Srtp.OFFER);
    }

    @Override
    public Values values(Member member) {
        Subscriber s = member.subscriber();
        return values(s.username(), s.displayName(), s.enabled(), s.handling(), member.groupNames(), s.srtp());
    }

    private static Values values(String username, String displayName, boolean enabled, CallHandling handling,
            List<String> groups, Srtp srtp) {
        return Values.of("username", username, "password", "", "displayName", displayName, "enabled",
                Boolean.toString(enabled), ALWAYS, handling.forwardAlways().orElse(""), BUSY,
                handling.forwardBusy().orElse(""), NO_ANSWER, handling.forwardNoAnswer().orElse(""), SECONDS,
                Integer.toString(handling.noAnswerSeconds()), UNREACHABLE, handling.forwardUnreachable().orElse(""),
                DO_NOT_DISTURB, Boolean.toString(handling.doNotDisturb()), CALL_LIMIT,
                Integer.toString(handling.callLimit()), PICKUP_GROUPS, String.join("\n", handling.pickupGroups()),
                GROUPS, String.join("\n", groups), SRTP, srtp.name());
    }

    @Override
    public String key(Member member) {
        return member.username();
    }

    @Override
    public Checked<MemberDraft> check(Values values, Optional<Member> present) {
        var numbers = new Values.Numbers(values);
        var handling = new SubscriberDraft.Handling(values.optional(ALWAYS), values.optional(BUSY),
                values.optional(NO_ANSWER), numbers.read(SECONDS), values.optional(UNREACHABLE),
                values.flag(DO_NOT_DISTURB), numbers.read(CALL_LIMIT), values.lines(PICKUP_GROUPS));
        var draft = new SubscriberDraft(values.trimmed("username"), values.secret("password"),
                values.trimmed("displayName"), values.flag("enabled"), handling,
                Srtp.valueOf(values.trimmed(SRTP)));
        return numbers.checked(new MemberDraft(draft, values.lines(GROUPS)), SubscriberRules.check(draft, present.isPresent()));
    }

    @Override
    public Catalog<Member, MemberDraft> catalog(Node node) {
        return new MemberCatalog(node);
    }

    @Override
    public String keyField() {
        return "username";
    }

    /** Where every call goes elsewhere, nothing is busy or unanswered here. */
    @Override
    public boolean enabled(String field, Values values) {
        boolean away = values.optional(ALWAYS).isPresent();
        return switch (field) {
            case BUSY, NO_ANSWER, UNREACHABLE -> !away;
            case SECONDS -> !away && values.optional(NO_ANSWER).isPresent();
            default -> true;
        };
    }
}
