package org.trunkline.domain.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Tariff.PrefixRate;
import org.trunkline.domain.config.Tariff.Rate;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;

class TariffTest {
    private static Rate rate(String perMinute, String connection) {
        return new Rate(Amount.of(new BigDecimal(perMinute)), Amount.of(new BigDecimal(connection)));
    }

    private static Tariff tariff(int first, int step, PrefixRate... prefixes) {
        return new Tariff("SEK", rate("0.60", "0.10"), first, step, List.of(prefixes));
    }

    private static String cost(Tariff tariff, String number, double seconds) {
        return tariff.of(number, Duration.ofMillis((long) (seconds * 1000))).toString();
    }

    @Test
    void minutesBegunAreBilled() {
        var tariff = tariff(60, 60);
        assertEquals("0.7 SEK", cost(tariff, "+4681", 0.02));
        assertEquals("0.7 SEK", cost(tariff, "+4681", 60));
        assertEquals("1.3 SEK", cost(tariff, "+4681", 60.001));
        assertEquals("1.3 SEK", cost(tariff, "+4681", 120));
    }

    @Test
    void secondsAreBilledAfterTheFirst() {
        var tariff = tariff(30, 6);
        assertEquals("0.4 SEK", cost(tariff, "+4681", 12));
        assertEquals("0.46 SEK", cost(tariff, "+4681", 31));
        assertEquals("0.46 SEK", cost(tariff, "+4681", 36));
        assertEquals("0.11 SEK", cost(tariff(1, 1), "+4681", 0));
        assertEquals("0.71 SEK", cost(tariff(1, 1), "+4681", 60.4));
    }

    @Test
    void theLongestPrefixCounts() {
        var tariff = tariff(60, 60, new PrefixRate("+46", rate("1", "0")), new PrefixRate("+4670", rate("2", "0.5")),
                new PrefixRate("+467", rate("3", "0")));
        assertEquals("1 SEK", cost(tariff, "+46812345678", 10));
        assertEquals("2.5 SEK", cost(tariff, "+46701234567", 10));
        assertEquals("3 SEK", cost(tariff, "+46731234567", 10));
        assertEquals("0.7 SEK", cost(tariff, "+4512345678", 10));
        assertEquals("0.7 SEK", cost(tariff, "46701234567", 10));
    }

    @Test
    void fractionsOfAMillionthAreRoundedHalfUp() {
        var tariff = new Tariff("EUR", rate("0.000001", "0"), 1, 1, List.of());
        assertEquals("0 EUR", cost(tariff, "1", 29));
        assertEquals("0.000001 EUR", cost(tariff, "1", 30));
    }

    @Test
    void theDearestCallOfAYearHasACost() {
        var tariff = new Tariff("EUR", rate("1000000", "1000000"), 1, 1, List.of());
        assertEquals("525601000000 EUR", cost(tariff, "1", 365 * 86_400));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(ArithmeticException.class, () -> rate("0.0000001", "0"));
        assertThrows(IllegalArgumentException.class, () -> rate("-1", "0"));
        assertThrows(IllegalArgumentException.class, () -> new Cost(Amount.ZERO, "sek"));
    }

    @Test
    void theRateOfANumberAloneGivesItTheSameCost() {
        var tariff = tariff(60, 30, new PrefixRate("+46", rate("2", "0.5")), new PrefixRate("+4670", rate("3", "1")));
        for (String number : List.of("+46701234567", "+468123", "0"))
            assertEquals(cost(tariff, number, 95), cost(tariff.only(number), number, 95));
        assertEquals(List.of(), tariff.only("+468123").prefixes());
    }

    @Test
    void amountsAreWrittenPlain() {
        assertEquals("100", Amount.of(new BigDecimal("1E+2")).toString());
        assertEquals("0.25", Amount.of(new BigDecimal("0.250")).toString());
        assertEquals("0", Amount.ZERO.toString());
    }
}
