package org.trunkline.ui.trunks.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.config.TariffDraft;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

/** The prices of a trunk in its editor: none without a currency. Prefixes stand one a line, {@code +4670 0.12 0.05}. */
final class TariffFields {
    private static final String SECTION = "tariff";
    private static final String CURRENCY = "tariff.currency";
    private static final String PER_MINUTE = "tariff.perMinute";
    private static final String FEE = "tariff.connectionFee";
    private static final String FIRST = "tariff.firstSeconds";
    private static final String STEP = "tariff.stepSeconds";
    private static final String PREFIXES = "tariff.prefixes";
    private static final TariffDraft.Price NOTHING = new TariffDraft.Price(BigDecimal.ZERO, BigDecimal.ZERO);

    private TariffFields() {}

    static List<FieldSpec> specs() {
        return List.of(new FieldSpec(CURRENCY, SECTION, Type.TEXT), new FieldSpec(PER_MINUTE, SECTION, Type.NUMBER),
                new FieldSpec(FEE, SECTION, Type.NUMBER), new FieldSpec(FIRST, SECTION, Type.NUMBER),
                new FieldSpec(STEP, SECTION, Type.NUMBER), new FieldSpec(PREFIXES, SECTION, Type.LINES));
    }

    static Values put(Values into, Optional<TariffDraft> tariff) {
        var t = tariff.orElse(new TariffDraft("", NOTHING, TariffDraft.DEFAULT_SECONDS, TariffDraft.DEFAULT_SECONDS,
                List.of()));
        return into.with(CURRENCY, t.currency()).with(PER_MINUTE, t.price().perMinute().toPlainString())
                .with(FEE, t.price().connectionFee().toPlainString()).with(FIRST, Integer.toString(t.firstSeconds()))
                .with(STEP, Integer.toString(t.stepSeconds()))
                .with(PREFIXES, t.prefixes().stream().map(TariffFields::line).collect(Collectors.joining("\n")));
    }

    private static String line(TariffDraft.Prefix it) {
        var price = it.price();
        return it.prefix() + " " + price.perMinute().toPlainString()
                + (price.connectionFee().signum() == 0 ? "" : " " + price.connectionFee().toPlainString());
    }

    static Optional<TariffDraft> read(Values values, Values.Numbers numbers) {
        Optional<String> currency = values.optional(CURRENCY);
        if (currency.isEmpty())
            return Optional.empty();
        var price = new TariffDraft.Price(numbers.amount(PER_MINUTE, values.trimmed(PER_MINUTE)),
                numbers.amount(FEE, values.trimmed(FEE)));
        var prefixes = new ArrayList<TariffDraft.Prefix>();
        for (String line : values.lines(PREFIXES))
            prefix(line, numbers).ifPresent(prefixes::add);
        return Optional.of(new TariffDraft(currency.get().toUpperCase(Locale.ROOT), price, numbers.read(FIRST),
                numbers.read(STEP), prefixes));
    }

    private static Optional<TariffDraft.Prefix> prefix(String line, Values.Numbers numbers) {
        String[] parts = line.split("\\s+");
        if (parts.length < 2 || parts.length > 3) {
            numbers.wrong(PREFIXES, "not-prefix-price", line, "\"" + line + "\" is not a prefix and its prices");
            return Optional.empty();
        }
        return Optional.of(new TariffDraft.Prefix(parts[0], new TariffDraft.Price(numbers.amount(PREFIXES, parts[1]),
                parts.length == 2 ? BigDecimal.ZERO : numbers.amount(PREFIXES, parts[2]))));
    }

    /** Whether a field is one of these, and means nothing without a currency. */
    static boolean isOff(String field, Values values) {
        return field.startsWith("tariff.") && !field.equals(CURRENCY) && values.optional(CURRENCY).isEmpty();
    }
}
