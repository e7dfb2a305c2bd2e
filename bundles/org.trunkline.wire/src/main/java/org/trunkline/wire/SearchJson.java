package org.trunkline.wire;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.CdrDetail;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.CdrSearch.TrunkPeriod;
import org.trunkline.api.cdr.CdrSummary;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.Out;
import org.trunkline.wire.json.WireException;

/** What searches answer besides records: rows, figures, completions. */
public final class SearchJson {
    private static final String ROWS = "rows";
    private static final String FIGURES = "figures";
    private static final String FACET = "facet";
    private static final String FACETS = "facets";

    private SearchJson() {}

    public static ObjectNode write(CdrRow row) {
        return CostJson.write(row.cost(), write(row.detail(), new Out().put("id", row.id().value()).put("startedAt", row.startedAt())
                .put("direction", row.direction()).put("from", row.from()).put("to", row.to())
                .text("trunk", row.trunk()).millis("durationMs", row.duration())
                .millis("postDialDelayMs", row.postDialDelay()).put("sipStatus", row.sipStatus())
                .put("cause", row.cause().code()).decimal("mos", row.mos()))).node();
    }

    private static Out write(CdrDetail detail, Out out) {
        return AttributeJson.write(detail.attributes(), out).text("route", detail.route()).put("answered", detail.answered()).put("endedBy", detail.endedBy())
                .text("peer", detail.peer()).texts("codecs", detail.codecs()).texts("rejected", detail.rejected())
                .texts("origins", detail.origins()).texts("findings", detail.findings())
                .put("emergency", detail.emergency()).decimal("loss", detail.loss()).millis("jitterMs", detail.jitter());
    }

    private static CdrDetail readDetail(In in) {
        return new CdrDetail(in.optionalText("route"), in.flag("answered"), in.word("endedBy", EndedBy.class),
                in.optionalText("peer"), in.texts("codecs"), in.texts("rejected"), in.texts("origins"),
                in.texts("findings"), in.flag("emergency"), in.maybeDecimal("loss"), in.optionalMillis("jitterMs"), AttributeJson.read(in));
    }

    public static CdrRow readRow(JsonNode node) {
        var in = new In(node);
        return new CdrRow(new CallId(in.text("id")), in.instant("startedAt"), in.word("direction", Direction.class),
                in.text("from"), in.text("to"), in.optionalText("trunk"), in.millis("durationMs"),
                in.optionalMillis("postDialDelayMs"), in.small("sipStatus"), Cause.ofCode(in.text("cause")),
                in.maybeDecimal("mos"), CostJson.read(in), readDetail(in));
    }

    public static List<CdrRow> readRows(JsonNode node) {
        return new In(node).elements("items", SearchJson::readRow);
    }

    /** A line of an answer in parts. */
    public static ObjectNode write(SearchPart part) {
        return switch (part) {
            case SearchPart.Rows rows -> named(ROWS, PageJson.write(rows.page(), SearchJson::write));
            case SearchPart.Figures figures -> named(FIGURES, write(figures.summary()));
            case SearchPart.Facet(var field, var values, var partial) -> facet(field.fieldName(), values, partial);
            case SearchPart.AttributeFacet(var name, var values, var partial) -> facet(name, values, partial);
        };
    }

    private static ObjectNode facet(String field, List<CdrSummary.Count> values, Optional<Partial> partial) {
        var out = new Out().put(FACETS, new Out().list(field, values, SearchJson::writeCount).node());
        partial.ifPresent(why -> PageJson.put(why, out));
        return named(FACET, out.node());
    }

    private static ObjectNode named(String part, ObjectNode content) {
        return new Out().put("part", part).node().setAll(content);
    }

    public static SearchPart readPart(JsonNode node) {
        var in = new In(node);
        return switch (in.text("part")) {
            case ROWS -> new SearchPart.Rows(PageJson.read(node, SearchJson::readRow));
            case FIGURES -> new SearchPart.Figures(readSummary(node));
            case FACET -> readFacet(in, node.path(FACETS));
            default -> throw new WireException("part: " + in.text("part"));
        };
    }

    /** No field of a plug-in is called as one of the product. */
    private static SearchPart readFacet(In in, JsonNode facets) {
        if (facets.isEmpty())
            throw new WireException("facets: empty");
        String name = facets.fieldNames().next();
        var values = readCounts(new In(facets), name);
        var partial = PageJson.partial(in);
        return CdrField.ofName(name).<SearchPart>map(field -> new SearchPart.Facet(field, values, partial))
                .orElseGet(() -> new SearchPart.AttributeFacet(name, values, partial));
    }

    private static List<CdrSummary.Count> readCounts(In in, String name) {
        return in.list(name, count -> new CdrSummary.Count(count.text("value"), count.integer("count")));
    }

    private static ObjectNode write(Map<CdrField, List<CdrSummary.Count>> counts) {
        var facets = new Out();
        for (var field : CdrField.values())
            if (counts.containsKey(field))
                facets.list(field.fieldName(), counts.get(field), SearchJson::writeCount);
        return facets.node();
    }

