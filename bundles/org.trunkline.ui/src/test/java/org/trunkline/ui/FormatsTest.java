package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;

class FormatsTest {
    private final Formats formats = new Formats(ZoneId.of("Europe/Stockholm"), Locale.ENGLISH);

    @Test
    void durationsHaveHoursOnlyWhereNeeded() {
        assertEquals("0:00", formats.duration(Duration.ofMillis(-5)));
        assertEquals("0:42", formats.duration(Duration.ofMillis(42_999)));
        assertEquals("12:07", formats.duration(Duration.ofSeconds(727)));
        assertEquals("1:02:33", formats.duration(Duration.ofSeconds(3753)));
    }

    @Test
    void agesAreCoarse() {
        assertEquals("59 s", formats.age(Duration.ofSeconds(59)));
        assertEquals("3 min", formats.age(Duration.ofSeconds(200)));
        assertEquals("2 h", formats.age(Duration.ofMinutes(150)));
        assertEquals("3 d", formats.age(Duration.ofHours(75)));
    }

    @Test
    void timesAreInTheChosenZoneAndUtcBeside() {
        var at = Instant.parse("2026-07-01T10:00:00.125Z");
        assertEquals("2026-07-01 12:00:00", formats.dateTime(at));
        assertEquals("12:00:00.125", formats.timeMillis(at));
        assertEquals("2026-07-01 10:00:00.125 UTC", formats.utc(at));
    }

    @Test
    void aMosHasOneDecimalAndAWord() {
        assertEquals("4.3 good", formats.mos(Optional.of(4.3)));
        assertEquals("3.7 fair", formats.mos(Optional.of(3.79)));
        assertEquals("3.4 poor", formats.mos(Optional.of(3.46)), "found by mos:<3.5");
        assertEquals("3.99 fair", formats.mos(Optional.of(3.996)), "two decimals near a limit");
        assertEquals("4.00 good", formats.mos(Optional.of(4.0)));
        assertEquals("2.5 bad", formats.mos(Optional.of(2.5)));
        assertEquals(Formats.NONE, formats.mos(Optional.empty()));
        assertEquals(Tone.WARN, Formats.mosTone(3.2));
        assertEquals(Tone.FAIR, Formats.mosTone(3.996));
    }

    @Test
    void bytesAndRatiosAreShort() {
        assertEquals("82.4 GB", formats.bytes(82_400_000_000L));
        assertEquals("999 B", formats.bytes(999));
        assertEquals("68%", formats.percent(0.68));
        assertEquals("1,234,567", formats.count(1_234_567));
    }

    @Test
    void moneyHasTheDecimalsOfItsCurrency() {
        assertEquals("1,234.50 SEK", formats.money(cost("1234.5", "SEK")));
        assertEquals("0.16 SEK", formats.money(cost("0.1587", "SEK")));
        assertEquals("< 0.01 SEK", formats.money(cost("0.0099", "SEK")));
        assertEquals("0.00 SEK", formats.money(cost("0", "SEK")));
        assertEquals("13 JPY", formats.money(cost("12.5", "JPY")));
        assertEquals("0.125 KWD", formats.money(cost("0.125", "KWD")));
        assertEquals("2.50 ZZZ", formats.money(cost("2.5", "ZZZ")));
        assertEquals("0.1587 SEK", formats.price(cost("0.1587", "SEK")));
        assertEquals("0.50 SEK", formats.price(cost("0.5", "SEK")));
    }

    private static Cost cost(String units, String currency) {
        return new Cost(Amount.of(new BigDecimal(units)), currency);
    }

    @Test
    void otherLanguagesWriteTheirOwnWay() {
        var swedish = new Formats(ZoneId.of("UTC"), Locale.of("sv"));
        assertEquals("4,3 bra", swedish.mos(Optional.of(4.3)));
    }
}
