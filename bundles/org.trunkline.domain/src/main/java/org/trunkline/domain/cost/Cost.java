package org.trunkline.domain.cost;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** What something cost. @param currency ISO 4217, {@code SEK} */
public record Cost(Amount amount, String currency) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** @throws IllegalArgumentException if the currency is not three capital letters */
    public Cost {
        requireNonNull(amount);
        if (!CURRENCY.matcher(currency).matches())
            throw new IllegalArgumentException("currency: " + currency);
    }

    /** {@code 12.5 SEK} */
    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
