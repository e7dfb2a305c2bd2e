package org.trunkline.api.config;

import java.util.HashSet;
import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.RingGroup;

/** What a ring group may look like; asks no node, so it serves while typing. */
public final class RingGroupRules {
    public static final int MAX_MEMBERS = 64;

    private RingGroupRules() {}

    public static List<FieldError> check(RingGroupDraft draft) {
        var found = new Findings();
        SubscriberRules.username(found, "name", draft.name());
        draft.number().ifPresent(number -> number(found, number));
        if (draft.members().isEmpty())
            found.add("members", "required", "a ring group needs at least one member");
        else if (draft.members().size() > MAX_MEMBERS)
            found.add("members", "too-many", "the ring group has " + draft.members().size() + " members, at most "
                    + MAX_MEMBERS + " are allowed", draft.members().size(), MAX_MEMBERS);
        else
            members(found, draft.members());
        found.range("ringSeconds", draft.ringSeconds(), RingGroup.MIN_RING_SECONDS, RingGroup.MAX_RING_SECONDS);
        draft.fallback().ifPresent(target -> SubscriberRules.target(found, "fallback", target, draft.name()));
        return found.list();
    }

    private static void number(Findings found, String number) {
        if (!Names.isDialled(PhoneNumberRules.tidy(number)))
            found.add("number", "not-dialled", "number \"" + number + "\" is not up to 20 digits, * or #, perhaps after"
                    + " a plus", number);
    }

    private static void members(Findings found, List<String> members) {
        var seen = new HashSet<String>();
        for (int i = 0; i < members.size(); i++) {
            String field = "members[" + i + "]";
            String member = members.get(i);
            if (found.required(field, member, "the member's username") && !seen.add(member))
                found.add(field, "duplicate", "\"" + member + "\" is a member twice", member);
        }
    }
}
