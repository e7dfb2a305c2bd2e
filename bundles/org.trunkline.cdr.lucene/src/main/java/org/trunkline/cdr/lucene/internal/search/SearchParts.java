package org.trunkline.cdr.lucene.internal.search;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.SearchAnswer;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.cdr.lucene.internal.columns.SearchBudget;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Compiled;
import org.trunkline.query.QueryText;

/**
 * One answer, each part looked for when it is asked for. Between two parts nothing of the index is held: what the query
 * found in each segment is in the {@link HitCache}. <b>Threads:</b> one reads, any closes.
 */
final class SearchParts implements SearchAnswer {
    /** Looks for one part. */
    @FunctionalInterface
    private interface Step {
        SearchPart find() throws QueryException, NodeUnavailableException;
    }

    private final LuceneCdrSearch search;
    private final SearchRequest request;
    private final Instant asked;
    private final Queue<Step> steps = new ArrayDeque<>();
    private volatile boolean closed;

    /** @param asked what the query's relative times are relative to, in each part */
    SearchParts(LuceneCdrSearch search, SearchRequest request, Instant asked) {
        this.search = search;
        this.request = request;
        this.asked = asked;
        if (request.rows() > 0)
            steps.add(this::rows);
        var text = new QueryText(request.query().text());
        var plain = EnumSet.noneOf(CdrField.class);
        var others = new ArrayDeque<Step>();
        for (var field : CdrField.values())
            if (request.facets().contains(field))
                text.without(field.fieldName()).ifPresentOrElse(rest -> others.add(() -> facet(field, rest)), () -> plain.add(field));
        steps.add(() -> new SearchPart.Figures(search.figures(search.compile(request.query(), asked), plain,
                request.buckets(), bounds())));
        steps.addAll(others);
        for (var name : new TreeSet<>(request.attributes())) {
            String rest = text.without(name).orElse(request.query().text());
            steps.add(() -> search.facet(compile(rest), name, bounds()));
        }
    }

    private SearchBudget bounds() {
        return search.bounds(() -> closed);
    }

    private SearchPart rows() throws QueryException, NodeUnavailableException {
        return new SearchPart.Rows(search.rows(search.compile(request.query(), asked), request.order(), 0, request.rows(),
                this::bounds));
    }

    /** @param rest the text without what it asks of the field */
    private SearchPart facet(CdrField field, String rest) throws QueryException, NodeUnavailableException {
        var figures = search.figures(compile(rest), EnumSet.of(field), 0, bounds());
        return new SearchPart.Facet(field, figures.facets().getOrDefault(field, List.of()), figures.partial());
    }

    /** Another text in the same range of time. */
    private Compiled compile(String text) throws QueryException {
        return search.compile(new CdrQuery(text, request.query().from(), request.query().to()), asked);
    }

    @Override
    public Optional<SearchPart> next() throws QueryException, NodeUnavailableException {
        if (closed)
            throw closed();
        var step = steps.poll();
        if (step == null)
            return Optional.empty();
        var part = step.find();
        if (closed)
            throw closed(); // what was found until then is not the answer
        return Optional.of(part);
    }

    private static NodeUnavailableException closed() {
        return new NodeUnavailableException("cancelled", List.of(), "The search was closed");
    }

    @Override
    public void close() {
        closed = true;
    }
}
