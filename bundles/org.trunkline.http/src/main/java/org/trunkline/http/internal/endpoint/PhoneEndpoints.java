package org.trunkline.http.internal.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.phone.PhoneJson;

/** Phone cards and check-sync for the administrator, and files for phones, which have the address alone to show. */
public final class PhoneEndpoints {
    public static final String CARD = "/api/v1/subscribers/{username}/phone-card";
    public static final String CHECK_SYNC = "/api/v1/subscribers/{username}/check-sync";
    /** Needs no session: the token in the path is the credential (ADR 45). */
    public static final String FILE = "/provision/{token}/{make}/{file}";
    public static final String FILES = "/provision/";

    private final Node node;

    PhoneEndpoints(Node node) {
        this.node = node;
    }

    List<Endpoint> all() {
        return List.of(new Endpoint("POST", CARD, Set.of(), this::card), new Endpoint("DELETE", CARD, Set.of(), this::revoke),
                new Endpoint("POST", CHECK_SYNC, Set.of(), this::checkSync), new Endpoint("GET", FILE, Set.of(), this::file));
    }

    private Answer card(Request request) throws Problem, NodeUnavailableException, IOException {
        var wanted = PhoneJson.readRequest(request.json());
        if (!wanted.errors().isEmpty())
            throw Problem.invalid(wanted.errors());
        var username = request.vars().getFirst();
        return switch (node.phones().card(username, wanted.draft())) {
            case SaveResult.Saved<PhoneCard>(var card) -> Answer.ok(PhoneJson.write(card));
            case SaveResult.Rejected<PhoneCard>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<PhoneCard> _ -> throw noSubscriber(username);
            case SaveResult.InUse<PhoneCard>(var dependents) -> throw Problem.inUse(username, dependents);
        };
    }

    private Answer revoke(Request request) throws Problem, NodeUnavailableException {
        var username = request.vars().getFirst();
        if (!node.phones().revoke(username))
            throw noSubscriber(username);
        return Answer.noContent();
    }

    private Answer checkSync(Request request) throws Problem, NodeUnavailableException {
        var username = request.vars().getFirst();
        var answers = node.phones().checkSync(username);
        if (answers.isEmpty())
            throw noSubscriber(username);
        return Answer.ok(PageJson.write(answers.get(), PhoneJson::write));
    }

    private static Problem noSubscriber(String username) {
        return Problem.notFound("There is no subscriber \"" + username + "\"");
    }

    /** One answer for all that is wrong: nobody learns which addresses there are. */
    private Answer file(Request request) throws Problem, NodeUnavailableException {
        var file = node.phones().fetch(request.vars().get(0), request.vars().get(1) + '/' + request.vars().get(2));
        if (file.isEmpty())
            throw Problem.notFound("There are no settings at this address, or no longer: make a new phone card");
        return new Answer(200, Map.of(), file.get().contentType(), file.get().text().getBytes(UTF_8));
    }
}
