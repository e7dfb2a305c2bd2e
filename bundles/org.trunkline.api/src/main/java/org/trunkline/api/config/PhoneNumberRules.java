package org.trunkline.api.config;

import java.util.List;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.domain.config.Names;

/** What a number assignment may look like; asks no node, so it serves while typing. */
public final class PhoneNumberRules {
    /** What people write between digits, no-break space included; {@code (0)} is a trunk prefix that nobody dials after the plus. */
    private static final Pattern OPTIONAL_ZERO = Pattern.compile("\\(0\\)");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\u00a0\\u2010\\u2011\\u2013().\\-/]");

    private PhoneNumberRules() {}

    public static List<FieldError> check(NumberDraft draft) {
        var found = new Findings();
        if (found.required("number", draft.number(), "number"))
            e164(found, "number", draft.number());
        SubscriberRules.username(found, "subscriber", draft.subscriber());
        return found.list();
    }

    /** Takes out spaces, hyphens, dots, slashes and brackets: {@code +46 (0)70-123} becomes {@code +4670123}. */
    public static String tidy(String number) {
        return SEPARATORS.matcher(OPTIONAL_ZERO.matcher(number).replaceAll("")).replaceAll("");
    }

    /** A target as it is kept: names stay, numbers lose what people write between digits. */
    static String tidyTarget(String target) {
        String number = tidy(target);
        return Names.isDialled(number) ? number : target.strip();
    }

    static void e164(Findings found, String field, String number) {
        if (!Names.isE164(tidy(number)))
            found.add(field, "not-e164", field + " \"" + number + "\" is not a plus, country code and number of 2 to 15"
                    + " digits, such as +46701234567", number);
    }
}
