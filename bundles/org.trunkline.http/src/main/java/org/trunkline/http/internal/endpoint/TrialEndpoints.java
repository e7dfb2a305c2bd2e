package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.Trials;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.ConfigJson;
import org.trunkline.wire.TrialJson;

/** What a call would meet, without one or by one of the node's own. */
final class TrialEndpoints {
    static final String CALLS = "/api/v1/test-calls";
    static final String CALL = CALLS + "/{id}";

    private final Node node;

    TrialEndpoints(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return List.of(new Endpoint("POST", "/api/v1/route-test", Set.of(), this::route),
                new Endpoint("POST", "/api/v1/trunk-test", Set.of(), this::trunk),
                new Endpoint("POST", CALLS, Set.of(), this::call), new Endpoint("GET", CALL, Set.of(), this::testCall));
    }

    private Answer call(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = TrialJson.readTestCallRequest(request.json());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        var wanted = parsed.draft();
        return answer(wanted.draft().isPresent() ? node.trials().call(wanted.draft().get(), wanted.call()) : node.trials().call(wanted.call()),
                TrialJson::write);
    }

    private static <T> Answer answer(SaveResult<T> result, Function<T, ObjectNode> writer) throws Problem {
        return switch (result) {
            case SaveResult.Saved<T>(T tried) -> Answer.ok(writer.apply(tried));
            case SaveResult.Rejected<T>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<T>(String key) -> throw Problem.notFound("There is no trunk \"" + key + "\"");
            case SaveResult.InUse<T>(var dependents) -> throw Problem.inUse("the trunk", dependents);
        };
    }

    private Answer testCall(Request request) throws Problem, NodeUnavailableException {
        var id = CdrEndpoints.id(request);
        var found = id.isPresent() ? node.trials().testCall(id.get()) : Optional.<TestCall>empty();
        return Answer.ok(TrialJson.write(found.orElseThrow(
                () -> Problem.notFound("There is no test call \"" + request.vars().getFirst() + "\""))));
    }

    private Answer trunk(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = ConfigJson.readDraft(EntryKind.TRUNK, request.json(), Optional.empty());
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        return answer(node.trials().trunk(parsed.draft()), TrialJson::write);
    }

    private Answer route(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = TrialJson.readQuestion(request.json(), Instant.now());
        var errors = new ArrayList<>(parsed.errors());
        if (parsed.draft().isPresent())
            unknown(parsed.draft().get().caller(), errors);
        if (!errors.isEmpty())
            throw Problem.invalid(errors);
        return Answer.ok(TrialJson.write(node.trials().route(parsed.draft().orElseThrow())));
    }

    private void unknown(Trials.Caller caller, List<FieldError> errors) throws NodeUnavailableException {
        if (caller.subscriber().isPresent() && node.subscribers().find(caller.subscriber().get()).isEmpty())
            errors.add(new FieldError("subscriber", "no-such-subscriber", List.of(caller.subscriber().get()),
                    "there is no subscriber \"" + caller.subscriber().get() + "\""));
        if (caller.trunk().isPresent() && node.trunks().find(caller.trunk().get()).isEmpty())
            errors.add(new FieldError("trunk", "no-such-trunk", List.of(caller.trunk().get()),
                    "there is no trunk \"" + caller.trunk().get() + "\""));
    }
}
