package org.trunkline.cdr.lucene.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.cdr.lucene.internal.columns.AttributeColumns;
import org.trunkline.cdr.lucene.internal.columns.IndexFields;
import org.trunkline.cdr.lucene.internal.match.CallIdHash;
import org.trunkline.cdr.lucene.internal.match.IdQuery;
import org.trunkline.cdr.lucene.internal.match.StepColumns;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.record.Facets;
import org.trunkline.query.record.RecordFigures;
import org.trunkline.query.record.RecordPeers;
import org.trunkline.query.value.NumberForms;
import org.trunkline.spi.record.RecordBatch.Entry;

/**
 * A record as the index sees it. Nothing is stored: the whole is in the journal. One thread; the fields are used again
 * for the next record, for millions are made.
 */
public final class RecordDocument {
    private static final CdrField[] FIGURES = { CdrField.DURATION, CdrField.PDD, CdrField.MOS, CdrField.LOSS,
            CdrField.JITTER, CdrField.COST };

    private final List<IndexableField> fields = new ArrayList<>(40);
    private final NumericDocValuesField position = new NumericDocValuesField(IndexFields.POSITION, 0L);
    private final NumericDocValuesField started = new NumericDocValuesField(IndexFields.STARTED, 0L);
    private final NumericDocValuesField id = new NumericDocValuesField(IndexFields.ID, 0L);
    private final NumericDocValuesField[] figures = new NumericDocValuesField[FIGURES.length];
    private final Column facets = new Column(IndexFields.FACETS);
    private final Terms peers = new Terms(CdrField.PEER.fieldName());
    private final Column peer = new Column(IndexFields.value(CdrField.PEER));
    private final Terms callIds = new Terms(CdrField.CALL_ID.fieldName());
    private final Number from = new Number(CdrField.FROM);
    private final Number to = new Number(CdrField.TO);
    private final SortedDocValuesField steps = new SortedDocValuesField(IndexFields.STEPS, new BytesRef());
    private final BinaryDocValuesField gaps = new BinaryDocValuesField(IndexFields.GAPS, new BytesRef());
    /** By column; there are as many as plug-ins have declared. */
    private final Map<String, AttributeFieldValues> attributes = new HashMap<>();
    private final StringBuilder text = new StringBuilder(128);

    RecordDocument() {
        for (int i = 0; i < figures.length; i++)
            figures[i] = new NumericDocValuesField(FIGURES[i].fieldName(), 0L);
    }

    /** One term, taken as it is. */
    private static final class Term extends Field {
        private static final FieldType TYPE = new FieldType();

        static {
            TYPE.setIndexOptions(IndexOptions.DOCS);
            TYPE.setOmitNorms(true);
            TYPE.setTokenized(false);
            TYPE.freeze();
        }

        private final BytesRefBuilder bytes = new BytesRefBuilder();

        Term(String name) {
            super(name, new BytesRef(), TYPE);
        }

        Term of(CharSequence value) {
            bytes.copyChars(value);
            setBytesValue(bytes.get());
            return this;
        }

        @Override
        public InvertableType invertableType() {
            return InvertableType.BINARY;
        }
    }

    /** The terms of one field. */
    private static final class Terms {
        private final String name;
        private final List<Term> made = new ArrayList<>();
        private int used;

        Terms(String name) {
            this.name = name;
        }

        void begin() {
            used = 0;
        }

        Term next() {
            if (used == made.size())
                made.add(new Term(name));
            return made.get(used++);
        }
    }

    /** What a plug-in's field is indexed as. */
    private static final class AttributeFieldValues {
        private final Term term;
        private final Column column;
        private final NumericDocValuesField number;

        /** @param column its name @param first of its values */
        AttributeFieldValues(String column, Attribute first) {
            term = new Term(AttributeColumns.terms(first));
            this.column = new Column(column);
            number = new NumericDocValuesField(column, 0L);
        }

        void add(Attribute attribute, List<IndexableField> fields) {
            if (AttributeColumns.isNumeric(attribute.type())) {
                number.setLongValue(attribute.number());
                fields.add(number);
            } else {
                fields.add(term.of(attribute.value().toLowerCase(Locale.ROOT)));
                fields.add(column.of(attribute.value()));
            }
        }
    }

    /** A value that many records share. */
    private static final class Column {
        private final SortedDocValuesField field;
        private final BytesRefBuilder bytes = new BytesRefBuilder();

        Column(String name) {
            field = new SortedDocValuesField(name, new BytesRef());
        }

        SortedDocValuesField of(CharSequence value) {
            bytes.copyChars(value);
            field.setBytesValue(bytes.get());
            return field;
        }
    }

    /** The number of a party: a term for each form, and all in one value. */
    private final class Number {
        private final Terms forms;
        private final Column all;

        Number(CdrField field) {
            forms = new Terms(field.fieldName());
            all = new Column(field.fieldName() + IndexFields.VALUE);
        }

        void add(List<String> written, Numbers numbers) throws IOException {
            if (written.isEmpty())
                return;
            forms.begin();
            text.setLength(0);
            for (String form : written) {
                fields.add(forms.next().of(form));
                numbers.add(form);
                if (!text.isEmpty())
                    text.append(IndexFields.NEXT_FORM);
                text.append(form);
            }
            fields.add(all.of(text));
        }
    }

    /** To be indexed before the next one is made. @param numbers to which its numbers are added */
    Iterable<IndexableField> of(Entry entry, Numbers numbers) throws IOException {
        Cdr cdr = entry.cdr();
        fields.clear();
        add(position, entry.position());
        add(started, cdr.startedAt().toEpochMilli());
        add(id, IdQuery.chance(cdr.id()));
        text.setLength(0);
        Facets.write(cdr, text);
        fields.add(facets.of(text));
        from.add(NumberForms.of(cdr.from()), numbers);
        to.add(NumberForms.of(cdr.to()), numbers);
        peers.begin();
        for (String name : RecordPeers.of(cdr))
            fields.add(peers.next().of(name));
        if (!cdr.legs().isEmpty())
            fields.add(peer.of(cdr.legs().getFirst().peer().toLowerCase(Locale.ROOT)));
        callIds.begin();
        for (CdrLeg leg : cdr.legs()) {
            var term = callIds.next();
            term.setBytesValue(CallIdHash.of(leg.sipCallId()));
            fields.add(term);
        }
        for (int i = 0; i < FIGURES.length; i++) {
            var figure = RecordFigures.of(cdr, FIGURES[i]);
            if (figure.isPresent())
                add(figures[i], figure.getAsLong());
        }
        add(entry.steps());
        for (var attribute : cdr.marks().attributes())
            attributes.computeIfAbsent(AttributeColumns.name(attribute), column -> new AttributeFieldValues(column, attribute))
                    .add(attribute, fields);
        return fields;
    }

    private void add(NumericDocValuesField field, long value) {
        field.setLongValue(value);
        fields.add(field);
    }

    private void add(LadderSteps ladder) {
        var legs = ladder.legs();
        if (legs.isEmpty())
            return;
        steps.setBytesValue(StepColumns.order(legs));
        gaps.setBytesValue(StepColumns.gaps(legs));
        fields.add(steps);
        fields.add(gaps);
    }
}
