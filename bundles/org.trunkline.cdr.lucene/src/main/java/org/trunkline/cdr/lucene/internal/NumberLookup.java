package org.trunkline.cdr.lucene.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.apache.lucene.util.BytesRef;

/** Knows all numbers that occur. */
@FunctionalInterface
interface NumberLookup {
    /** Those that match; empty where there are too many to be sought one by one. */
    Optional<List<BytesRef>> matching(NumberPattern pattern) throws IOException;
}
