package org.trunkline.alert.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.trunkline.api.alert.AlertStatus;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.wire.Json;

/**
 * What the outside is told. It names calls by their ids and tells no telephone number that is not in the search itself.
 *
 * @param id of this message; the same when it is sent again
 */
record AlertMessage(String id, SavedSearch search, AlertStatus status, boolean test, Instant at) {
    static AlertMessage of(AlertWatch watch, boolean test, Instant at) {
        return new AlertMessage(UUID.randomUUID().toString(), watch.search(), watch.status(), test,
                at.truncatedTo(ChronoUnit.SECONDS));
    }

    byte[] json() {
        var node = Json.object().put("id", id).put("alert", search.name()).put("test", test)
                .put("at", at.toString()).put("query", search.query()).put("matches", status.matches())
                .put("more", status.more());
        search.alert().ifPresent(rule -> node.put("threshold", rule.matches())
                .put("withinMinutes", rule.within().toMinutes()));
        var calls = node.putArray("calls");
        status.latest().forEach(call -> calls.add(call.value()));
        return Json.bytes(node);
    }

    String subject() {
        return (test ? "Trunkline test: " : "Trunkline alert: ") + search.name();
    }

    String text() {
        var text = new StringBuilder();
        if (test)
            text.append("This is a test. Nothing is wrong.\n\n");
        var rule = search.alert().orElseThrow();
        text.append(status.counted()).append(" calls of the last ").append(rule.within().toMinutes())
                .append(" minutes fit the saved search \"").append(search.name()).append("\" (alert from ")
                .append(rule.matches()).append(").\n\nSearch: ")
                .append(search.query().isEmpty() ? "(all calls)" : search.query()).append("\nAt:     ").append(at)
                .append("\nCalls:  ");
        status.latest().forEach(call -> text.append("id:").append(call).append("\n        "));
        return text.append("\nAcknowledge it on the desk, in Call Records, or by POST /api/v1/alerts/{name}/acknowledge.\n")
                .toString();
    }

}
