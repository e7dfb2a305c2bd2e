package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.List;

import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Tariff;

/** A trunk's prices to save; fields as in {@link Tariff}, unchecked. Amounts are in units of the currency. */
public record TariffDraft(String currency, Price price, int firstSeconds, int stepSeconds, List<Prefix> prefixes) {
    public static final int DEFAULT_SECONDS = 60;

    /** Of a minute, and of the connection. */
    public record Price(BigDecimal perMinute, BigDecimal connectionFee) {
        public Price {
            requireNonNull(perMinute);
            requireNonNull(connectionFee);
        }
    }

    public record Prefix(String prefix, Price price) {
        public Prefix {
            requireNonNull(prefix);
            requireNonNull(price);
        }
    }

    public TariffDraft {
        requireNonNull(currency);
        requireNonNull(price);
        prefixes = List.copyOf(prefixes);
    }

    /** As it is now, to be changed. */
    public static TariffDraft of(Tariff tariff) {
        return new TariffDraft(tariff.currency(), price(tariff.rate()), tariff.firstSeconds(), tariff.stepSeconds(),
                tariff.prefixes().stream().map(p -> new Prefix(p.prefix(), price(p.rate()))).toList());
    }

    private static Price price(Tariff.Rate rate) {
        return new Price(rate.perMinute().units(), rate.connection().units());
    }

    /** @throws RuntimeException where {@link TrunkRules} finds something wrong with it */
    public Tariff checked() {
        return new Tariff(currency, rate(price), firstSeconds, stepSeconds,
                prefixes.stream().map(p -> new Tariff.PrefixRate(p.prefix(), rate(p.price()))).toList());
    }

    private static Tariff.Rate rate(Price price) {
        return new Tariff.Rate(Amount.of(price.perMinute()), Amount.of(price.connectionFee()));
    }
}
