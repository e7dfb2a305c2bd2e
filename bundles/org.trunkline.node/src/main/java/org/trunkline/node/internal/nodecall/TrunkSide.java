package org.trunkline.node.internal.nodecall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.Calls.SoFar;

/**
 * What a test call came to at its trunk.
 *
 * @param reached whether the trunk had its turn: with a voice, the phone was answered
 * @param status highest final status of the trunk; 0 while it has none
 * @param streams from {@code CALLER}: what the node sent; from {@code CALLEE}: what the trunk sent
 */
record TrunkSide(boolean reached, List<LadderEntry> entries, Optional<Instant> answeredAt, Optional<String> codec, int status,
        List<StreamReport> streams) {

    /** Of a call that has no other side. */
    static TrunkSide of(SoFar whole) {
        var cdr = whole.record();
        var legs = cdr.legs().stream().filter(leg -> leg.side() == LegSide.CALLEE).toList();
        int status = legs.stream().mapToInt(CdrLeg::sipStatus).max().orElse(cdr.sipStatus());
        return new TrunkSide(true, whole.ladder().entries(), cdr.answeredAt(), codec(legs), status, cdr.quality());
    }

    /** Of a call whose called side is the phone: the trunk took the place of the node, which called it. */
    static TrunkSide opposite(SoFar whole, String trunk) {
        var all = whole.record().legs();
        var indices = IntStream.range(1, all.size()).filter(i -> all.get(i).side() == LegSide.CALLER && all.get(i).peer().equals(trunk)).boxed().toList();
        var legs = indices.stream().map(all::get).toList();
        var answeredAt = legs.stream().flatMap(leg -> leg.answeredAt().stream()).findFirst();
        boolean phone = all.stream().anyMatch(leg -> leg.side() == LegSide.CALLEE && leg.answeredAt().isPresent());
        var entries = whole.ladder().entries().stream().filter(entry -> indices.contains(entry.leg())).toList();
        return new TrunkSide(phone, entries, answeredAt, codec(legs), legs.stream().mapToInt(CdrLeg::sipStatus).max().orElse(0),
                answeredAt.isPresent() ? turned(whole.record().quality()) : List.of());
    }

    private static Optional<String> codec(List<CdrLeg> legs) {
        return legs.stream().flatMap(leg -> leg.codec().stream()).findFirst();
    }

    /** The last of each side: before the trunk answered, the phone heard the node. */
    private static List<StreamReport> turned(List<StreamReport> reports) {
        var turned = new ArrayList<StreamReport>(2);
        for (var side : List.of(LegSide.CALLEE, LegSide.CALLER))
            reports.stream().filter(stream -> stream.from() == side && stream.isAudio()).reduce((_, last) -> last)
                    .ifPresent(stream -> turned.add(stream.from(side.other())));
        return turned;
    }
}
