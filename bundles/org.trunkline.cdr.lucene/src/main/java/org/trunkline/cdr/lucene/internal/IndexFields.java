package org.trunkline.cdr.lucene.internal;

import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;

/**
 * Names of the index's fields, where they are not those of the query language. A change of what is under a name is a
 * new {@link #SHAPE}: the index is then made again from the journal.
 */
final class IndexFields {
    /** Shape of the index. */
    static final int SHAPE = 1;

    /** Where the record is in the journal. */
    static final String POSITION = "pos";
    static final String STARTED = "started";
    /** Milliseconds; there where the call was answered. */
    static final String DURATION = "duration";
    static final String PDD = "pdd";
    /** Thousandths. */
    static final String MOS = "mos";
    /** Millionths. */
    static final String LOSS = "loss";
    /** Microseconds. */
    static final String JITTER = "jitter";
    static final String STATUS = "status";

    /** The same as points, for ranges that hit few. */
    static final String POINT = "_p";
    /** Values as written, for facets and sorting. */
    static final String VALUE = "_v";
    /** Five characters at a time, for numbers by any part. */
    static final String GRAMS = "_g";

    /** Order of every segment: newest first. */
    static final Sort ORDER = new Sort(new SortField(STARTED, SortField.Type.LONG, true),
            new SortField(POSITION, SortField.Type.LONG, true));

    private IndexFields() {}
}
