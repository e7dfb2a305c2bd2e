package org.trunkline.cdr.lucene.internal.index;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.lucene.util.BytesRef;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.Facets;
import org.trunkline.cdr.lucene.internal.match.CallIdHash;
import org.trunkline.cdr.lucene.internal.match.StepColumns;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.query.value.LadderPattern;
import org.trunkline.query.value.NumberForms;
import org.trunkline.spi.record.RecordBatch.Entry;

/** A record that just came, as standing queries ask of it: with the terms that its document has. One thread. */
final class Arrived {
    /** A value that a query needs to match at all. */
    record Key(String field, String value) {}

    private final Entry entry;
    private final Facets facets;
    private final Set<String> from;
    private final Set<String> to;
    private final Set<String> peers;
    private final Set<BytesRef> callIds = new HashSet<>();
    private final byte[][] codes;
    private final long[][] times;

    Arrived(Entry entry) {
        this.entry = entry;
        Cdr cdr = entry.cdr();
        facets = Facets.of(Facets.textOf(cdr));
        from = Set.copyOf(NumberForms.of(cdr.from()));
        to = Set.copyOf(NumberForms.of(cdr.to()));
        peers = RecordDocument.peers(cdr);
        cdr.legs().forEach(leg -> callIds.add(CallIdHash.of(leg.sipCallId())));
        var legs = entry.steps().legs();
        codes = StepColumns.codes(StepColumns.order(legs));
        times = StepColumns.times(codes, StepColumns.gaps(legs));
    }

    Cdr cdr() {
        return entry.cdr();
    }

    Facets facets() {
        return facets;
    }

    /** @param field {@code from} or {@code to} */
    Set<String> numbers(String field) {
        return field.equals(CdrField.FROM.fieldName()) ? from : to;
    }

    Set<String> peers() {
        return peers;
    }

    boolean hasTerm(String field, BytesRef term) {
        return terms(field).contains(term);
    }

    /** Those of its document in a field that has terms. */
    Set<BytesRef> terms(String field) {
        return field.equals(CdrField.CALL_ID.fieldName()) ? callIds
                : AttributeColumns.isTerms(field) ? attributes(field)
                : (field.equals(CdrField.PEER.fieldName()) ? peers : numbers(field)).stream().map(BytesRef::new)
                        .collect(Collectors.toSet());
    }

    private Set<BytesRef> attributes(String field) {
        return entry.cdr().marks().attributes().stream().filter(it -> AttributeColumns.terms(it).equals(field))
                .map(it -> new BytesRef(it.value().toLowerCase(Locale.ROOT))).collect(Collectors.toSet());
    }

    boolean hasLadder(LadderPattern pattern) {
        return pattern.matches(codes, times);
    }

    boolean hasSteps() {
        return codes.length > 0;
    }

    /** All that a query could need. */
    Set<Key> keys() {
        var keys = new LinkedHashSet<Key>();
        from.forEach(number -> keys.add(new Key(CdrField.FROM.fieldName(), number)));
        to.forEach(number -> keys.add(new Key(CdrField.TO.fieldName(), number)));
        peers.forEach(peer -> keys.add(new Key(CdrField.PEER.fieldName(), peer)));
        entry.cdr().marks().attributes().forEach(
                it -> keys.add(new Key(AttributeColumns.terms(it), it.value().toLowerCase(Locale.ROOT))));
        for (var field : Facets.FIELDS)
            for (String value : facets.of(field))
                keys.add(new Key(field.fieldName(), value.toLowerCase(Locale.ROOT)));
        return keys;
    }
}
