package org.trunkline.api.config;

import java.util.HashSet;
import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Names;

/** What a subscriber may look like; asks no node, so it serves while typing. */
public final class SubscriberRules {
    /** Shorter passwords are found by the scanners that roam the Internet. */
    public static final int MIN_PASSWORD = 6;
    public static final int MAX_PASSWORD = 128;
    public static final int MAX_DISPLAY_NAME = 100;
    public static final int MAX_CALL_LIMIT = 100;
    public static final int MAX_PICKUP_GROUPS = 16;

    private SubscriberRules() {}

    /** @param passwordKept whether there is a password already, so that none need be given */
    public static List<FieldError> check(SubscriberDraft draft, boolean passwordKept) {
        var found = new Findings();
        username(found, "username", draft.username());
        draft.password().ifPresentOrElse(password -> password(found, draft.username(), password), () -> {
            if (!passwordKept)
                found.add("password", "required", "a new subscriber needs a password");
        });
        found.length("displayName", draft.displayName(), MAX_DISPLAY_NAME);
        handling(found, draft.username(), draft.handling());
        return found.list();
    }

    private static void handling(Findings found, String username, SubscriberDraft.Handling it) {
        it.forwardAlways().ifPresent(t -> target(found, "handling.forwardAlways", t, username));
        it.forwardBusy().ifPresent(t -> target(found, "handling.forwardBusy", t, username));
        it.forwardNoAnswer().ifPresent(t -> target(found, "handling.forwardNoAnswer", t, username));
        found.range("handling.noAnswerSeconds", it.noAnswerSeconds(), CallHandling.MIN_NO_ANSWER_SECONDS,
                CallHandling.MAX_NO_ANSWER_SECONDS);
        it.forwardUnreachable().ifPresent(t -> target(found, "handling.forwardUnreachable", t, username));
        found.range("handling.callLimit", it.callLimit(), 0, MAX_CALL_LIMIT);
        if (it.pickupGroups().size() > MAX_PICKUP_GROUPS)
            found.add("handling.pickupGroups", "too-many", "there are " + it.pickupGroups().size()
                    + " pickup groups, at most " + MAX_PICKUP_GROUPS + " are allowed", it.pickupGroups().size(),
                    MAX_PICKUP_GROUPS);
        else
            pickupGroups(found, it.pickupGroups());
    }

    private static void pickupGroups(Findings found, List<String> groups) {
        var seen = new HashSet<String>();
        for (int i = 0; i < groups.size(); i++) {
            String field = "handling.pickupGroups[" + i + "]";
            username(found, field, groups.get(i));
            if (!seen.add(groups.get(i)))
                found.add(field, "duplicate", "pickup group \"" + groups.get(i) + "\" is named twice", groups.get(i));
        }
    }

    /** @param own name that the call comes from, so that it cannot go back there */
    static void target(Findings found, String field, String target, String own) {
        if (!found.required(field, target, "the number or name to forward to"))
            return;
        if (!Names.isTarget(PhoneNumberRules.tidyTarget(target)))
            found.add(field, "not-target", field + " \"" + target + "\" is neither a number nor the name of a subscriber"
                    + " or ring group", target);
        else if (PhoneNumberRules.tidyTarget(target).equals(own))
            found.add(field, "to-itself", field + " \"" + target + "\" would send the call back to where it is", target);
    }

    static void username(Findings found, String field, String username) {
        if (found.required(field, username, field) && !Names.isUsername(username))
            found.add(field, "not-username", field + " \"" + username + "\" is not 1 to 64 letters, digits or . _ + ~ -"
                    + " beginning with a letter or digit", username);
    }

    /** Never repeats the password in a message. */
    private static void password(Findings found, String username, String password) {
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD)
            found.add("password", "password-length", "the password has " + password.length() + " characters, "
                    + MIN_PASSWORD + " to " + MAX_PASSWORD + " are allowed", password.length(), MIN_PASSWORD,
                    MAX_PASSWORD);
        else if (password.chars().anyMatch(Character::isISOControl))
            found.add("password", "control-character", "the password contains a control character");
        else if (password.equalsIgnoreCase(username))
            found.add("password", "password-is-username", "the password must differ from the username");
    }
}
