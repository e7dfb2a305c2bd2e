package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.util.List;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.ChangesJson;

/** Several changes of the configuration in one transaction. */
final class ChangesEndpoint {
    private final Node node;

    ChangesEndpoint(Node node) {
        this.node = node;
    }

    Answer apply(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = ChangesJson.read(request.json());
        var changes = parsed.draft();
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        if (changes.isEmpty() || changes.size() > Node.MAX_CHANGES)
            throw Problem.invalid(List.of(new FieldError("changes", changes.isEmpty() ? "required" : "too-many",
                    List.of(String.valueOf(changes.size()), String.valueOf(Node.MAX_CHANGES)),
                    "changes has " + changes.size() + " elements, 1 to " + Node.MAX_CHANGES + " are allowed")));
        return switch (node.apply(changes)) {
            case SaveResult.Saved<List<Record>>(var saved) -> Answer.ok(ChangesJson.writeSaved(changes, saved));
            case SaveResult.Rejected<List<Record>>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<List<Record>>(String key) -> throw Problem.notFound("There is no entry \"" + key + "\"");
            case SaveResult.InUse<List<Record>>(var dependents) -> throw Problem.inUse("the entry", dependents);
        };
    }
}
