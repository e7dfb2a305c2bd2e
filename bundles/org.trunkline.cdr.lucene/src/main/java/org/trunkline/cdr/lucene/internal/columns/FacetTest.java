package org.trunkline.cdr.lucene.internal.columns;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.record.Facets;
import org.trunkline.query.value.Glob;

/** What a query asks of {@link Facets}. */
public sealed interface FacetTest {
    /** Which of the facets of a segment match. */
    boolean[] over(LeafColumns leaf);

    /** Asked of each value of one field: there are far fewer of those than of facets. */
    sealed interface OfValue extends FacetTest {
        CdrField field();

        boolean matchesValue(String value);

        @Override
        default boolean[] over(LeafColumns leaf) {
            var values = leaf.values(field());
            var wanted = new boolean[values.names().size()];
            for (int i = 0; i < wanted.length; i++)
                wanted[i] = matchesValue(values.names().get(i));
            return values.with(wanted);
        }
    }

    /** @param value in lower case */
    record Equal(CdrField field, String value) implements OfValue {
        @Override
        public boolean matchesValue(String it) {
            return it.toLowerCase(Locale.ROOT).equals(value);
        }
    }

    /** @param pattern a {@link Glob} in lower case */
    record Like(CdrField field, String pattern) implements OfValue {
        @Override
        public boolean matchesValue(String it) {
            return Glob.matches(pattern, it.toLowerCase(Locale.ROOT));
        }
    }

    /** There is a value. */
    record Has(CdrField field) implements OfValue {
        @Override
        public boolean matchesValue(String it) {
            return true;
        }
    }

    /** Three digits are in order as text. */
    record Between(CdrField field, String low, boolean lowIncluded, String high, boolean highIncluded)
            implements OfValue {
        @Override
        public boolean matchesValue(String it) {
            int above = it.compareTo(low);
            int below = high.compareTo(it);
            return (above > 0 || lowIncluded && above == 0) && (below > 0 || highIncluded && below == 0);
        }
    }

    record All(List<FacetTest> parts) implements FacetTest {
        @Override
        public boolean[] over(LeafColumns leaf) {
            var all = new boolean[leaf.facets().length];
            Arrays.fill(all, true);
            for (var part : parts) {
                boolean[] some = part.over(leaf);
                for (int i = 0; i < all.length; i++)
                    all[i] &= some[i];
            }
            return all;
        }
    }

    record Any(List<FacetTest> parts) implements FacetTest {
        @Override
        public boolean[] over(LeafColumns leaf) {
            var any = new boolean[leaf.facets().length];
            for (var part : parts) {
                boolean[] some = part.over(leaf);
                for (int i = 0; i < any.length; i++)
                    any[i] |= some[i];
            }
            return any;
        }
    }

    record Not(FacetTest part) implements FacetTest {
        @Override
        public boolean[] over(LeafColumns leaf) {
            boolean[] others = part.over(leaf);
            for (int i = 0; i < others.length; i++)
                others[i] = !others[i];
            return others;
        }
    }
}
