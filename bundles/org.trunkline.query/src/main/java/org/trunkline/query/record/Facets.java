package org.trunkline.query.record;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.query.value.EnumCodes;

/**
 * All that a record has in common with many others, as one value: among millions of records a few thousand such values
 * differ, and each is looked at once. Values as written.
 */
public record Facets(List<List<String>> values) {
    /** In the order of the text. */
    public static final List<CdrField> FIELDS = List.of(CdrField.TRUNK, CdrField.ROUTE, CdrField.DIRECTION, CdrField.CAUSE,
            CdrField.ENDED_BY, CdrField.STATUS, CdrField.ANSWERED, CdrField.CODEC, CdrField.REJECTED, CdrField.ORIGIN,
            CdrField.EMERGENCY, CdrField.FINDING, CdrField.CURRENCY, CdrField.POLICY, CdrField.ADVICE);
    private static final int[] PLACES = Stream.of(CdrField.values()).mapToInt(FIELDS::indexOf).toArray();
    private static final char NEXT_FIELD = 0;
    private static final char NEXT_VALUE = 1;
    private static final String BETWEEN_VALUES = String.valueOf(NEXT_VALUE);

    public Facets {
        values = List.copyOf(values);
    }

    /** The text of a record's. */
    public static String textOf(Cdr cdr) {
        var text = new StringBuilder(64);
        write(cdr, text);
        return text.toString();
    }

    public static void write(Cdr cdr, StringBuilder text) {
        cdr.trunk().ifPresent(text::append);
        text.append(NEXT_FIELD);
        cdr.route().ifPresent(text::append);
        text.append(NEXT_FIELD).append(EnumCodes.of(cdr.direction())).append(NEXT_FIELD).append(cdr.cause().code())
                .append(NEXT_FIELD).append(EnumCodes.of(cdr.endedBy())).append(NEXT_FIELD).append(cdr.sipStatus())
                .append(NEXT_FIELD).append(cdr.answered()).append(NEXT_FIELD);
        int field = text.length();
        for (CdrLeg leg : cdr.legs())
            if (leg.codec().isPresent())
                value(leg.codec().get(), field, text);
        text.append(NEXT_FIELD);
        field = text.length();
        for (Candidate candidate : cdr.why().candidates())
            if (candidate.verdict() == Verdict.PASSED_OVER || candidate.verdict() == Verdict.FAILED)
                value(EnumCodes.of(candidate.reason()), field, text);
        text.append(NEXT_FIELD);
        field = text.length();
        for (Candidate candidate : cdr.why().candidates()) // those that were tried, other than what was dialled
            if (candidate.verdict() != Verdict.PASSED_OVER && candidate.origin() != Origin.DIALLED)
                value(EnumCodes.of(candidate.origin()), field, text);
        text.append(NEXT_FIELD).append(cdr.marks().emergency()).append(NEXT_FIELD);
        field = text.length();
        for (MediaFinding finding : MediaFinding.of(cdr))
            value(EnumCodes.of(finding), field, text);
        for (Finding finding : cdr.marks().findings())
            value(finding.code(), field, text);
        text.append(NEXT_FIELD);
        cdr.cost().ifPresent(cost -> text.append(cost.currency()));
        text.append(NEXT_FIELD);
        advice(cdr.why().advice(), text);
    }

    /** A policy that gave no advice did nothing that is looked for. */
    private static void advice(List<PolicyAdvice> given, StringBuilder text) {
        int field = text.length();
        for (var each : given)
            if (each.verdict() != PolicyAdvice.Verdict.NONE)
                value(each.policy(), field, text);
        text.append(NEXT_FIELD);
        field = text.length();
        for (var each : given)
            if (each.verdict() != PolicyAdvice.Verdict.NONE)
                value(EnumCodes.of(each.verdict()), field, text);
    }

    /** Once each. @param field where the field begins */
    private static void value(String value, int field, StringBuilder text) {
        for (int from = field; from < text.length();) {
            int next = text.indexOf(BETWEEN_VALUES, from);
            int end = next < 0 ? text.length() : next;
            if (end - from == value.length() && text.indexOf(value, from) == from)
                return;
            from = end + 1;
        }
        if (text.length() > field)
            text.append(NEXT_VALUE);
        text.append(value);
    }

    /** Without streams and patterns: the first question of a process waits for some thousands. */
    public static Facets of(String text) {
        var fields = new ArrayList<List<String>>(FIELDS.size());
        for (int from = 0, end; from <= text.length(); from = end + 1) {
            end = end(text, NEXT_FIELD, from, text.length());
            fields.add(from == end ? List.of() : values(text, from, end));
        }
        return new Facets(fields);
    }

    private static List<String> values(String text, int from, int to) {
        int end = end(text, NEXT_VALUE, from, to);
        if (end == to)
            return List.of(text.substring(from, to));
        var values = new ArrayList<String>();
        for (int at = from; at <= to; at = end + 1) {
            end = end(text, NEXT_VALUE, at, to);
            values.add(text.substring(at, end));
        }
        return List.copyOf(values);
    }

    private static int end(String text, char mark, int from, int to) {
        int at = text.indexOf(mark, from, to);
        return at < 0 ? to : at;
    }

    /** Of one of {@link #FIELDS}. */
    public List<String> of(CdrField field) {
        return values.get(PLACES[field.ordinal()]);
    }

    public boolean answered() {
        return Boolean.parseBoolean(of(CdrField.ANSWERED).getFirst());
    }
}
