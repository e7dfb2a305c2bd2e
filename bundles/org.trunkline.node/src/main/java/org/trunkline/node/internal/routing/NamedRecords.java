package org.trunkline.node.internal.routing;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.config.Tariff;
import org.trunkline.engine.port.record.CdrSink;

/** Gives callers without a display name the name that a lookup found by the end of the call. <b>Threads:</b> any. */
public final class NamedRecords implements CdrSink {
    private final CdrSink records;
    private final Function<String, Optional<String>> names;

    /** @param names what is known now of a number; takes no time */
    public NamedRecords(CdrSink records, Function<String, Optional<String>> names) {
        this.records = records;
        this.names = names;
    }

    @Override
    public void answered(Cdr soFar, Optional<Tariff> prices) {
        records.answered(soFar, prices);
    }

    @Override
    public void ended(Cdr cdr, Ladder ladder) {
        records.ended(named(cdr, names), ladder);
    }

    /** The same record where its caller has a name, or none is known. */
    public static Cdr named(Cdr it, Function<String, Optional<String>> names) {
        var from = named(it.from(), names);
        return from == it.from() ? it : new Cdr(it.id(), it.direction(), from, it.to(), it.trunk(), it.route(),
                it.startedAt(), it.ringingAt(), it.answeredAt(), it.endedAt(), it.endedBy(), it.sipStatus(), it.cause(),
                it.reason(), it.legs(), it.quality(), it.why(), it.marks());
    }

    /** The same party where it has a name, or none is known. */
    public static Party named(Party party, Function<String, Optional<String>> names) {
        return !party.displayName().isEmpty() || party.number().isEmpty() ? party
                : party.number().flatMap(names).map(name -> new Party(party.dialled(), party.number(), name)).orElse(party);
    }

    @Override
    public Supplier<List<LadderEntry>> pack(Ladder soFar) {
        return records.pack(soFar);
    }

    @Override
    public boolean accepting() {
        return records.accepting();
    }
}
