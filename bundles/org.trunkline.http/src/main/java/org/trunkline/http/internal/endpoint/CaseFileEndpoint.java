package org.trunkline.http.internal.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.export.CaseFile;
import org.trunkline.export.CaseFileWriter;
import org.trunkline.export.CaseText;
import org.trunkline.export.customer.CustomerOptions;
import org.trunkline.export.customer.CustomerPage;
import org.trunkline.export.customer.MissingFontException;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.CaseJson;

/** All that is known of one call as a file; or a page of it for a customer. Where its numbers are pseudonyms, the key stays on the node, for its owner alone. */
final class CaseFileEndpoint {
    private static final String PATH = "/api/v1/cdrs/{id}/casefile";
    private static final String ZIP = "zip";
    private static final String JSON = "json";
    private static final String HTML = "html";
    private static final String PDF = "pdf";
    private static final List<String> FORMATS = List.of(ZIP, JSON, HTML, PDF);
    private static final List<String> CUSTOMER_ONLY = List.of("language", "zone", "customer", "hide");
    private static final String KEY_HEADER = "X-Trunkline-Case-Key";

    private final Node node;
    private final CaseKeyFolder keys;

    /** @param keys folder of the keys */
    CaseFileEndpoint(Node node, Path keys) {
        this.node = node;
        this.keys = new CaseKeyFolder(keys);
    }

    Endpoint endpoint() {
        return new Endpoint("GET", PATH, Set.of("pseudonyms", "format", "language", "zone", "customer", "hide"), this::answer);
    }

    private Answer answer(Request request) throws Problem, NodeUnavailableException, IOException {
        var format = request.parameter("format").orElse(ZIP);
        if (!FORMATS.contains(format))
            throw Problem.parameter("format", format, "one of " + String.join(", ", FORMATS));
        return format.equals(HTML) || format.equals(PDF) ? forCustomer(request, format.equals(PDF)) : technical(request, format.equals(JSON));
    }

    private Answer technical(Request request, boolean json) throws Problem, NodeUnavailableException {
        refuse(request, CUSTOMER_ONLY, "html and pdf");
        boolean pseudonyms = request.flag("pseudonyms");
        var id = CdrEndpoints.id(request).orElseThrow(() -> missing(request));
        var named = CaseFile.of(node.callCase(id).orElseThrow(() -> missing(request)));
        if (!pseudonyms || request.method().equals("HEAD"))
            return answer(named, json);
        return answer(keys.hide(named), json).with(Map.of(KEY_HEADER, CaseKeyFolder.name(id)));
    }

    /** One page that names no machine. */
    private Answer forCustomer(Request request, boolean pdf) throws Problem, NodeUnavailableException, IOException {
        refuse(request, List.of("pseudonyms"), "zip and json");
        var id = CdrEndpoints.id(request).orElseThrow(() -> missing(request));
        var known = node.callCase(id).orElseThrow(() -> missing(request));
        var page = new CustomerPage(known.record(), known.ladder(), known.madeAt(), options(request, known.record()));
        var content = new ByteArrayOutputStream();
        try {
            if (pdf)
                page.writePdf(content);
            else
                page.writeHtml(content);
        } catch (MissingFontException e) {
            throw Problem.of(501, "no-font", "No font for these characters", String.valueOf(e.getMessage()));
        }
        return new Answer(200, Map.of("Content-Disposition", "attachment; filename=\"" + id.value() + (pdf ? ".pdf" : ".html") + "\""),
                pdf ? "application/pdf" : "text/html;charset=utf-8", content.toByteArray());
    }

    private static CustomerOptions options(Request request, Cdr cdr) throws Problem {
        var language = request.parameter("language").orElse("en");
        if (!CustomerOptions.LANGUAGES.contains(language))
            throw Problem.parameter("language", language, "one of " + String.join(", ", CustomerOptions.LANGUAGES));
        var customer = request.parameter("customer").orElse(CustomerOptions.customerOf(cdr).name().toLowerCase(Locale.ROOT));
        var side = Stream.of(LegSide.values()).filter(it -> it.name().toLowerCase(Locale.ROOT).equals(customer)).findFirst()
                .orElseThrow(() -> Problem.parameter("customer", customer, "caller or callee"));
        return new CustomerOptions(Locale.of(language), ZoneId.of(ExportEndpoint.zone(request)), side, request.flag("hide"));
    }

    private static void refuse(Request request, List<String> parameters, String formats) throws Problem {
        for (String name : parameters)
            if (request.parameter(name).isPresent())
                throw Problem.parameter(name, request.parameter(name).get(), "possible here: it is for the formats " + formats);
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
