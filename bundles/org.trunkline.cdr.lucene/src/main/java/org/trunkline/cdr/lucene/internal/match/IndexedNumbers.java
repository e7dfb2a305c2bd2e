package org.trunkline.cdr.lucene.internal.match;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.apache.lucene.util.BytesRef;
import org.trunkline.query.value.NumberPattern;

/** Knows all numbers that occur. */
@FunctionalInterface
public interface IndexedNumbers {
    /** Those that match, or some of them where the search's time is over; empty where they are too many to be sought one by one. */
    Optional<List<BytesRef>> matching(NumberPattern pattern) throws IOException;
}
