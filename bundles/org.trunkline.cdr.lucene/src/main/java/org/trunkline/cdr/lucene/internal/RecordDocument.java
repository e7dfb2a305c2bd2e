package org.trunkline.cdr.lucene.internal;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.engine.port.RecordLog.Entry;

/** A record as the index sees it. Nothing is stored: the whole is in the journal. One thread. */
final class RecordDocument {
    private static final FieldType TERM = type(false);
    private static final FieldType TOKENS = type(true);

    private final GramStream fromGrams = new GramStream();
    private final GramStream toGrams = new GramStream();

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
        doc.add(new Field(CdrField.ID.fieldName(), cdr.id().value(), TERM));
        number(doc, CdrField.FROM, NumberForms.of(cdr.from()), fromGrams);
        number(doc, CdrField.TO, NumberForms.of(cdr.to()), toGrams);
        cdr.trunk().ifPresent(trunk -> keyword(doc, CdrField.TRUNK, trunk));
        cdr.route().ifPresent(route -> keyword(doc, CdrField.ROUTE, route));
        keyword(doc, CdrField.DIRECTION, code(cdr.direction()));
        keyword(doc, CdrField.CAUSE, cdr.cause().code());
        keyword(doc, CdrField.ENDED_BY, code(cdr.endedBy()));
        keyword(doc, CdrField.STATUS, Integer.toString(cdr.sipStatus()));
        legs(doc, cdr);
        cdr.why().candidates().stream().filter(RecordDocument::rejected).map(c -> code(c.reason())).distinct()
                .forEach(reason -> doc.add(new Field(CdrField.REJECTED.fieldName(), reason, TERM)));
        if (cdr.answered())
            figure(doc, IndexFields.DURATION, cdr.duration().toMillis());
        cdr.postDialDelay().ifPresent(pdd -> figure(doc, IndexFields.PDD, pdd.toMillis()));
        cdr.mos().ifPresent(mos -> figure(doc, IndexFields.MOS, Math.round(mos * 1000)));
        streams(doc, cdr);
        return doc;
    }

    private static void number(Document doc, CdrField field, Set<String> forms, GramStream grams) {
        for (String form : forms) {
            doc.add(new Field(field.fieldName(), form, TERM));
            doc.add(new SortedSetDocValuesField(field.fieldName() + IndexFields.VALUE, new BytesRef(form)));
        }
        doc.add(new Field(field.fieldName() + IndexFields.GRAMS, grams.of(forms), TOKENS));
    }

    private static void keyword(Document doc, CdrField field, String value) {
        doc.add(new Field(field.fieldName(), value.toLowerCase(Locale.ROOT), TERM));
        doc.add(new SortedDocValuesField(field.fieldName() + IndexFields.VALUE, new BytesRef(value)));
    }

    private static void legs(Document doc, Cdr cdr) {
        var peers = new LinkedHashSet<String>();
        var codecs = new LinkedHashSet<String>();
        for (CdrLeg leg : cdr.legs()) {
            peers.add(leg.peer().toLowerCase(Locale.ROOT));
            peers.add(host(leg.remoteAddress()).toLowerCase(Locale.ROOT));
            leg.codec().ifPresent(codecs::add);
            doc.add(new Field(CdrField.CALL_ID.fieldName(), CallIdHash.of(leg.sipCallId()), TERM));
        }
        for (String peer : peers)
            doc.add(new Field(CdrField.PEER.fieldName(), peer, TERM));
        for (String codec : codecs) {
            doc.add(new Field(CdrField.CODEC.fieldName(), codec.toLowerCase(Locale.ROOT), TERM));
            doc.add(new SortedSetDocValuesField(CdrField.CODEC.fieldName() + IndexFields.VALUE, new BytesRef(codec)));
        }
    }

    /** {@code 192.0.2.1} of {@code 192.0.2.1:5060}, {@code 2001:db8::1} of {@code [2001:db8::1]:5060}. */
    static String host(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static void streams(Document doc, Cdr cdr) {
        var audio = cdr.quality().stream().filter(StreamReport::isAudio).filter(s -> s.packets() + s.lost() > 0)
                .toList();
        if (audio.isEmpty())
            return;
        double loss = audio.stream().mapToDouble(StreamReport::lossRatio).max().orElse(0);
        long jitter = audio.stream().mapToLong(s -> s.maxJitter().toNanos() / 1000).max().orElse(0);
        doc.add(new NumericDocValuesField(IndexFields.LOSS, Math.round(loss * 1e6)));
        doc.add(new NumericDocValuesField(IndexFields.JITTER, jitter));
    }

    private static void figure(Document doc, String field, long value) {
        int bounded = Math.clamp(value, 0, Integer.MAX_VALUE);
        doc.add(new NumericDocValuesField(field, bounded));
        doc.add(new IntPoint(field + IndexFields.POINT, bounded));
    }

    private static boolean rejected(Candidate candidate) {
        return candidate.verdict() == Verdict.PASSED_OVER || candidate.verdict() == Verdict.FAILED;
    }

    /** {@code calls-cap} of {@code CALLS_CAP}. */
    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
