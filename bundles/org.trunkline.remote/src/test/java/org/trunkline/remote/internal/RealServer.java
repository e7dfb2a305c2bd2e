package org.trunkline.remote.internal;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import org.trunkline.api.node.Node;

/** The real listener of org.trunkline.http, by reflection: no bundle may see another's internals, not even in tests. */
record RealServer(Object server) {
    /** One that no other program uses: a port let go of for a moment is there to be taken again. */
    private static final String HOST = "127.73." + ProcessHandle.current().pid() / 254 % 256 + "."
            + (1 + ProcessHandle.current().pid() % 254);

    static RealServer start(Node node, int port, Path dataDir) throws ReflectiveOperationException {
        Consumer<Object> failed = failure -> {
            throw new AssertionError(failure.toString());
        };
        var type = Class.forName("org.trunkline.http.internal.AdminServer");
        return new RealServer(type.getMethod("start", Node.class, String.class, int.class, Path.class, Consumer.class)
                .invoke(null, node, HOST, port, dataDir, failed));
    }

    URI url() throws ReflectiveOperationException {
        var url = (Optional<?>) server.getClass().getMethod("url").invoke(server);
        return (URI) url.orElseThrow();
    }

    void stop() throws ReflectiveOperationException {
        server.getClass().getMethod("stop").invoke(server);
    }
}
