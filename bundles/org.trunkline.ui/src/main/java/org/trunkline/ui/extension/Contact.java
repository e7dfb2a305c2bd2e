package org.trunkline.ui.extension;

import static java.util.Objects.requireNonNull;

/**
 * Somebody with a number.
 *
 * @param number E.164 with plus, or an internal number
 * @param detail company or kind of number, for people to tell contacts apart; may be empty
 */
public record Contact(String name, String number, String detail) {
    public Contact {
        requireNonNull(name);
        requireNonNull(number);
        requireNonNull(detail);
    }
}
