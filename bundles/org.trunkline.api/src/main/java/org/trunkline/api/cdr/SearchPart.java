package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.Page;
import org.trunkline.api.Partial;

/** A part of the answer to a {@link SearchRequest}, in the order in which they come. */
public sealed interface SearchPart {
    /** The first rows, where some were asked for. */
    record Rows(Page<CdrRow> page) implements SearchPart {
        public Rows {
            requireNonNull(page);
        }
    }

    /** Figures and histogram over the whole result, with those facets that the text asks nothing of. */
    record Figures(CdrSummary summary) implements SearchPart {
        public Figures {
            requireNonNull(summary);
        }
    }

    /**
     * A facet that the text asks values of, counted as if it did not.
     *
     * @param values most frequent first, at most 50
     * @param partial why these are counts of a part; empty where they are of all
     */
    record Facet(CdrField field, List<CdrSummary.Count> values, Optional<Partial> partial) implements SearchPart {
        public Facet {
            requireNonNull(field);
            requireNonNull(partial);
            values = List.copyOf(values);
        }
    }

    /**
     * A facet of a field that a plug-in adds to records, counted as if the text asked nothing of it.
     *
     * @param name as it was asked for
     * @param values most frequent first, at most 50
     * @param partial why these are counts of a part; empty where they are of all
     */
    record AttributeFacet(String name, List<CdrSummary.Count> values, Optional<Partial> partial) implements SearchPart {
        public AttributeFacet {
            requireNonNull(name);
            requireNonNull(partial);
            values = List.copyOf(values);
        }
    }
}
