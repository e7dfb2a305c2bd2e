package org.trunkline.domain.cost;

import static java.util.Objects.requireNonNull;

/** What something cost. @param currency ISO 4217, {@code SEK} */
public record Cost(Amount amount, String currency) {
    /** @throws IllegalArgumentException if the currency is not three capital letters */
    public Cost {
        requireNonNull(amount);
        if (!Tariff.isCurrency(currency))
            throw new IllegalArgumentException("currency: " + currency);
    }

    /** {@code 12.5 SEK} */
    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
