package org.trunkline.http.internal.endpoint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.AttributeJson;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.SearchJson;

/** Call records. */
public final class CdrEndpoints {
    private static final String PATH = "/api/v1/cdrs";
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 500;
    private static final long MINUTE_SECONDS = 60;
    private static final long HOUR_SECONDS = 3600;
    private static final long YEAR_SECONDS = 366 * 24 * HOUR_SECONDS;
    /** Characters of a text in an address; in a body the query language has the only bound. */
    public static final int MAX_QUERY = 4096;

    private final CdrSearch cdrs;
    private final ExportEndpoint exports;

    CdrEndpoints(CdrSearch cdrs, RecordExports exports) {
        this.cdrs = cdrs;
        this.exports = new ExportEndpoint(cdrs, exports);
    }

    List<Endpoint> all() {
        var all = new ArrayList<Endpoint>();
        for (var search : searches()) {
            all.add(search);
            all.add(SearchBody.of(search));
        }
        all.add(new Endpoint("GET", PATH + "/export/formats", Set.of(), _ -> exports.formats()));
        all.add(new Endpoint("GET", PATH + "/attributes", Set.of(), _ -> attributes()));
        all.add(new Endpoint("GET", PATH + "/{id}", Set.of(), this::find));
        all.add(new Endpoint("GET", PATH + "/{id}/ladder", Set.of(), this::ladder));
        all.add(new Endpoint("GET", PATH + "/{id}/quality", Set.of(), this::quality));
        return all;
    }

    private List<Endpoint> searches() {
        return List.of(new Endpoint("GET", PATH, Set.of("q", "from", "to", "sort", "limit", "after"), this::records),
                new Endpoint("GET", PATH + "/search", Set.of("q", "from", "to", "sort", "rows", "facets", "attributes", "buckets"),
                        this::search),
                new Endpoint("GET", PATH + "/rows", Set.of("q", "from", "to", "sort", "offset", "limit"), this::rows),
                new Endpoint("GET", PATH + "/summary", Set.of("q", "from", "to", "facets", "buckets"), this::summary),
                new Endpoint("GET", PATH + "/trunks", Set.of("q", "from", "to", "step"), this::trunks),
                new Endpoint("GET", PATH + "/complete", Set.of("text", "caret"), this::complete),
                new Endpoint("GET", PATH + "/export", Set.of("q", "from", "to", "sort", "format", "zone"),
                        request -> exports.export(request, query(request), order(request))));
    }

    private Answer records(Request request) throws Problem, NodeUnavailableException, QueryException {
        int limit = (int) request.number("limit", LIMIT, 1, MAX_LIMIT);
        var query = query(request);
        var order = order(request);
        var after = request.parameter("after");
        Page<Cdr> page;
        try {
            page = cdrs.records(query, order, after, limit);
        } catch (IllegalArgumentException e) {
            if (after.isEmpty())
                throw e;
            throw Problem.parameter("after", after.get(), "the \"next\" of a page of this query");
        }
        return Answer.ok(PageJson.write(page, CdrJson::write));
    }

    private Answer rows(Request request) throws Problem, NodeUnavailableException, QueryException {
        long offset = request.number("offset", 0, 0, Long.MAX_VALUE);
        int limit = (int) request.number("limit", LIMIT, 1, MAX_LIMIT);
        return Answer.ok(PageJson.write(cdrs.rows(query(request), order(request), offset, limit), SearchJson::write));
    }

    /** The first part is looked for before the answer begins, so that a wrong query is told as always. */
    private Answer search(Request request) throws Problem, NodeUnavailableException, QueryException {
        int rows = (int) request.number("rows", LIMIT, 0, SearchRequest.MOST_ROWS);
        var answer = cdrs.search(new SearchRequest(query(request), order(request), rows, facets(request), counted(request),
                buckets(request)));
        return Answer.lines(new SearchLines(answer));
    }

    private Answer summary(Request request) throws Problem, NodeUnavailableException, QueryException {
        return Answer.ok(SearchJson.write(cdrs.summarize(query(request), facets(request), buckets(request))));
    }

    private static int buckets(Request request) throws Problem {
        return (int) request.number("buckets", 0, 0, SearchRequest.MOST_BUCKETS);
    }

    private static Set<CdrField> facets(Request request) throws Problem {
        var facets = EnumSet.noneOf(CdrField.class);
        for (String name : request.parameter("facets").map(f -> f.split(",")).orElse(new String[0]))
            facets.add(CdrField.ofName(name).filter(CdrField::isFacet).orElseThrow(() -> Problem.parameter("facets",
                    name, "one of " + names(EnumSet.allOf(CdrField.class).stream().filter(CdrField::isFacet).toList()))));
        return facets;
    }

