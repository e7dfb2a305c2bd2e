package org.trunkline.domain.cost;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What answered calls out over a trunk cost: a fee for the connection, and a price for each minute of what is billed,
 * which is {@code firstSeconds}, then whole steps of {@code stepSeconds}. 60 and 60 bill each minute begun, 1 and 1 each
 * second.
 *
 * @param currency ISO 4217, {@code SEK}
 * @param rate where no prefix fits
 * @param firstSeconds billed at least, 1 to {@link #MAX_SECONDS}
 * @param stepSeconds 1 to {@link #MAX_SECONDS}
 * @param prefixes rates by how the called number begins; the longest that fits counts
 */
public record Tariff(String currency, Rate rate, int firstSeconds, int stepSeconds, List<PrefixRate> prefixes) {
    public static final int MAX_SECONDS = 3600;
    public static final int MAX_PREFIXES = 2000;
    /** Of a minute or a connection; no sum of a call's can overflow with it. */
    public static final Amount MAX_PRICE = new Amount(1_000_000_000_000L);
    private static final long MINUTE = 60;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern PREFIX = Pattern.compile("[+]?[0-9]{1,15}");

    /** Of a minute, and of the connection itself. */
    public record Rate(Amount perMinute, Amount connection) {
        /** @throws IllegalArgumentException if one is above {@link #MAX_PRICE} */
        public Rate {
            if (perMinute.compareTo(MAX_PRICE) > 0 || connection.compareTo(MAX_PRICE) > 0)
                throw new IllegalArgumentException("price: " + perMinute + ", " + connection);
        }
    }

    /** @param prefix as routes have them: {@code +4670} */
    public record PrefixRate(String prefix, Rate rate) {
        /** @throws IllegalArgumentException if it is no prefix */
        public PrefixRate {
            requireNonNull(rate);
            if (!isPrefix(prefix))
                throw new IllegalArgumentException("prefix: " + prefix);
        }
    }

    /** @throws IllegalArgumentException if a value is out of range, or a prefix there twice */
    public Tariff {
        requireNonNull(rate);
        prefixes = List.copyOf(prefixes);
        if (!isCurrency(currency))
            throw new IllegalArgumentException("currency: " + currency);
        if (firstSeconds < 1 || firstSeconds > MAX_SECONDS)
            throw new IllegalArgumentException("firstSeconds: " + firstSeconds);
        if (stepSeconds < 1 || stepSeconds > MAX_SECONDS)
            throw new IllegalArgumentException("stepSeconds: " + stepSeconds);
        if (prefixes.size() > MAX_PREFIXES || prefixes.stream().map(PrefixRate::prefix).distinct().count() < prefixes.size())
            throw new IllegalArgumentException("prefixes: " + prefixes.size());
    }

    public static boolean isCurrency(String text) {
        return CURRENCY.matcher(text).matches();
    }

    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /** What a call costs. @param number called, as the record has it: E.164 where it is known */
    public Cost of(String number, Duration talked) {
        var rate = rateOf(number);
        long seconds = billed(talked);
        long perMinute = rate.perMinute().micros();
        long begun = (perMinute * (seconds % MINUTE) + MINUTE / 2) / MINUTE; // half up
        return new Cost(new Amount(perMinute * (seconds / MINUTE) + begun).plus(rate.connection()), currency);
    }

    /** The same with no other rate than that of a number. */
    public Tariff only(String number) {
        return new Tariff(currency, rateOf(number), firstSeconds, stepSeconds, List.of());
    }

    private long billed(Duration talked) {
        long seconds = Math.max(0, talked.plusMillis(999).toSeconds());
        long over = Math.max(0, seconds - firstSeconds);
        return firstSeconds + (over + stepSeconds - 1) / stepSeconds * stepSeconds;
    }

    private Rate rateOf(String number) {
        var best = rate;
        int length = 0;
        for (var entry : prefixes)
            if (entry.prefix().length() > length && number.startsWith(entry.prefix())) {
                best = entry.rate();
                length = entry.prefix().length();
            }
        return best;
    }
}
