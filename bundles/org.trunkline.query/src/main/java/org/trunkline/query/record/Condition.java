package org.trunkline.query.record;

import java.util.List;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.query.value.Glob;
import org.trunkline.query.value.LadderPattern;
import org.trunkline.query.value.NumberPattern;

/** What a search asks of a record. An index answers it for all records, {@link RecordQuery} for one. */
public sealed interface Condition {
    /** Every record. */
    record Everything() implements Condition {}

    /** No record. */
    record Nothing() implements Condition {}

    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }
    }

    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    record Not(Condition part) implements Condition {}

    /** A value of a field with words. @param value in lower case; of SIP Call-IDs as written */
    record Equal(CdrField field, String value) implements Condition {}

    /** @param pattern a {@link Glob} in lower case */
    record Like(CdrField field, String pattern) implements Condition {}

    /** There is a value. */
    record Has(CdrField field) implements Condition {}

    /** A SIP status: three digits are in order as text. */
    record Between(CdrField field, String low, boolean lowIncluded, String high, boolean highIncluded) implements Condition {}

    /** @param side from or to @param number one of the forms that numbers are kept in */
    record NumberIs(CdrField side, String number) implements Condition {}

    /** @param side from or to */
    record NumberLike(CdrField side, NumberPattern pattern) implements Condition {}

    /** @param low in the units of {@link RecordFigures}, included @param high included */
    record Figure(CdrField field, long low, long high) implements Condition {}

    /** A value of a field that a plug-in adds. */
    record Added(AttributeAbout attribute, AttributeTest test) implements Condition {
        /** @param value of a record */
        public boolean matches(Attribute value) {
            return value.type() == attribute.type() && value.name().equalsIgnoreCase(attribute.name()) && test.matches(value);
        }
    }

    /** A sequence of SIP messages in one of the legs. */
    record Sequence(LadderPattern pattern) implements Condition {}

    /** @param anywhere whether the record may have begun at another time than the id says */
    record Id(CallId id, boolean anywhere) implements Condition {}
}
