package org.trunkline.cdr.lucene.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.MediaFinding;

/**
 * All that a record has in common with many others, as one value: among millions of records a few thousand such values
 * differ, and each is looked at once. Values as written.
 */
record Facets(List<List<String>> values) {
    /** In the order of the text. */
    static final List<CdrField> FIELDS = List.of(CdrField.TRUNK, CdrField.ROUTE, CdrField.DIRECTION, CdrField.CAUSE,
            CdrField.ENDED_BY, CdrField.STATUS, CdrField.ANSWERED, CdrField.CODEC, CdrField.REJECTED, CdrField.ORIGIN,
            CdrField.EMERGENCY, CdrField.FINDING);
    private static final char NEXT_FIELD = 0;
    private static final char NEXT_VALUE = 1;

    Facets {
        values = List.copyOf(values);
    }

    /** The text of a record's. */
    static String textOf(Cdr cdr) {
        var text = new StringBuilder(64);
        cdr.trunk().ifPresent(text::append);
        text.append(NEXT_FIELD);
        cdr.route().ifPresent(text::append);
        text.append(NEXT_FIELD).append(code(cdr.direction())).append(NEXT_FIELD).append(cdr.cause().code())
                .append(NEXT_FIELD).append(code(cdr.endedBy())).append(NEXT_FIELD).append(cdr.sipStatus())
                .append(NEXT_FIELD).append(cdr.answered()).append(NEXT_FIELD);
        append(codecs(cdr), text);
        text.append(NEXT_FIELD);
        append(rejections(cdr), text);
        text.append(NEXT_FIELD);
        append(origins(cdr), text);
        text.append(NEXT_FIELD).append(cdr.marks().emergency()).append(NEXT_FIELD);
        var findings = new LinkedHashSet<String>();
        MediaFinding.of(cdr).forEach(finding -> findings.add(code(finding)));
        append(findings, text);
        return text.toString();
    }

    private static void append(Set<String> values, StringBuilder text) {
        boolean first = true;
        for (String value : values) {
            if (!first)
                text.append(NEXT_VALUE);
            text.append(value);
            first = false;
        }
    }

    private static Set<String> codecs(Cdr cdr) {
        var codecs = new LinkedHashSet<String>();
        for (CdrLeg leg : cdr.legs())
            leg.codec().ifPresent(codecs::add);
        return codecs;
    }

    private static Set<String> rejections(Cdr cdr) {
        var reasons = new LinkedHashSet<String>();
        for (Candidate candidate : cdr.why().candidates())
            if (candidate.verdict() == Verdict.PASSED_OVER || candidate.verdict() == Verdict.FAILED)
                reasons.add(code(candidate.reason()));
        return reasons;
    }

    /** Of the targets that were tried, other than what was dialled. */
    private static Set<String> origins(Cdr cdr) {
        var origins = new LinkedHashSet<String>();
        for (Candidate candidate : cdr.why().candidates())
            if (candidate.verdict() != Verdict.PASSED_OVER && candidate.origin() != Origin.DIALLED)
                origins.add(code(candidate.origin()));
        return origins;
    }

    static Facets of(String text) {
        return new Facets(Stream.of(text.split(String.valueOf(NEXT_FIELD), -1))
                .map(field -> field.isEmpty() ? List.<String>of() : List.of(field.split(String.valueOf(NEXT_VALUE))))
                .toList());
    }

    /** Of one of {@link #FIELDS}. */
    List<String> of(CdrField field) {
        return values.get(FIELDS.indexOf(field));
    }

    boolean answered() {
        return Boolean.parseBoolean(of(CdrField.ANSWERED).getFirst());
    }

    /** {@code calls-cap} of {@code CALLS_CAP}. */
    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
