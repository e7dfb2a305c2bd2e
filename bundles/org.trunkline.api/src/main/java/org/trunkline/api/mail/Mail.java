package org.trunkline.api.mail;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail to one address.
 *
 * @param id the same each time that the same mail is sent: letters, digits, dots and hyphens; without a domain
 * @param to an address by {@link #isAddress}
 * @param subject one line
 * @param text plain text
 * @param calendar beside the text
 */
public record Mail(String id, String to, String subject, String text, Optional<CalendarPart> calendar) {
    private static final int LONGEST_ADDRESS = 254;
    /** The common part of RFC 5321: no quoted local part, no address literal. */
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,200}");
    private static final Pattern METHOD = Pattern.compile("[A-Z-]{1,20}");

    /**
     * An iTIP message (RFC 5546) as mail carries it (RFC 6047).
     *
     * @param method {@code REQUEST}, {@code CANCEL}
     * @param content an iCalendar object (RFC 5545)
     */
    public record CalendarPart(String method, String content) {
        /** @throws IllegalArgumentException where the method is not a word in capitals */
        public CalendarPart {
            if (!METHOD.matcher(method).matches())
                throw new IllegalArgumentException("method");
            requireNonNull(content);
        }

        /** No content: it is personal. */
        @Override
        public String toString() {
            return "CalendarPart[" + method + "]";
        }
    }

    /** @throws IllegalArgumentException where id, address or subject could begin another line of the mail */
    public Mail {
        if (!ID.matcher(id).matches())
            throw new IllegalArgumentException("id");
        if (!isAddress(to))
            throw new IllegalArgumentException("to");
        if (subject.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("subject");
        requireNonNull(text);
        requireNonNull(calendar);
    }

    /** Whether the mail server can be given an address: the common part of RFC 5321, in ASCII. */
    public static boolean isAddress(String text) {
        return text.length() <= LONGEST_ADDRESS && ADDRESS.matcher(text).matches();
    }

    /** No address and no text: they are personal. */
    @Override
    public String toString() {
        return "Mail[" + id + "]";
    }
}
