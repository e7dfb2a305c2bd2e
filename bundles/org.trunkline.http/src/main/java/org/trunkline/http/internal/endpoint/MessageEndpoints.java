package org.trunkline.http.internal.endpoint;

import java.util.List;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.message.Messages;
import org.trunkline.api.node.Node;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.message.MessageJson;

/** Text messages that wait for their recipients, without their text. */
public final class MessageEndpoints {
    public static final String MESSAGES = "/api/v1/messages";
    public static final String ONE = MESSAGES + "/{id}";
    private static final int LIMIT = 100;

    private final Node node;

    MessageEndpoints(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return List.of(new Endpoint("GET", MESSAGES, Set.of("recipient", "after", "limit"), this::list),
                new Endpoint("DELETE", ONE, Set.of(), this::delete));
    }

    private Answer list(Request request) throws Problem, NodeUnavailableException {
        int limit = (int) request.number("limit", LIMIT, 1, Messages.MAX_PAGE);
        request.number("after", 0, 0, Long.MAX_VALUE);
        return Answer.ok(PageJson.write(node.messages().waiting(request.parameter("recipient"), request.parameter("after"), limit),
                MessageJson::write));
    }

    private Answer delete(Request request) throws Problem, NodeUnavailableException {
        String id = request.vars().getFirst();
        if (!id.matches("[0-9]{1,18}") || !node.messages().delete(Long.parseLong(id)))
            throw Problem.notFound("There is no waiting message \"" + id + "\"");
        return Answer.noContent();
    }
}
