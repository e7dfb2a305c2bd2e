package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * One search with all that is shown of it.
 *
 * @param order of the rows
 * @param rows the first of them, 0 to 500; with 0 only figures are asked for
 * @param facets fields with {@link CdrField#isFacet}, whose values are counted over the whole result. A field that the text
 *        asks values of is counted as if it did not, so that its other values can be added
 * @param attributes names of fields that plug-ins add to records, at most 100, counted in the same way. One that is not a facet
 *        of {@link CdrSearch#attributes} has no values
 * @param buckets at most how many steps of time, 0 to 1000; over the query's range, else from its first to its last record. Steps
 *        have a round length and begin at round times; a range that divides into steps of such a length has exactly so many
 */
public record SearchRequest(CdrQuery query, CdrOrder order, int rows, Set<CdrField> facets, Set<String> attributes,
        int buckets) {
    public static final int MOST_ROWS = 500;
    public static final int MOST_BUCKETS = 1000;
    public static final int MOST_ATTRIBUTES = 100;

    /** @throws IllegalArgumentException if a number is out of its range, or a field is not a facet */
    public SearchRequest {
        requireNonNull(query);
        requireNonNull(order);
        facets = Set.copyOf(facets);
        attributes = Set.copyOf(attributes);
        if (rows < 0 || rows > MOST_ROWS)
            throw new IllegalArgumentException("rows: " + rows);
        if (buckets < 0 || buckets > MOST_BUCKETS)
            throw new IllegalArgumentException("buckets: " + buckets);
        if (attributes.size() > MOST_ATTRIBUTES)
            throw new IllegalArgumentException("attributes: " + attributes.size());
        for (var field : facets)
            if (!field.isFacet())
                throw new IllegalArgumentException(field.fieldName() + " is not a facet");
    }

    /** Without rows. */
    public static SearchRequest figures(CdrQuery query, Set<CdrField> facets, int buckets) {
        return new SearchRequest(query, CdrOrder.NEWEST_FIRST, 0, facets, Set.of(), buckets);
    }
}
