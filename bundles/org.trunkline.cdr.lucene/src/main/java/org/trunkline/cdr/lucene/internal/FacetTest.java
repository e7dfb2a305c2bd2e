package org.trunkline.cdr.lucene.internal;

import java.util.List;
import java.util.Locale;

import org.trunkline.api.cdr.CdrField;

/** What a query asks of {@link Facets}. */
sealed interface FacetTest {
    boolean matches(Facets facets);

    /** @param value in lower case */
    record Equal(CdrField field, String value) implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            for (String it : facets.of(field))
                if (it.toLowerCase(Locale.ROOT).equals(value))
                    return true;
            return false;
        }
    }

    /** @param pattern a {@link Glob} in lower case */
    record Like(CdrField field, String pattern) implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            for (String it : facets.of(field))
                if (Glob.matches(pattern, it.toLowerCase(Locale.ROOT)))
                    return true;
            return false;
        }
    }

    /** There is a value. */
    record Has(CdrField field) implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            return !facets.of(field).isEmpty();
        }
    }

    /** Three digits are in order as text. */
    record Between(CdrField field, String low, boolean lowIncluded, String high, boolean highIncluded)
            implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            for (String it : facets.of(field)) {
                int above = it.compareTo(low);
                int below = high.compareTo(it);
                if ((above > 0 || lowIncluded && above == 0) && (below > 0 || highIncluded && below == 0))
                    return true;
            }
            return false;
        }
    }

    record All(List<FacetTest> parts) implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            return parts.stream().allMatch(p -> p.matches(facets));
        }
    }

    record Any(List<FacetTest> parts) implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            return parts.stream().anyMatch(p -> p.matches(facets));
        }
    }

    record Not(FacetTest part) implements FacetTest {
        @Override
        public boolean matches(Facets facets) {
            return !part.matches(facets);
        }
    }
}
