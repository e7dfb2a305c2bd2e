package org.trunkline.http.internal.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.AlertJson;
import org.trunkline.wire.FormJson;
import org.trunkline.wire.PageJson;

/** Saved searches, their alerts, and the configuration as it was. */
final class AlertEndpoints {
    private static final String API = "/api/v1";
    private static final int MAX_SUBJECT = 255;

    private final Node node;

    AlertEndpoints(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        var all = new ArrayList<>(new CatalogEndpoints<>(API + "/saved-searches", "name", node.savedSearches(),
                AlertJson::write, SavedSearch::name, AlertJson::readDraft).all());
        all.add(new Endpoint("GET", API + "/alerts", Set.of(),
                _ -> Answer.ok(PageJson.write(node.alerts().list(), AlertJson::write))));
        all.add(new Endpoint("GET", API + "/alert-channels", Set.of(),
                _ -> Answer.ok(PageJson.write(node.alerts().channels(), FormJson::write))));
        all.add(new Endpoint("POST", API + "/alerts/{name}/acknowledge", Set.of(), this::acknowledge));
        all.add(new Endpoint("POST", API + "/alerts/{name}/test", Set.of(), this::test));
        all.add(new Endpoint("GET", API + "/history", Set.of("revision", "subject"), this::history));
        return all;
    }

    private Answer acknowledge(Request request) throws Problem, NodeUnavailableException {
        if (!node.alerts().acknowledge(request.vars().getFirst()))
            throw Problem.notFound("There is no alert \"" + request.vars().getFirst() + "\" that is raised");
        return Answer.noContent();
    }

    private Answer test(Request request) throws Problem, NodeUnavailableException {
        if (!node.alerts().test(request.vars().getFirst()))
            throw Problem.notFound("There is no alert \"" + request.vars().getFirst() + "\"");
        return Answer.noContent();
    }

    private Answer history(Request request) throws Problem, NodeUnavailableException {
        long revision = request.number("revision", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        var subject = request.parameter("subject").filter(s -> s.length() <= MAX_SUBJECT).orElseThrow(() -> Problem
                .parameter("subject", "", "the kind and key of an entry, such as \"trunk Telia A\""));
        return Answer.ok(AlertJson.write(node.history().at(revision, subject)
                .orElseThrow(() -> Problem.notFound("The audit contains no \"" + subject + "\""))));
    }
}
