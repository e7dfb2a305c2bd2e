package org.trunkline.domain.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money, never negative.
 *
 * @param micros millionths of the currency's unit: prices of a minute have more decimals than coins
 */
public record Amount(long micros) implements Comparable<Amount> {
    public static final Amount ZERO = new Amount(0);
    /** Decimals that an amount can have. */
    public static final int DECIMALS = 6;

    /** @throws IllegalArgumentException if negative */
    public Amount {
        if (micros < 0)
            throw new IllegalArgumentException("micros: " + micros);
    }

    /** @throws ArithmeticException if it has more decimals than {@link #DECIMALS}, or is too large */
    public static Amount of(BigDecimal units) {
        return new Amount(units.movePointRight(DECIMALS).longValueExact());
    }

    /** In units, without trailing zeros. */
    public BigDecimal units() {
        var units = BigDecimal.valueOf(micros, DECIMALS).stripTrailingZeros();
        return units.scale() < 0 ? units.setScale(0, RoundingMode.UNNECESSARY) : units;
    }

    public Amount plus(Amount other) {
        return new Amount(Math.addExact(micros, other.micros));
    }

    @Override
    public int compareTo(Amount other) {
        return Long.compare(micros, other.micros);
    }

    /** {@code 12.5} */
    @Override
    public String toString() {
        return units().toPlainString();
    }
}
