package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.ChangeLog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.api.node.Node;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.ChangesJson;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.ProblemJson;

/** Several changes of the configuration in one transaction, those that were made, and taking them back. */
final class ChangesEndpoint {
    private static final String PATH = "/api/v1/changes";
    private static final int LIMIT = 100;
    private static final int LONGEST_FILTER = 255;

    private final Node node;

    ChangesEndpoint(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return List.of(new Endpoint("POST", PATH, Set.of("check"), this::apply),
                new Endpoint("GET", PATH, Set.of("filter", "after", "limit"), this::list),
                new Endpoint("POST", PATH + "/{id}/revert", Set.of("together"), this::takeBack));
    }

    private Answer list(Request request) throws Problem, NodeUnavailableException {
        int limit = (int) request.number("limit", LIMIT, 1, ChangeLog.MAX_PAGE);
        String filter = request.parameter("filter").orElse("");
        if (filter.length() > LONGEST_FILTER)
            throw Problem.parameter("filter", filter, "a text of at most " + LONGEST_FILTER + " characters");
        request.number("after", 0, 0, Long.MAX_VALUE);
        return Answer.ok(PageJson.write(node.changeLog().list(filter, request.parameter("after"), limit), ChangesJson::write));
    }

    private Answer takeBack(Request request) throws Problem, NodeUnavailableException {
        String id = request.vars().getFirst();
        if (!id.matches("[0-9]{1,18}"))
            throw Problem.notFound("There is no change \"" + id + "\"");
        return switch (node.changeLog().takeBack(Long.parseLong(id), request.flag("together"))) {
            case SaveResult.Saved<TakenBack>(var done) -> Answer.ok(ChangesJson.write(done));
            case SaveResult.Rejected<TakenBack>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<TakenBack>(String key) -> throw Problem.notFound("There is no change \"" + key + "\"");
            case SaveResult.InUse<TakenBack>(var dependents) -> throw Problem.inUse("the entry", dependents);
        };
    }

    private Answer apply(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = ChangesJson.read(request.json());
        var changes = parsed.draft();
        if (!parsed.errors().isEmpty() && request.flag("check"))
            return Answer.ok(ProblemJson.check(parsed.errors()));
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        if (changes.isEmpty() || changes.size() > Node.MAX_CHANGES)
            throw Problem.invalid(List.of(new FieldError("changes", changes.isEmpty() ? "required" : "too-many",
                    List.of(String.valueOf(changes.size()), String.valueOf(Node.MAX_CHANGES)),
                    "changes has " + changes.size() + " elements, 1 to " + Node.MAX_CHANGES + " are allowed")));
        if (request.flag("check"))
            return Answer.ok(ProblemJson.check(node.check(changes)));
        return switch (node.apply(changes)) {
            case SaveResult.Saved<List<Record>>(var saved) -> Answer.ok(ChangesJson.writeSaved(changes, saved));
            case SaveResult.Rejected<List<Record>>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<List<Record>>(String key) -> throw Problem.notFound("There is no entry \"" + key + "\"");
            case SaveResult.InUse<List<Record>>(var dependents) -> throw Problem.inUse("the entry", dependents);
        };
    }
}
