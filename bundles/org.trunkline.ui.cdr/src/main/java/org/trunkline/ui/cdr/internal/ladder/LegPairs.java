package org.trunkline.ui.cdr.internal.ladder;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.LadderEntry;
import org.trunkline.ui.cdr.internal.ladder.LegComparison.Pair;

/** For each message of a ladder the one it became, or came from, on the other side of the node. Immutable. */
final class LegPairs {
    static final LegPairs NONE = new LegPairs(new IdentityHashMap<>());

    private final Map<LadderEntry, Pair> pairs;

    private LegPairs(Map<LadderEntry, Pair> pairs) {
        this.pairs = pairs;
    }

    /** A message that went to several callees is shown beside the one who answered, else the first. */
    static LegPairs of(Ladder ladder, Optional<Cdr> cdr) {
        var pairs = new IdentityHashMap<LadderEntry, Pair>();
        List<Integer> legs = LegComparison.calleeLegs(ladder).stream()
                .sorted((a, b) -> Boolean.compare(answered(b, cdr), answered(a, cdr))).toList();
        for (int leg : legs)
            for (Pair pair : LegComparison.of(ladder, leg))
                if (pair.took().isPresent()) {
                    pairs.putIfAbsent(pair.caller().orElseThrow(), pair);
                    pairs.putIfAbsent(pair.callee().orElseThrow(), pair);
                }
        return new LegPairs(pairs);
    }

    private static boolean answered(int leg, Optional<Cdr> cdr) {
        return cdr.filter(c -> leg < c.legs().size()).map(c -> c.legs().get(leg)).flatMap(CdrLeg::answeredAt).isPresent();
    }

    Optional<Pair> of(LadderEntry entry) {
        return Optional.ofNullable(pairs.get(entry));
    }

    /** The same message on the other leg. */
    Optional<LadderEntry> otherOf(LadderEntry entry) {
        return of(entry).flatMap(p -> p.caller().filter(e -> e != entry).or(p::callee));
    }
}
