package org.trunkline.cdr.lucene.internal.match;

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

    /** @param pattern a {@link Glob} in lower case */
    record Like(String pattern) implements AttributeTest {
        @Override
        public boolean matches(Attribute value) {
            return matches(value.value());
        }

        boolean matches(String value) {
            return Glob.matches(pattern, value.toLowerCase(Locale.ROOT));
        }
    }

    /** Of numbers and times, both ends included. */
    record Between(long low, long high) implements AttributeTest {
        @Override
        public boolean matches(Attribute value) {
            return contains(value.number());
        }

        boolean contains(long number) {
            return number >= low && number <= high;
        }
    }
}
