package org.trunkline.ui.cdr.internal.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.api.node.Node;
import org.trunkline.query.QueryText;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.table.GroupSource;

/**
 * Found calls in groups: the counts are those of the facets, so that no row is looked at before its group is open. Rows and
 * sums of a group are searches for its value.
 */
final class CallGroups implements GroupSource<CdrRow> {
    /** Values of a facet that the node counts; what more there are is one group. */
    private static final int MOST = 50;

    private final Texts texts;
    private final Formats formats;
    private final FacetWords words;
    private final Supplier<CdrQuery> query;
    private final Supplier<List<AddedColumn>> added;

    /** @param query what the table shows, asked on any thread */
    CallGroups(Texts texts, Formats formats, FacetWords words, Supplier<CdrQuery> query, Supplier<List<AddedColumn>> added) {
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        this.query = query;
        this.added = added;
    }

    @Override
    public boolean groups(String column) {
        return CdrField.ofName(column).map(CdrField::isFacet)
                .orElseGet(() -> added.get().stream().anyMatch(it -> it.name().equals(column) && it.facet()));
    }

    @Override
    public List<Group<CdrRow>> read(Node node, String column) throws Exception {
        CdrQuery all = query.get();
        var field = CdrField.ofName(column);
        var counts = new ArrayList<CdrSummary.Count>();
        long total = 0;
        var request = new SearchRequest(all, CdrOrder.NEWEST_FIRST, 0, field.map(Set::of).orElse(Set.of()),
                field.isPresent() ? Set.of() : Set.of(column), 0);
        try (var answer = node.cdrs().search(request)) {
            for (var part = answer.next(); part.isPresent(); part = answer.next())
                switch (part.get()) {
                    case SearchPart.Rows _ -> {
                        // none were asked for
                    }
                    case SearchPart.Figures(var figures) -> {
                        total = figures.total();
                        field.map(figures.facets()::get).ifPresent(counts::addAll);
                    }
                    case SearchPart.Facet facet -> counts.addAll(facet.values());
                    case SearchPart.AttributeFacet facet -> counts.addAll(facet.values());
                }
        }
        return groups(column, all, counts, total, value -> field.map(f -> words.of(f, value)).orElse(value));
    }

    /** The values that the text allows, then those that have none and the ones too rare to be counted. */
    private List<Group<CdrRow>> groups(String column, CdrQuery all, List<CdrSummary.Count> counts, long total,
            Function<String, String> label) {
        List<String> asked = new QueryText(all.text()).values(column);
        var groups = new ArrayList<Group<CdrRow>>();
        var named = new ArrayList<String>();
        long rest = counts.size() < MOST ? 0 : total;
        for (var count : counts) {
            if (count.value().isEmpty())
                rest = Math.max(rest, count.count());
            else if (asked.isEmpty() || asked.contains(count.value())) {
                named.add(count.value());
                groups.add(group(label.apply(count.value()), count.count(), and(all, QueryText.clause(column, List.of(count.value())))));
                if (counts.size() >= MOST)
                    rest -= count.count();
            }
        }
        if (rest > 0 && asked.isEmpty())
            groups.add(group(texts.get(counts.size() < MOST ? "facet.none" : "group.others"), rest, named.isEmpty() ? all
                    : and(all, "NOT " + QueryText.clause(column, named))));
        return groups;
    }

    private static CdrQuery and(CdrQuery query, String clause) {
        return new CdrQuery(new QueryText(query.text()).and(clause), query.from(), query.to());
    }

    private Group<CdrRow> group(String label, long count, CdrQuery of) {
        return new Group<>(label, count, (node, offset, limit, by) -> node.cdrs().rows(of, ResultColumns.order(by), offset, limit),
                node -> sums(node.cdrs().summarize(of, Set.of(), 0)));
    }

    private Map<String, String> sums(CdrSummary summary) {
        Duration talk = summary.talkTime();
        return Map.of(CdrField.DURATION.fieldName(), formats.duration(talk), CdrField.CAUSE.fieldName(),
                texts.get("group.asr", formats.percent(summary.asr())));
    }
}
