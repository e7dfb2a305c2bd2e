package org.trunkline.wire;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.domain.cost.Amount;
import org.trunkline.domain.cost.Cost;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;
import org.trunkline.wire.json.WireException;

/** Costs: numbers in units of a currency. */
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
}
