package org.trunkline.api.cdr;

import java.util.Arrays;
import java.util.Optional;

/** The named fields of the query language. */
public enum CdrField {
    ID("id", Kind.KEYWORD, false), FROM("from", Kind.NUMBER, false), TO("to", Kind.NUMBER, false),
    /** from or to */
    NUMBER("number", Kind.NUMBER, false),
    TRUNK("trunk", Kind.KEYWORD, true), ROUTE("route", Kind.KEYWORD, true), DIRECTION("direction", Kind.KEYWORD, true),
    CAUSE("cause", Kind.KEYWORD, true), STATUS("status", Kind.INTEGER, true), CODEC("codec", Kind.KEYWORD, true),
    ENDED_BY("endedby", Kind.KEYWORD, true), PEER("peer", Kind.KEYWORD, false), CALL_ID("callid", Kind.KEYWORD, false),
    STARTED("started", Kind.INSTANT, false), DURATION("duration", Kind.DURATION, false),
    PDD("pdd", Kind.DURATION, false), MOS("mos", Kind.DECIMAL, false), LOSS("loss", Kind.DECIMAL, false),
    JITTER("jitter", Kind.DURATION, false), REJECTED("rejected", Kind.KEYWORD, false),
    ANSWERED("answered", Kind.BOOLEAN, true),
    /** why a target was tried that the caller did not dial */
    ORIGIN("origin", Kind.KEYWORD, false), EMERGENCY("emergency", Kind.BOOLEAN, false),
    /** findings about the call, such as one-way audio */
    FINDING("finding", Kind.KEYWORD, false),
    /** the SIP messages of a leg in their order */
    LADDER("ladder", Kind.SEQUENCE, false),
    /** in units of its currency */
    COST("cost", Kind.DECIMAL, false), CURRENCY("currency", Kind.KEYWORD, false),
    /** a routing policy that had a say, by the id of its plug-in */
    POLICY("policy", Kind.KEYWORD, false),
    /** results of routing advice */
    ADVICE("advice", Kind.KEYWORD, false);

    /**
     * Syntax of values: {@code 4711*}; {@code "Telia A"}; {@code 486}; {@code 3.5}; {@code 90s}, {@code 1h};
     * {@code today}, an ISO time; {@code "INVITE 183 CANCEL"}, {@code "183 then no 200 within 60s"}.
     */
    public enum Kind {
        KEYWORD, NUMBER, INTEGER, DECIMAL, DURATION, INSTANT, BOOLEAN, SEQUENCE
    }

    private final String fieldName;
    private final Kind kind;
    private final boolean facet;

    CdrField(String fieldName, Kind kind, boolean facet) {
        this.fieldName = fieldName;
        this.kind = kind;
        this.facet = facet;
    }

    /** Name of the field in a query. */
    public String fieldName() {
        return fieldName;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether {@link CdrSearch#summarize} can count its values. */
    public boolean isFacet() {
        return facet;
    }

    /** Whether results can be sorted by it; not possible for Call-IDs, ladders and advice. */
    public boolean isSortable() {
        return this != CALL_ID && this != LADDER && this != POLICY && this != ADVICE;
    }

    public static Optional<CdrField> ofName(String name) {
        return Arrays.stream(values()).filter(f -> f.fieldName.equals(name)).findFirst();
    }
}
