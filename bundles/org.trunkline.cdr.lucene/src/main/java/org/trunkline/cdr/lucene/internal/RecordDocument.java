package org.trunkline.cdr.lucene.internal;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.RecordLog.Entry;

/** A record as the index sees it. Nothing is stored: the whole is in the journal. One thread. */
final class RecordDocument {
    /** Between the forms of one party's number in its column. */
    static final char NEXT_FORM = 0;
    private static final FieldType TERM = type(false);
    private static final FieldType TOKENS = type(true);
    private static final CdrField[] FIGURES = { CdrField.DURATION, CdrField.PDD, CdrField.MOS, CdrField.LOSS,
            CdrField.JITTER };
    private static final double MOS_SCALE = 1e3;
    private static final double LOSS_SCALE = 1e6;

    private final GramStream fromGrams = new GramStream();
    private final GramStream toGrams = new GramStream();

    /** One term, taken as it is. */
    private static final class Term extends Field {
        Term(String name, BytesRef value) {
            super(name, value, TERM);
        }

        Term(CdrField field, String value) {
            this(field.fieldName(), new BytesRef(value));
        }

        @Override
        public InvertableType invertableType() {
            return InvertableType.BINARY;
        }
    }

    private static FieldType type(boolean tokenized) {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setOmitNorms(true);
        type.setTokenized(tokenized);
        type.freeze();
        return type;
    }

    /** To be indexed before the next one is made. */
    Document of(Entry entry) {
        Cdr cdr = entry.cdr();
        var doc = new Document();
        doc.add(new NumericDocValuesField(IndexFields.POSITION, entry.position()));
        doc.add(new NumericDocValuesField(IndexFields.STARTED, cdr.startedAt().toEpochMilli()));
        doc.add(new NumericDocValuesField(IndexFields.ID, IdQuery.chance(cdr.id())));
        var facets = new BytesRef(Facets.textOf(cdr));
        doc.add(new Term(IndexFields.FACETS, facets));
        doc.add(new SortedDocValuesField(IndexFields.FACETS, facets));
        number(doc, CdrField.FROM, NumberForms.of(cdr.from()), fromGrams);
        number(doc, CdrField.TO, NumberForms.of(cdr.to()), toGrams);
        for (String peer : peers(cdr))
            doc.add(new Term(CdrField.PEER, peer));
        for (CdrLeg leg : cdr.legs())
            doc.add(new Term(CdrField.CALL_ID.fieldName(), CallIdHash.of(leg.sipCallId())));
        for (var field : FIGURES) {
            var figure = figure(cdr, field);
            if (figure.isPresent())
                doc.add(new NumericDocValuesField(field.fieldName(), figure.getAsLong()));
        }
        steps(doc, entry.steps());
        return doc;
    }

    private static void number(Document doc, CdrField field, Set<String> forms, GramStream grams) {
        if (forms.isEmpty())
            return;
        for (String form : forms)
            doc.add(new Term(field, form));
        doc.add(new SortedDocValuesField(field.fieldName() + IndexFields.VALUE,
                new BytesRef(String.join(String.valueOf(NEXT_FORM), forms))));
        doc.add(new Field(field.fieldName() + IndexFields.GRAMS, grams.of(forms), TOKENS));
    }

    private static void steps(Document doc, LadderSteps steps) {
        var legs = steps.legs();
        if (legs.isEmpty())
            return;
        doc.add(new SortedDocValuesField(IndexFields.STEPS, StepColumns.order(legs)));
        doc.add(new BinaryDocValuesField(IndexFields.GAPS, StepColumns.gaps(legs)));
    }

    /** Names and hosts of both legs, and who transferred the call, in lower case. */
    static Set<String> peers(Cdr cdr) {
        var peers = new LinkedHashSet<String>();
        for (CdrLeg leg : cdr.legs()) {
            peers.add(leg.peer().toLowerCase(Locale.ROOT));
            peers.add(host(leg.remoteAddress()).toLowerCase(Locale.ROOT));
        }
        cdr.marks().transferredBy().ifPresent(by -> peers.add(by.toLowerCase(Locale.ROOT)));
        return peers;
    }

    /** {@code 192.0.2.1} of {@code 192.0.2.1:5060}, {@code 2001:db8::1} of {@code [2001:db8::1]:5060}. */
    static String host(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** @param field one with a figure, in the unit that {@link IndexFields} says */
    static OptionalLong figure(Cdr cdr, CdrField field) {
        return switch (field) {
            case STARTED -> OptionalLong.of(cdr.startedAt().toEpochMilli());
            case DURATION -> cdr.answered() ? bounded(cdr.duration().toMillis()) : OptionalLong.empty();
            case PDD -> cdr.postDialDelay().map(pdd -> bounded(pdd.toMillis())).orElse(OptionalLong.empty());
            case MOS -> cdr.mos().isPresent() ? bounded(Math.round(cdr.mos().getAsDouble() * MOS_SCALE))
                    : OptionalLong.empty();
            case LOSS -> worst(cdr, s -> Math.round(s.lossRatio() * LOSS_SCALE));
            case JITTER -> worst(cdr, s -> s.maxJitter().toNanos() / 1000);
            default -> throw new IllegalArgumentException(field.fieldName() + " is no figure");
        };
    }

    private static OptionalLong worst(Cdr cdr, ToLongFunction<StreamReport> figure) {
        var worst = OptionalLong.empty();
        for (var stream : cdr.quality()) {
            if (!stream.isAudio() || stream.packets() + stream.lost() == 0)
                continue;
            long value = figure.applyAsLong(stream);
            if (worst.isEmpty() || value > worst.getAsLong())
                worst = OptionalLong.of(value);
        }
        return worst;
    }

    private static OptionalLong bounded(long value) {
        return OptionalLong.of(Math.clamp(value, 0, Integer.MAX_VALUE));
    }
}
