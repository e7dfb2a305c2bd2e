package org.trunkline.examples.fraudguard;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.cost.Amount;

/**
 * What the settings say.
 *
 * @param pricePerMinute by prefix; the longest one counts
 * @param concurrent outgoing calls of a subscriber at once
 */
record Limits(Amount hourly, Amount daily, Map<String, Amount> pricePerMinute, List<String> blocked, int concurrent) {
    private static final long MILLIS_PER_MINUTE = 60_000;

    Limits {
        pricePerMinute = Map.copyOf(pricePerMinute);
        blocked = List.copyOf(blocked);
    }

    /** @throws IllegalArgumentException that names a value which is wrong */
    static Limits of(Map<String, String> settings) {
        var prices = new HashMap<String, Amount>();
        for (var pair : settings.getOrDefault("prices", "+=1").split(";")) {
            int equals = pair.indexOf('=');
            if (equals < 1 || !pair.substring(0, equals).strip().startsWith("+"))
                throw new IllegalArgumentException("Prices per minute: \"" + pair.strip() + "\" is not prefix=price, such as +882=10");
            prices.put(pair.substring(0, equals).strip(), amount("prices", pair.substring(equals + 1)));
        }
        return new Limits(amount("hourly", settings.getOrDefault("hourly", "50")),
                amount("daily", settings.getOrDefault("daily", "200")), prices,
                Arrays.stream(settings.getOrDefault("blocked", "").split(",")).map(String::strip).filter(p -> !p.isEmpty()).toList(),
                Integer.parseInt(settings.getOrDefault("concurrent", "4")));
    }

    private static Amount amount(String name, String text) {
        return read(text).orElseThrow(() -> new IllegalArgumentException(name + ": \"" + text.strip()
                + "\" is not an amount, such as 12.50"));
    }

    /** Empty where the text is not an amount. */
    static Optional<Amount> read(String text) {
        try {
            return Optional.of(Amount.of(new BigDecimal(text.strip())));
        } catch (ArithmeticException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param entry of {@link SubscriberLimits}; what it does not say stays */
    Limits with(Map<String, String> entry) {
        return new Limits(read(entry.getOrDefault("hourly", "")).orElse(hourly), read(entry.getOrDefault("daily", "")).orElse(daily),
                pricePerMinute, blocked, Integer.parseInt(entry.getOrDefault("concurrent", String.valueOf(concurrent))));
    }

    boolean blocks(String number) {
        return blocked.stream().anyMatch(number::startsWith);
    }

    /** By the price of its prefix. */
    Amount estimate(String number, Duration length) {
        for (int end = number.length(); end > 0; end--) {
            var price = pricePerMinute.get(number.substring(0, end));
            if (price != null)
                return new Amount(price.micros() * length.toMillis() / MILLIS_PER_MINUTE);
        }
        return Amount.ZERO;
    }
}
