package org.trunkline.testkit.node;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.trunkline.api.cdr.CdrDetail;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cost.Cost;

/** What records are sorted by, said without an index. */
public final class CdrKeys {
    private CdrKeys() {}

    /** Empty where a record has no such value: it comes last. */
    @SuppressWarnings("unchecked")
    public static Optional<Comparable<Object>> of(CdrField field, Cdr cdr) {
        return (Optional<Comparable<Object>>) (Optional<?>) value(field, cdr);
    }

    private static Optional<? extends Comparable<?>> value(CdrField field, Cdr cdr) {
        var detail = CdrDetail.of(cdr);
        return switch (field) {
            case ID, STARTED -> Optional.of(cdr.startedAt());
            case FROM, NUMBER -> Optional.of(cdr.from().normalised());
            case TO -> Optional.of(cdr.to().normalised());
            case TRUNK -> cdr.trunk();
            case ROUTE -> detail.route();
            case DIRECTION -> Optional.of(code(cdr.direction()));
            case CAUSE -> Optional.of(cdr.cause().code());
            case STATUS -> Optional.of(cdr.sipStatus());
            case ENDED_BY -> Optional.of(code(detail.endedBy()));
            case PEER -> detail.peer().map(peer -> peer.toLowerCase(Locale.ROOT));
            case CODEC -> first(detail.codecs());
            case REJECTED -> first(detail.rejected());
            case ORIGIN -> first(detail.origins());
            case FINDING -> first(detail.findings());
            case ANSWERED -> Optional.of(detail.answered());
            case EMERGENCY -> Optional.of(detail.emergency());
            case CURRENCY -> cdr.cost().map(Cost::currency);
            case COST -> cdr.cost().map(cost -> cost.amount().micros());
            case DURATION -> cdr.answered() ? Optional.of(cdr.duration().toMillis()) : Optional.empty();
            case PDD -> cdr.postDialDelay();
            case MOS -> cdr.mos().stream().mapToObj(mos -> Math.round(mos * 1e3)).findFirst();
            case LOSS -> detail.loss().stream().mapToObj(loss -> Math.round(loss * 1e6)).findFirst();
            case JITTER -> detail.jitter().map(jitter -> jitter.toNanos() / 1_000);
            case CALL_ID, LADDER, POLICY, ADVICE -> throw new IllegalArgumentException(field.fieldName());
        };
    }

    private static Optional<String> first(List<String> values) {
        return values.stream().findFirst();
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As {@link CdrOrder} says, but for what comes first of those with one value. */
    public static Comparator<Cdr> order(CdrOrder order) {
        return (a, b) -> {
            var one = of(order.field(), a);
            var other = of(order.field(), b);
            if (one.isEmpty() || other.isEmpty())
                return Boolean.compare(one.isEmpty(), other.isEmpty());
            int compared = one.get().compareTo(other.get());
            return order.descending() ? -compared : compared;
        };
    }
}
