package org.trunkline.query.record;

import java.util.Locale;

import org.trunkline.domain.cdr.Attribute;
import org.trunkline.query.value.Glob;

/** What is asked of the value of a plug-in's field. */
public sealed interface AttributeTest {
    boolean matches(Attribute value);

    /** There is a value. */
    record Any() implements AttributeTest {
        @Override
        public boolean matches(Attribute value) {
            return true;
        }
    }

    /** Of texts, yes and no. @param value in lower case */
    record Equal(String value) implements AttributeTest {
        @Override
        public boolean matches(Attribute value) {
            return value.value().toLowerCase(Locale.ROOT).equals(this.value);
        }
    }

    /** @param pattern a {@link Glob} in lower case */
    record Like(String pattern) implements AttributeTest {
        @Override
        public boolean matches(Attribute value) {
            return matches(value.value());
        }

        /** @param value in whatever case */
        public boolean matches(String value) {
            return Glob.matches(pattern, value.toLowerCase(Locale.ROOT));
        }
    }

    /** Of numbers and times, both ends included. */
    record Between(long low, long high) implements AttributeTest {
        @Override
        public boolean matches(Attribute value) {
            return contains(value.number());
        }

        public boolean contains(long number) {
            return number >= low && number <= high;
        }
    }
}
