package org.trunkline.testkit.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.http.HttpResource;

/** What every {@link HttpResource} does. */
public abstract class HttpResourceContract {
    private static final int MOST = 1 << 20;

    protected abstract HttpResource resource();

    @Test
    public void itsNameIsAPartOfAPathAlwaysTheSame() {
        Forms.name(resource().name(), 60);
        assertEquals(resource().name(), resource().name());
    }

    /** An answer, or a failure that says what is wrong; never another exception. */
    @Test
    public void itAnswersWhateverComes() throws Exception {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE"))
            for (var path : List.of(List.<String>of(), List.of(""), List.of("nothing", "here", "å/../?", "x".repeat(1000))))
                for (String body : List.of("", "{", "{}", "[\"\\u0000\"]", "x".repeat(100_000)))
                    ask(new HttpResource.Call(method, path, Map.of("limit", "-1", "", "å"), "application/json",
                            body.getBytes(StandardCharsets.UTF_8), "a test"));
    }

    private void ask(HttpResource.Call call) {
        try {
            var reply = resource().handle(call);
            assertTrue(reply.status() >= 200 && reply.status() <= 599, "status " + reply.status());
            assertTrue(reply.body().length <= MOST, reply.body().length + " bytes");
            assertTrue(reply.contentType().matches("[ -~]*"), reply.contentType());
        } catch (ExtensionException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), "a failure without words");
        }
    }
}
