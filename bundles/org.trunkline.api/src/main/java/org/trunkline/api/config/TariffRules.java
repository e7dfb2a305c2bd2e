package org.trunkline.api.config;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Tariff;

/** What a trunk's prices may look like. */
final class TariffRules {
    private static final String FIELD = "tariff.";
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode).collect(Collectors.toUnmodifiableSet());

    private TariffRules() {}

    static void check(Findings found, TariffDraft draft) {
        if (found.required(FIELD + "currency", draft.currency(), "the tariff's currency")
                && !CURRENCIES.contains(draft.currency()))
            found.add(FIELD + "currency", "not-currency", "currency \"" + draft.currency() + "\" is not an ISO 4217 code of"
                    + " three capital letters such as EUR", draft.currency());
        price(found, FIELD, draft.price());
        found.range(FIELD + "firstSeconds", draft.firstSeconds(), 1, Tariff.MAX_SECONDS);
        found.range(FIELD + "stepSeconds", draft.stepSeconds(), 1, Tariff.MAX_SECONDS);
        if (draft.prefixes().size() > Tariff.MAX_PREFIXES) {
            found.add(FIELD + "prefixes", "too-many", "there are " + draft.prefixes().size() + " prefixes, at most "
                    + Tariff.MAX_PREFIXES + " are allowed", draft.prefixes().size(), Tariff.MAX_PREFIXES);
            return;
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < draft.prefixes().size(); i++)
            prefix(found, FIELD + "prefixes[" + i + "].", draft.prefixes().get(i), seen);
    }

    private static void prefix(Findings found, String field, TariffDraft.Prefix it, Set<String> seen) {
        if (!Tariff.isPrefix(it.prefix()))
            found.add(field + "prefix", "not-prefix", "prefix \"" + it.prefix() + "\" is not 1 to 15 digits, perhaps after a"
                    + " plus", it.prefix());
        else if (!seen.add(it.prefix()))
            found.add(field + "prefix", "duplicate", "prefix " + it.prefix() + " is there twice", it.prefix());
        price(found, field, it.price());
    }

    private static void price(Findings found, String field, TariffDraft.Price price) {
        amount(found, field + "perMinute", price.perMinute());
        amount(found, field + "connectionFee", price.connectionFee());
    }

    private static void amount(Findings found, String field, BigDecimal amount) {
        var max = Tariff.MAX_PRICE.units();
        if (amount.signum() < 0 || amount.compareTo(max) > 0)
            found.add(field, "out-of-range", field + " " + amount + " is not between 0 and " + max, amount, 0, max);
        else if (amount.stripTrailingZeros().scale() > Amount.DECIMALS)
            found.add(field, "too-many-decimals", field + " " + amount + " has more than " + Amount.DECIMALS + " decimals",
                    amount, Amount.DECIMALS);
    }
}
