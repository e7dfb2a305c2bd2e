package org.trunkline.query.record;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.cdr.LadderSteps.Step;
import org.trunkline.query.value.LadderPattern;
import org.trunkline.query.value.NumberForms;

/** The values of one record that searches ask for: the same that an index keeps of it. */
public final class RecordValues {
    /** A value that a search needs to match at all. */
    public record Key(String field, String value) {}

    private final Cdr cdr;
    private final Facets facets;
    private final Set<String> from;
    private final Set<String> to;
    private final Set<String> peers;
    private final Set<String> callIds;
    private final byte[][] codes;
    private final long[][] times;

    public RecordValues(Cdr cdr, LadderSteps steps) {
        this.cdr = cdr;
        facets = Facets.of(Facets.textOf(cdr));
        from = Set.copyOf(NumberForms.of(cdr.from()));
        to = Set.copyOf(NumberForms.of(cdr.to()));
        peers = RecordPeers.of(cdr);
        callIds = cdr.legs().stream().map(CdrLeg::sipCallId).collect(Collectors.toSet());
        var legs = steps.legs();
        codes = new byte[legs.size()][];
        times = new long[legs.size()][];
        for (int leg = 0; leg < codes.length; leg++)
            fill(leg, legs.get(leg));
    }

    private void fill(int leg, List<Step> steps) {
        codes[leg] = new byte[steps.size()];
        times[leg] = new long[steps.size()];
        for (int i = 0; i < steps.size(); i++) {
            codes[leg][i] = (byte) steps.get(i).code();
            times[leg][i] = steps.get(i).tenths();
        }
    }

    Cdr cdr() {
        return cdr;
    }

    /** Of a field with words. */
    boolean anyOf(CdrField field, Predicate<String> wanted) {
        return switch (field) {
            case PEER -> peers.stream().anyMatch(wanted);
            case CALL_ID -> callIds.stream().anyMatch(wanted);
            default -> facets.of(field).stream().anyMatch(value -> wanted.test(value.toLowerCase(Locale.ROOT)));
        };
    }

    /** @param side from or to */
    Set<String> numbers(CdrField side) {
        return side == CdrField.FROM ? from : to;
    }

    boolean hasLadder(LadderPattern pattern) {
        return pattern.matches(codes, times);
    }

    boolean hasSteps() {
        return codes.length > 0;
    }

    /** Of a field that a plug-in adds: its name is unlike those of the product. */
    static Key key(String name, String value) {
        return new Key(name.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
    }

    /** All that a search could need. */
    public Set<Key> keys() {
        var keys = new LinkedHashSet<Key>();
        from.forEach(number -> keys.add(new Key(CdrField.FROM.fieldName(), number)));
        to.forEach(number -> keys.add(new Key(CdrField.TO.fieldName(), number)));
        peers.forEach(peer -> keys.add(new Key(CdrField.PEER.fieldName(), peer)));
        cdr.marks().attributes().forEach(it -> keys.add(key(it.name(), it.value())));
        for (var field : Facets.FIELDS)
            for (String value : facets.of(field))
                keys.add(new Key(field.fieldName(), value.toLowerCase(Locale.ROOT)));
        return keys;
    }
}
