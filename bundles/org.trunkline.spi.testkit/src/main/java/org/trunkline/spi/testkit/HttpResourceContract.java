package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.http.HttpResource;

/** What each {@link HttpResource} must do, whatever it serves. */
public abstract class HttpResourceContract {
    private static final int MOST = 1 << 20;
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    /** A resource as the node would make it. */
    protected abstract HttpResource resource() throws Exception;

    @Test
    public void theNameIsAPartOfAPathAlwaysTheSame() throws Exception {
        Forms.name(resource().name(), 40);
        assertEquals(resource().name(), resource().name());
    }

    @Test
    public void aPathThatIsNotThereIsAnsweredSo() throws Exception {
        assertEquals(404, resource().handle(call("GET", List.of("no", "such", "path"), Map.of(), "")).status());
    }

    @Test
    public void noMethodIsAnsweredWithAFaultOfTheServer() throws Exception {
        for (var method : METHODS) {
            var reply = resource().handle(call(method, List.of(), Map.of(), ""));
            assertTrue(reply.status() >= 200 && reply.status() < 500, () -> method + ": " + reply.status());
        }
    }

    /** An answer, or a failure that says what is wrong; never another exception. */
    @Test
    public void itAnswersWhateverComes() throws Exception {
        var resource = resource();
        for (var method : METHODS)
            for (var path : List.of(List.<String>of(), List.of(""), List.of("nothing", "here", "å/../?", "x".repeat(1000))))
                for (var body : List.of("", "{", "{}", "[\"\\u0000\"]", "x".repeat(100_000)))
                    ask(resource, call(method, path, Map.of("limit", "-1", "", "å"), body));
    }

    private static HttpResource.Call call(String method, List<String> path, Map<String, String> query, String body) {
        return new HttpResource.Call(method, path, query, body.isEmpty() ? "" : "application/json",
                body.getBytes(StandardCharsets.UTF_8), "admin");
    }

    private static void ask(HttpResource resource, HttpResource.Call call) {
        try {
            var reply = resource.handle(call);
            assertTrue(reply.status() >= 200 && reply.status() <= 599, () -> "status " + reply.status());
            assertTrue(reply.body().length <= MOST, () -> reply.body().length + " bytes, up to 1 MiB");
            assertTrue(reply.contentType().matches("[ -~]*"), reply::contentType);
        } catch (ExtensionException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "a failure says what happened");
        }
    }
}
