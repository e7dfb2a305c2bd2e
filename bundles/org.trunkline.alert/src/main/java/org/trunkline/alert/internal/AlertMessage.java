package org.trunkline.alert.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.alert.AlertNotice.State;
import org.trunkline.wire.json.Json;

/** What the outside is told. It names calls by their ids and tells no telephone number that is not in the search itself. */
record AlertMessage(AlertNotice notice) {
    static AlertMessage of(AlertWatch watch, boolean test, Instant at) {
        var status = watch.status();
        var rule = watch.rule();
        return new AlertMessage(new AlertNotice(watch.search().name(), test ? State.TEST : State.RAISED, status.since(),
                status.matches(), watch.search().query(), status.latest(),
                (test ? "Test: " : "") + status.counted() + " calls in the last " + rule.within().toMinutes()
                        + " minutes matched the saved search \"" + watch.search().name() + "\"",
                new AlertNotice.Message(UUID.randomUUID().toString(), at.truncatedTo(ChronoUnit.SECONDS), status.more(),
                        rule.matches(), rule.within())));
    }

    String id() {
        return notice.message().id();
    }

    private boolean test() {
        return notice.state() == State.TEST;
    }

    byte[] json() {
        var message = notice.message();
        var node = Json.object().put("id", message.id()).put("alert", notice.alert()).put("test", test())
                .put("at", message.at().toString()).put("query", notice.query()).put("matches", notice.matches())
                .put("more", message.more()).put("threshold", message.threshold())
                .put("withinMinutes", message.within().toMinutes());
        var calls = node.putArray("calls");
        notice.calls().forEach(call -> calls.add(call.value()));
        return Json.bytes(node);
    }

    String subject() {
        return (test() ? "Trunkline test: " : "Trunkline alert: ") + notice.alert();
    }

    String text() {
        var text = new StringBuilder();
        if (test())
            text.append("This is a test. Nothing is wrong.\n\n");
        var message = notice.message();
        text.append(notice.matches()).append(message.more() ? "+" : "").append(" calls in the last ")
                .append(message.within().toMinutes()).append(" minutes matched the saved search \"").append(notice.alert())
                .append("\" (alert from ").append(message.threshold()).append(").\n\nSearch: ")
                .append(notice.query().isEmpty() ? "(all calls)" : notice.query()).append("\nAt:     ").append(message.at())
                .append("\nCalls:  ");
        notice.calls().forEach(call -> text.append("id:").append(call).append("\n        "));
        return text.append("\nAcknowledge it on the desk, in Call Records, or by POST /api/v1/alerts/{name}/acknowledge.\n")
                .toString();
    }
}