    private static Map<CdrField, List<CdrSummary.Count>> readFacets(In in) {
        Map<CdrField, List<CdrSummary.Count>> facets = new EnumMap<>(CdrField.class);
        var counts = in.object(FACETS);
        for (var field : CdrField.values())
            if (counts.has(field.fieldName()))
                facets.put(field, readCounts(counts, field.fieldName()));
        return facets;
    }

    public static ObjectNode write(CdrSummary summary) {
        var mos = Json.array();
        summary.mos().forEach(mos::add);
        var out = new Out().put("total", summary.total()).put("answered", summary.answered()).put("asr", summary.asr())
                .millis("talkTimeMs", summary.talkTime()).put(FACETS, write(summary.facets()))
                .millis("bucketMs", summary.bucket()).list("timeline", summary.timeline(), SearchJson::writeBucket)
                .put("mos", mos).list("mosByTrunk", summary.mosByTrunk(), SearchJson::writeTrunk)
                .list("spreads", summary.spreads(), SearchJson::writeSpread)
                .list("costs", summary.costs(), CostJson::writeSum);
        summary.partial().ifPresent(why -> PageJson.put(why, out));
        return out.node();
    }

    public static CdrSummary readSummary(JsonNode node) {
        var in = new In(node);
        return new CdrSummary(in.integer("total"), in.integer("answered"), in.millis("talkTimeMs"), readFacets(in),
                in.millis("bucketMs"),
                in.list("timeline",
                        b -> new CdrSummary.Bucket(b.instant("start"), b.integer("calls"), b.integer("answered"),
                                b.decimal("mos"))),
                in.elements("mos", JsonNode::longValue),
                in.list("mosByTrunk", t -> new CdrSummary.TrunkQuality(t.text("trunk"), t.integer("calls"),
                        t.integer("answered"), t.integer("rated"), t.decimal("mos"))),
                in.has("spreads") ? in.list("spreads", SearchJson::readSpread) : List.of(),
                PageJson.partial(in), in.list("costs", CostJson::readSum));
    }

    private static ObjectNode writeSpread(CdrSummary.Spread spread) {
        return new Out().put("field", spread.field().fieldName()).put("count", spread.count()).put("p5", spread.p5())
                .put("p50", spread.p50()).put("p90", spread.p90()).put("p95", spread.p95()).put("p99", spread.p99())
                .node();
    }

    private static CdrSummary.Spread readSpread(In in) {
        String name = in.text("field");
        return new CdrSummary.Spread(CdrField.ofName(name).orElseThrow(() -> new WireException("field: " + name)),
                in.integer("count"), in.decimal("p5"), in.decimal("p50"), in.decimal("p90"), in.decimal("p95"),
                in.decimal("p99"));
    }

    public static ObjectNode write(TrunkPeriod period) {
        return new Out().put("start", period.start()).put("trunk", period.trunk()).put("calls", period.calls())
                .put("answered", period.answered()).put("asr", period.asr()).millis("talkTimeMs", period.talkTime())
                .millis("acdMs", period.acd()).millis("postDialDelayMs", period.postDialDelay()).node();
    }

    /** With the step that was taken, or where none has calls, the one that was asked for. */
    public static ObjectNode write(Page<TrunkPeriod> page, Duration asked) {
        var out = new Out().millis("stepMs", page.items().isEmpty() ? asked : page.items().getFirst().step());
        return PageJson.write(page, SearchJson::write).setAll(out.node());
    }

    public static Page<TrunkPeriod> readTrunkPeriods(JsonNode node, Duration asked) {
        var step = new In(node).optionalMillis("stepMs").orElse(asked);
        return PageJson.read(node, item -> readTrunkPeriod(new In(item), step));
    }

    private static TrunkPeriod readTrunkPeriod(In in, Duration step) {
        return new TrunkPeriod(in.instant("start"), in.text("trunk"), in.integer("calls"), in.integer("answered"),
                in.millis("talkTimeMs"), in.millis("postDialDelayMs"), step);
    }

    private static ObjectNode writeCount(CdrSummary.Count count) {
        return new Out().put("value", count.value()).put("count", count.count()).node();
    }

    private static ObjectNode writeBucket(CdrSummary.Bucket bucket) {
        return new Out().put("start", bucket.start()).put("calls", bucket.calls()).put("answered", bucket.answered())
                .put("mos", bucket.mos()).node();
    }

    private static ObjectNode writeTrunk(CdrSummary.TrunkQuality trunk) {
        return new Out().put("trunk", trunk.trunk()).put("calls", trunk.calls()).put("answered", trunk.answered())
                .put("rated", trunk.rated()).put("mos", trunk.mos()).node();
    }

    public static ObjectNode write(Completion completion) {
        return new Out().put("start", completion.start()).put("end", completion.end())
                .put("insert", completion.insert()).put("label", completion.label()).node();
    }

    public static List<Completion> readCompletions(JsonNode node) {
        return new In(node).list("items", in -> new Completion(in.small("start"), in.small("end"), in.text("insert"),
                in.text("label")));
    }
}
