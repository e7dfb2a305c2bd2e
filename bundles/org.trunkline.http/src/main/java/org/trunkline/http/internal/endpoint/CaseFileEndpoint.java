package org.trunkline.http.internal.endpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.export.CaseFile;
import org.trunkline.export.CaseFileWriter;
import org.trunkline.export.CaseText;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.CaseJson;

/** All that is known of one call as a file. Where its numbers are pseudonyms, the key stays on the node, for its owner alone. */
final class CaseFileEndpoint {
    private static final String PATH = "/api/v1/cdrs/{id}/casefile";
    private static final String KEY_HEADER = "X-Trunkline-Case-Key";

    private final Node node;
    private final CaseKeyFolder keys;

    /** @param keys folder of the keys */
    CaseFileEndpoint(Node node, Path keys) {
        this.node = node;
        this.keys = new CaseKeyFolder(keys);
    }

    Endpoint endpoint() {
        return new Endpoint("GET", PATH, Set.of("pseudonyms", "format"), this::answer);
    }

    private Answer answer(Request request) throws Problem, NodeUnavailableException {
        boolean json = json(request);
        boolean pseudonyms = request.flag("pseudonyms");
        var id = CdrEndpoints.id(request).orElseThrow(() -> missing(request));
        var named = CaseFile.of(node.callCase(id).orElseThrow(() -> missing(request)));
        if (!pseudonyms || request.method().equals("HEAD"))
            return answer(named, json);
        return answer(keys.hide(named), json).with(Map.of(KEY_HEADER, CaseKeyFolder.name(id)));
    }

    private static boolean json(Request request) throws Problem {
        var format = request.parameter("format").orElse("zip");
        if (!format.equals("zip") && !format.equals("json"))
            throw Problem.parameter("format", format, "zip or json");
        return format.equals("json");
    }

    private static Answer answer(CaseFile file, boolean json) {
        if (json)
            return Answer.ok(CaseJson.write(file.known(), file.pseudonymised()));
        return Answer.file(file.record().id().value() + "." + CaseFile.SUFFIX, "application/zip", out -> CaseFileWriter.write(
                file, CaseText.ladder(file.ladder(), file.record()), CaseText.why(file.record()), out));
    }

    private static Problem missing(Request request) {
        return Problem.notFound("There is no record \"" + request.vars().getFirst() + "\"");
    }
}
