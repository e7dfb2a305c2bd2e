package org.trunkline.query.record;

import java.util.OptionalLong;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.quality.StreamReport;

/**
 * The figures of a record as whole numbers: times in milliseconds, jitter in microseconds, MOS in thousandths, loss and
 * cost in millionths.
 */
public final class RecordFigures {
    private static final double MOS_SCALE = 1e3;
    private static final double LOSS_SCALE = 1e6;
    private static final long NONE = -1;

    private RecordFigures() {}

    /** @param field one with a figure */
    public static OptionalLong of(Cdr cdr, CdrField field) {
        return switch (field) {
            case STARTED -> OptionalLong.of(cdr.startedAt().toEpochMilli());
            case DURATION -> cdr.answered() ? bounded(cdr.duration().toMillis()) : OptionalLong.empty();
            case PDD -> cdr.postDialDelay().map(pdd -> bounded(pdd.toMillis())).orElse(OptionalLong.empty());
            case MOS -> cdr.mos().isPresent() ? bounded(Math.round(cdr.mos().getAsDouble() * MOS_SCALE))
                    : OptionalLong.empty();
            case COST -> cdr.cost().map(cost -> OptionalLong.of(cost.amount().micros())).orElse(OptionalLong.empty());
            case LOSS, JITTER -> worst(cdr, field == CdrField.LOSS);
            default -> throw new IllegalArgumentException(field.fieldName() + " is not a number");
        };
    }

    private static OptionalLong worst(Cdr cdr, boolean loss) {
        long worst = NONE;
        for (StreamReport stream : cdr.quality())
            if (stream.isAudio() && stream.packets() + stream.lost() > 0)
                worst = Math.max(worst,
                        loss ? Math.round(stream.lossRatio() * LOSS_SCALE) : stream.maxJitter().toNanos() / 1000);
        return worst == NONE ? OptionalLong.empty() : OptionalLong.of(worst);
    }

    private static OptionalLong bounded(long value) {
        return OptionalLong.of(Math.clamp(value, 0, Integer.MAX_VALUE));
    }
}
