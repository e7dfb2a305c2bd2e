package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trunkline.spi.http.HttpResource;

/** What each {@link HttpResource} must do, whatever it serves. */
public abstract class HttpResourceContract {
    private static final int MOST = 1 << 20;

    /** A resource as the node would make it. */
    protected abstract HttpResource resource() throws Exception;

    @Test
    public void theNameIsFitForAPath() throws Exception {
        var name = resource().name();
        assertTrue(name.matches("[a-z0-9-]{1,40}"), name);
    }

    @Test
    public void aPathThatIsNotThereIsAnsweredSo() throws Exception {
        assertEquals(404, handle("GET", List.of("no", "such", "path")).status());
    }

    @Test
    public void noMethodIsAnsweredWithAFaultOfTheServer() throws Exception {
        for (var method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            var reply = handle(method, List.of());
            assertTrue(reply.status() >= 200 && reply.status() < 500, () -> method + ": " + reply.status());
            assertTrue(reply.body().length <= MOST, "up to 1 MiB");
        }
    }

    private HttpResource.Reply handle(String method, List<String> path) throws Exception {
        return resource().handle(new HttpResource.Call(method, path, Map.of(), "", new byte[0], "admin"));
    }
}
