package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.api.cdr.RecordExports.Chunk;
import org.trunkline.api.cdr.RecordExports.Format;
import org.trunkline.export.ResultExport;
import org.trunkline.export.ResultFormat;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.ExportJson;
import org.trunkline.wire.PageJson;

/** Whole results as files: in the formats of the node, those of plug-ins too, and in ours even where the node offers none. */
final class ExportEndpoint {
    private final CdrSearch cdrs;
    private final RecordExports exports;

    ExportEndpoint(CdrSearch cdrs, RecordExports exports) {
        this.cdrs = cdrs;
        this.exports = exports;
    }

    Answer formats() throws NodeUnavailableException {
        return Answer.ok(PageJson.write(known(), ExportJson::write));
    }

    private List<Format> known() throws NodeUnavailableException {
        var formats = exports.formats();
        return formats.isEmpty() ? Stream.of(ResultFormat.values()).map(it -> new Format(it.suffix(), Map.of("en", it.suffix()),
                it.suffix(), it.mediaType())).toList() : formats;
    }

    /** The first record is sought before the answer begins, so that a wrong query is told as always. */
    Answer export(Request request, CdrQuery query, CdrOrder order) throws Problem, NodeUnavailableException, QueryException {
        var name = request.parameter("format").orElse(ResultFormat.CSV.suffix());
        var known = known();
        var format = known.stream().filter(it -> it.id().equals(name)).findFirst().orElseThrow(() -> Problem.parameter("format",
                name, "one of " + String.join(", ", known.stream().map(Format::id).toList())));
        var zone = zone(request);
        if (exports.formats().stream().noneMatch(it -> it.id().equals(name)))
            return builtIn(ResultFormat.ofSuffix(name).orElseThrow(), query, order);
        var partial = cdrs.wholeRecords(query, order, Optional.empty(), 1).partial();
        var headers = new HashMap<String, String>();
        partial.ifPresent(why -> headers.put("X-Trunkline-Partial", why.name().toLowerCase(Locale.ROOT)));
        return Answer.file("calls." + format.extension(), format.contentType(), out -> write(name, query, order, zone, out))
                .with(headers);
    }

    private Answer builtIn(ResultFormat format, CdrQuery query, CdrOrder order) throws QueryException, NodeUnavailableException {
        var export = ResultExport.of(cdrs, query, order);
        return Answer.file("calls." + format.suffix(), format.mediaType(),
                out -> export.writeTo(out, format, (_, _) -> true)).with(export.partial()
                        .map(why -> Map.of("X-Trunkline-Partial", why.name().toLowerCase(Locale.ROOT))).orElse(Map.of()));
    }

    private void write(String format, CdrQuery query, CdrOrder order, String zone, OutputStream out)
            throws IOException, NodeUnavailableException {
        var chunk = begun(format, query, order, zone);
        boolean over = false;
        try {
            out.write(chunk.bytes());
            while (!chunk.last()) {
                chunk = exports.next(chunk.export());
                out.write(chunk.bytes());
            }
            over = true;
        } finally {
            if (!over)
                exports.cancel(chunk.export());
        }
    }

    private Chunk begun(String format, CdrQuery query, CdrOrder order, String zone) throws NodeUnavailableException {
        try {
            return exports.begin(format, query, order, zone);
        } catch (QueryException e) {
            throw new NodeUnavailableException("search-changed", List.of(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The time zone asked for, else UTC. */
    static String zone(Request request) throws Problem {
        var zone = request.parameter("zone").orElse("UTC");
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException e) {
            throw Problem.parameter("zone", zone, "a time zone, such as Europe/Stockholm");
        }
    }
}
