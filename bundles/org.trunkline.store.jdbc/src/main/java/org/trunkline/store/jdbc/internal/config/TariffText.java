package org.trunkline.store.jdbc.internal.config;

import java.math.BigDecimal;
import java.util.List;

import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Tariff;
import org.trunkline.domain.cost.Tariff.PrefixRate;
import org.trunkline.domain.cost.Tariff.Rate;

/**
 * A tariff in one column: {@code SEK 60 1 0.25 0.1}, the currency, what is billed first and in steps, price of a minute
 * and of the connection; then a line for each prefix with its two prices.
 */
final class TariffText {
    private TariffText() {}

    static String write(Tariff tariff) {
        var text = new StringBuilder(tariff.currency()).append(' ').append(tariff.firstSeconds()).append(' ')
                .append(tariff.stepSeconds());
        write(tariff.rate(), text);
        for (var it : tariff.prefixes())
            write(it.rate(), text.append('\n').append(it.prefix()));
        return text.toString();
    }

    private static void write(Rate rate, StringBuilder text) {
        text.append(' ').append(rate.perMinute()).append(' ').append(rate.connection());
    }

    /** @throws IllegalArgumentException if somebody else wrote it */
    static Tariff read(String text) {
        List<String[]> lines = text.lines().map(line -> line.split(" ")).toList();
        String[] head = lines.getFirst();
        if (head.length != 5 || lines.stream().skip(1).anyMatch(line -> line.length != 3))
            throw new IllegalArgumentException("tariff: " + lines.size() + " lines");
        return new Tariff(head[0], rate(head[3], head[4]), Integer.parseInt(head[1]), Integer.parseInt(head[2]),
                lines.stream().skip(1).map(line -> new PrefixRate(line[0], rate(line[1], line[2]))).toList());
    }

    private static Rate rate(String perMinute, String connection) {
        return new Rate(Amount.of(new BigDecimal(perMinute)), Amount.of(new BigDecimal(connection)));
    }
}
