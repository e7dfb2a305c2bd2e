package org.trunkline.cdr.journal.internal.codec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.config.Tariff;
import org.trunkline.domain.config.Tariff.Rate;
import org.trunkline.domain.cost.Amount;

/**
 * A call that goes on: its record so far, and behind it the prices of the number called where it costs something. Who
 * knows no prices reads the record alone.
 */
public record OpenCall(Cdr soFar, Optional<Tariff> prices) {

    public static void write(Cdr soFar, Optional<Tariff> prices, ByteSink out) {
        CdrCodec.write(soFar, out);
        prices.ifPresent(it -> {
            out.text(it.currency());
            out.number(it.rate().perMinute().micros());
            out.number(it.rate().connectionFee().micros());
            out.number(it.firstSeconds());
            out.number(it.stepSeconds());
        });
    }

    public static OpenCall read(ByteSource in) {
        var soFar = CdrCodec.read(in);
        if (in.isAtEnd())
            return new OpenCall(soFar, Optional.empty());
        String currency = in.text();
        var rate = new Rate(new Amount(in.number()), new Amount(in.number()));
        return new OpenCall(soFar, Optional.of(new Tariff(currency, rate, in.integer(), in.integer(), List.of())));
    }

    /** Its record where the node died. @param lastSign of the node's life */
    public Cdr interrupted(Instant lastSign) {
        Instant known = soFar.answeredAt().orElse(soFar.startedAt());
        Instant ended = lastSign.isAfter(known) ? lastSign : known;
        var cost = soFar.answeredAt().flatMap(answered -> prices
                .map(tariff -> tariff.of(soFar.to().normalised(), Duration.between(answered, ended))));
        return new Cdr(soFar.id(), soFar.direction(), soFar.from(), soFar.to(), soFar.trunk(), soFar.route(),
                soFar.startedAt(), soFar.ringingAt(), soFar.answeredAt(), ended, EndedBy.NODE, soFar.sipStatus(),
                Cause.INTERRUPTED, soFar.reason(), soFar.legs(), soFar.quality(), soFar.why(),
                soFar.marks().with(cost));
    }
}
