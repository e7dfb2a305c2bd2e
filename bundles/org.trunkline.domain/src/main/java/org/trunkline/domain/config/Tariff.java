package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Inline;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Required;
import org.trunkline.domain.schema.Unit;

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
public record Tariff(@Required @Is(Format.CURRENCY) @Help("ISO 4217 code, SEK") String currency, @Inline Rate rate,
        @Range(min = 1, max = MAX_SECONDS) @Unit("s") @Default("60") @Help("shortest billed duration") int firstSeconds,
        @Range(min = 1, max = MAX_SECONDS) @Unit("s") @Default("60") @Help("billing increment after the first seconds") int stepSeconds,
        @Length(max = MAX_PREFIXES) @Help("rates by prefix of the called number; the longest match applies")
        List<PrefixRate> prefixes) {
    public static final int MAX_SECONDS = 3600;
    public static final int MAX_PREFIXES = 2000;
    private static final long MAX_UNITS = 1_000_000;
    /** Of a minute or a connection; no sum of a call's can overflow with it. */
    public static final Amount MAX_PRICE = new Amount(MAX_UNITS * 1_000_000);
    private static final long MINUTE = 60;
    private static final Pattern PREFIX = Pattern.compile("[+]?[0-9]{1,15}");

    /** Of a minute, and of the connection itself. */
    public record Rate(@Range(max = MAX_UNITS) @Help("in units of the currency") Amount perMinute,
            @Range(max = MAX_UNITS) @Help("once for each answered call") Amount connectionFee) {
        public Rate {
            requireNonNull(perMinute);
            requireNonNull(connectionFee);
        }
    }

    /** @param prefix as routes have them: {@code +4670} */
    public record PrefixRate(@Key @Required @Is(Format.PRICE_PREFIX) String prefix, @Inline Rate rate) {
        public PrefixRate {
            requireNonNull(prefix);
            requireNonNull(rate);
        }
    }

    public Tariff {
        requireNonNull(currency);
        requireNonNull(rate);
        prefixes = List.copyOf(prefixes);
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
        return new Cost(new Amount(perMinute * (seconds / MINUTE) + begun).plus(rate.connectionFee()), currency);
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
