package org.trunkline.ui;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.eclipse.core.runtime.preferences.InstanceScope;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.quality.MosBand;

/** How figures and times are written on the desk. */
public final class Formats {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter DATE_TIME_MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter DATE_MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter TIME_MILLIS = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);
    private static final int COIN_DIGITS = 2;
    private static final int PRICE_DIGITS = 4;

    private final Supplier<ZoneId> zone;
    private final Locale locale;
    private final Texts texts;

    public Formats(ZoneId zone, Locale locale) {
        this(() -> zone, locale);
        requireNonNull(zone);
    }

    private Formats(Supplier<ZoneId> zone, Locale locale) {
        this.zone = zone;
        this.locale = requireNonNull(locale);
        this.texts = Texts.of(Formats.class, locale);
    }

    /** In the zone chosen in the preferences, else the computer's; another choice is followed from then on. */
    public static Formats ofPreferences() {
        var preferences = InstanceScope.INSTANCE.getNode(DeskPreferences.NODE);
        return new Formats(() -> zoneOf(preferences.get(DeskPreferences.ZONE, "")), Locale.getDefault());
    }

    private static ZoneId zoneOf(String id) {
        if (id.isEmpty())
            return ZoneId.systemDefault();
        try {
            return ZoneId.of(id);
        } catch (DateTimeException unknown) {
            // an edited preference file: the computer's zone is right more often than none
            return ZoneId.systemDefault();
        }
    }

    /** Of texts that come in several languages. */
    public Locale locale() {
        return locale;
    }

    public ZoneId zone() {
        return zone.get();
    }

    /** {@code 0:42}, {@code 12:07}, {@code 1:02:33}; whole seconds, rounded down. */
    public String duration(Duration duration) {
        long s = Math.max(0, duration.toSeconds());
        return s < 3600 ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    /** Short delays: {@code 85 ms}, {@code 1.2 s}. */
    public String delay(Duration delay) {
        long ms = delay.toMillis();
        return ms < 1000 ? ms + " ms" : decimal(ms / 1000.0, 1) + " s";
    }

    /** How long ago in coarse words: {@code 40 s}, {@code 3 min}, {@code 2 h}, {@code 5 d}. */
    public String age(Duration age) {
        long s = Math.max(0, age.toSeconds());
        if (s < 60)
            return texts.get("age.seconds", s);
        if (s < 3600)
            return texts.get("age.minutes", s / 60);
        return s < 86_400 ? texts.get("age.hours", s / 3600) : texts.get("age.days", s / 86_400);
    }

    /** Date and time in the admin's zone: {@code 2026-11-21 13:05:09}. */
    public String dateTime(Instant at) {
        return DATE_TIME.format(at.atZone(zone()));
    }

    /** Of what is planned: {@code 2026-11-21 13:05}. */
    public String minute(Instant at) {
        return DATE_MINUTE.format(at.atZone(zone()));
    }

    public String dateTimeMillis(Instant at) {
        return DATE_TIME_MILLIS.format(at.atZone(zone()));
    }

    public String time(Instant at) {
        return TIME.format(at.atZone(zone()));
    }

    public String timeMillis(Instant at) {
        return TIME_MILLIS.format(at.atZone(zone()));
    }

    /** For tooltips. */
    public String utc(Instant at) {
        return UTC.format(at);
    }

    /** {@code 1,234,567} */
    public String count(long count) {
        return NumberFormat.getIntegerInstance(locale).format(count);
    }

    public String decimal(double value, int digits) {
        var format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        return format.format(value);
    }

    /** {@code 1,234.50 SEK}, with the decimals that the currency has; {@code < 0.01 SEK} of what is less, but not nothing. */
    public String money(Cost cost) {
        int digits = digits(cost.currency());
        var least = BigDecimal.ONE.movePointLeft(digits);
        var units = cost.amount().units();
        return units.signum() > 0 && units.compareTo(least) < 0 ? "< " + money(least, digits, digits, cost.currency())
                : money(units, digits, digits, cost.currency());
    }

    /** {@code 0.1587 SEK}: of one call, whose price may have more decimals than coins have. */
    public String price(Cost cost) {
        int digits = digits(cost.currency());
        return money(cost.amount().units(), digits, Math.max(digits, PRICE_DIGITS), cost.currency());
    }

    private String money(BigDecimal units, int least, int most, String currency) {
        var format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(least);
        format.setMaximumFractionDigits(most);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(units) + " " + currency;
    }

    private static int digits(String currency) {
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return digits < 0 ? COIN_DIGITS : digits;
        } catch (IllegalArgumentException e) {
            return COIN_DIGITS; // one that this Java does not know
        }
    }

    /** A ratio 0..1 as {@code 87%}. */
    public String percent(double ratio) {
        return NumberFormat.getPercentInstance(locale).format(ratio);
    }

    /** {@code 82.4 GB}, in powers of 1000. */
    public String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return decimal(value, unit == 0 || value >= 100 ? 0 : 1) + " " + units[unit];
    }

    /** The score and its word: {@code 4.3 good}; two decimals near the limit of a band; a dash where there is none. */
    public String mos(Optional<Double> mos) {
        return mos.map(m -> score(m) + " " + mosWord(MosBand.of(m))).orElse(NONE);
    }

    /** The score alone: {@code 4.3}. */
    public String score(double mos) {
        return decimal(MosBand.written(mos), MosBand.decimals(mos));
    }

    public String mos(OptionalDouble mos) {
        return mos(mos.isPresent() ? Optional.of(mos.getAsDouble()) : Optional.empty());
    }

    public String mosWord(MosBand band) {
        return texts.get("mos." + band.name().toLowerCase(Locale.ROOT));
    }

    /** One of each band: what the widest says tells how much room a column needs. */
    public List<String> mosWords() {
        return Stream.of(MosBand.values()).map(band -> mos(Optional.of(band.lowest()))).toList();
    }

    public static Tone mosTone(double mos) {
        return switch (MosBand.of(mos)) {
            case GOOD -> Tone.OK;
            case FAIR -> Tone.FAIR;
            case POOR -> Tone.WARN;
            case BAD -> Tone.BAD;
        };
    }

    /** What stands where there is no value. */
    public static final String NONE = "–";
}
