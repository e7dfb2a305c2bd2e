package org.trunkline.cdr.lucene.internal.columns;

import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.record.Facets;

/**
 * Names of the index's fields, where they are not those of the query language. A change of what is under a name is a
 * new {@link #SHAPE}: the index is then made again from the journal.
 */
public final class IndexFields {
    /** Shape of the index. 1: a field for each facet. 2: one for all of them; ladder steps. 3: origin, emergency. 4: finding.
     *  5: numbers in an index of their own. 6: facets have no terms.
     *  7: cost, currency. 8: the caller's peer in a column. 9: policy, advice. */
    public static final int SHAPE = 9;

    /** Where the record is in the journal. */
    public static final String POSITION = "pos";
    public static final String STARTED = "started";
    /** Milliseconds; there where the call was answered. */
    static final String DURATION = "duration";
    static final String PDD = "pdd";
    /** Thousandths. */
    static final String MOS = "mos";
    /** Millionths. */
    static final String LOSS = "loss";
    /** Microseconds. */
    static final String JITTER = "jitter";
    /** Millionths of a currency's unit. */
    public static final String COST = "cost";
    /** {@link Facets}. */
    public static final String FACETS = "facets";
    /** Part of the call's id. */
    public static final String ID = "id";
    /** The order of a ladder's steps, and their times. */
    public static final String STEPS = "steps";
    public static final String GAPS = "gaps";

    /** Numbers as written, all forms of one party in one value, for sorting and to look closer; of peers the caller's. */
    public static final String VALUE = "_v";
    /** Between the forms of one party's number there. */
    public static final char NEXT_FORM = 0;

    /** Order of every segment: newest first. */
    public static final Sort ORDER = new Sort(new SortField(STARTED, SortField.Type.LONG, true),
            new SortField(POSITION, SortField.Type.LONG, true));

    private IndexFields() {}

    /** The column that numbers and peers are sorted by; of two numbers the caller's. */
    public static String value(CdrField field) {
        return (field == CdrField.NUMBER ? CdrField.FROM : field).fieldName() + VALUE;
    }
}