    /** A name that no plug-in declares has no values: the client may know the fields of another node. */
    private static Set<String> attributes(Request request) throws Problem {
        var names = new TreeSet<String>();
        for (String name : request.parameter("attributes").map(f -> f.split(",")).orElse(new String[0]))
            if (Attribute.isName(name) && names.size() < SearchRequest.MOST_ATTRIBUTES)
                names.add(name);
            else
                throw Problem.parameter("attributes", name, "at most " + SearchRequest.MOST_ATTRIBUTES
                        + " names of fields of /cdrs/attributes");
        return names;
    }

    private static Set<String> counted(Request request) throws Problem {
        var names = attributes(request);
        if (request.masked())
            PersonalFields.checkCounted(names);
        return names;
    }

    private Answer trunks(Request request) throws Problem, NodeUnavailableException, QueryException {
        var step = Duration.ofSeconds(request.number("step", HOUR_SECONDS, MINUTE_SECONDS, YEAR_SECONDS));
        return Answer.ok(SearchJson.write(cdrs.trunkPeriods(query(request), step), step));
    }

    private Answer attributes() throws NodeUnavailableException {
        return Answer.ok(PageJson.write(cdrs.attributes(), AttributeJson::write));
    }

    private Optional<AttributeAbout> attribute(String name) throws NodeUnavailableException {
        return cdrs.attributes().stream().filter(it -> it.name().equalsIgnoreCase(name)).findFirst();
    }

    private Answer complete(Request request) throws Problem, NodeUnavailableException {
        var text = bounded("text", request);
        int caret = (int) request.number("caret", text.length(), 0, text.length());
        return Answer.ok(PageJson.write(cdrs.complete(text, caret), SearchJson::write));
    }

    private Answer find(Request request) throws Problem, NodeUnavailableException {
        var id = id(request);
        var found = id.isEmpty() ? Optional.<Cdr>empty() : cdrs.find(id.get());
        return Answer.ok(CdrJson.write(found.orElseThrow(() -> missing(request))));
    }

    private Answer ladder(Request request) throws Problem, NodeUnavailableException {
        var id = id(request).orElseThrow(() -> missing(request));
        return Answer.ok(CdrJson.write(cdrs.ladder(id).orElseThrow(() -> missing(request))));
    }

    private Answer quality(Request request) throws Problem, NodeUnavailableException {
        var id = id(request).orElseThrow(() -> missing(request));
        if (cdrs.find(id).isEmpty())
            throw missing(request);
        return Answer.ok(PageJson.write(cdrs.ladder(id).map(Ladder::quality).orElse(List.of()), CdrJson::write));
    }

    private static Problem missing(Request request) {
        return Problem.notFound("There is no record \"" + request.vars().getFirst() + "\"");
    }

    static Optional<CallId> id(Request request) {
        try {
            return Optional.of(new CallId(request.vars().getFirst()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private CdrQuery query(Request request) throws Problem, NodeUnavailableException, QueryException {
        var text = bounded("q", request);
        if (request.masked())
            PersonalFields.checkQuery(text, cdrs.attributes());
        return new CdrQuery(text, request.instant("from"), request.instant("to"));
    }

    private static String bounded(String name, Request request) throws Problem {
        var text = request.query().getOrDefault(name, "");
        if (text.length() > MAX_QUERY && !request.method().equals("POST"))
            throw Problem.parameter(name, text.substring(0, 20) + "…", "at most " + MAX_QUERY
                    + " characters in an address; send a longer one as JSON by POST");
        return text;
    }

    private CdrOrder order(Request request) throws Problem, NodeUnavailableException {
        var order = sort(request);
        if (request.masked())
            PersonalFields.checkOrder(order);
        return order;
    }

    private CdrOrder sort(Request request) throws Problem, NodeUnavailableException {
        var text = request.parameter("sort");
        if (text.isEmpty())
            return CdrOrder.NEWEST_FIRST;
        boolean descending = text.get().startsWith("-");
        String name = descending ? text.get().substring(1) : text.get();
        var field = CdrField.ofName(name).filter(CdrField::isSortable);
        if (field.isPresent())
            return new CdrOrder(field.get(), descending);
        return CdrOrder.byAttribute(attribute(name).orElseThrow(() -> Problem.parameter("sort", text.get(),
                "one of " + names(Stream.of(CdrField.values()).filter(CdrField::isSortable).toList())
                        + " or of /cdrs/attributes, perhaps after a hyphen")).name(), descending);
    }

    private static String names(List<CdrField> fields) {
        return String.join(", ", fields.stream().map(CdrField::fieldName).toList());
    }
}
