package org.trunkline.wire;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.config.TariffDraft;
import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.domain.cost.Tariff;

/** Prices and costs: numbers in units of a currency. */
final class CostJson {
    private CostJson() {}

    /** Adds {@code cost} and {@code currency}, where there is one. */
    static Out write(Optional<Cost> cost, Out out) {
        cost.ifPresent(it -> out.put("cost", it.amount().units()).put("currency", it.currency()));
        return out;
    }

    static Optional<Cost> read(In in) {
        return in.has("cost") ? Optional.of(new Cost(amount("cost", in), in.text("currency"))) : Optional.empty();
    }

    private static Amount amount(String name, In in) {
        try {
            return Amount.of(in.number(name).decimalValue());
        } catch (ArithmeticException e) {
            throw new WireException(name + " has too many decimals");
        }
    }

    /** A sum. */
    static ObjectNode writeSum(Cost cost) {
        return new Out().put("currency", cost.currency()).put("amount", cost.amount().units()).node();
    }

    static Cost readSum(In in) {
        return new Cost(amount("amount", in), in.text("currency"));
    }

    static ObjectNode write(TariffDraft tariff) {
        return price(tariff.price(), new Out().put("currency", tariff.currency()))
                .put("firstSeconds", tariff.firstSeconds()).put("stepSeconds", tariff.stepSeconds())
                .list("prefixes", tariff.prefixes(), p -> price(p.price(), new Out().put("prefix", p.prefix())).node())
                .node();
    }

    private static Out price(TariffDraft.Price price, Out out) {
        return out.put("perMinute", price.perMinute()).put("connectionFee", price.connectionFee());
    }

    static Tariff readTariff(In in) {
        return new Tariff(in.text("currency"), rate(in), in.small("firstSeconds"), in.small("stepSeconds"),
                in.list("prefixes", p -> new Tariff.PrefixRate(p.text("prefix"), rate(p))));
    }

    private static Tariff.Rate rate(In in) {
        return new Tariff.Rate(amount("perMinute", in), amount("connectionFee", in));
    }

    static TariffDraft readDraft(Fields f) {
        var result = new TariffDraft(f.text("currency", ""), price(f),
                f.integer("firstSeconds", TariffDraft.DEFAULT_SECONDS),
                f.integer("stepSeconds", TariffDraft.DEFAULT_SECONDS),
                f.objects("prefixes", p -> new TariffDraft.Prefix(p.text("prefix", ""), price(p))));
        f.end();
        return result;
    }

    private static TariffDraft.Price price(Fields f) {
        return new TariffDraft.Price(f.decimal("perMinute", BigDecimal.ZERO),
                f.decimal("connectionFee", BigDecimal.ZERO));
    }
}
