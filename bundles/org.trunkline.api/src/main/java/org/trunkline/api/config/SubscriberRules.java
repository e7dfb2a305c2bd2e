package org.trunkline.api.config;

import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.Names;

/** What a subscriber may look like; asks no node, so it serves while typing. */
public final class SubscriberRules {
    /** Shorter passwords are found by the scanners that roam the Internet. */
    public static final int MIN_PASSWORD = 6;
    public static final int MAX_PASSWORD = 128;
    public static final int MAX_DISPLAY_NAME = 100;

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
        return found.list();
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
