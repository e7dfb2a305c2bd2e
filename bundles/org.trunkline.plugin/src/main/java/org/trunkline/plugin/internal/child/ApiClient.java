package org.trunkline.plugin.internal.child;

import java.net.URI;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;
import org.trunkline.plugin.internal.link.Setup.ApiAccess;

/** Connects the plug-in's process to the admin API, as soon as that answers. */
final class ApiClient {
    private static final Logger LOG = LoggerFactory.getLogger(ApiClient.class);
    /** On the class path where the plug-in has a permission of the API; no bundle here, so no component either. */
    private static final String CONNECTOR = "org.trunkline.remote.internal.HttpNodeConnector";
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final ApiAccess access;
    private final Consumer<Node> connected;

    ApiClient(ApiAccess access, Consumer<Node> connected) {
        this.access = access;
        this.connected = connected;
    }

    void connect() {
        var thread = new Thread(this::run, "trunkline-api");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            var connector = (NodeConnector) Class.forName(CONNECTOR).getDeclaredConstructor().newInstance();
            connected.accept(connect(connector));
        } catch (ReflectiveOperationException | LinkageError e) {
            LOG.error("The admin API cannot be used by this plug-in", e);
        }
    }

    private Node connect(NodeConnector connector) {
        boolean told = false;
        while (true) {
            try {
                return connector.connect(URI.create(access.url()), access.token());
            } catch (NodeUnavailableException e) {
                if (!told)
                    LOG.warn("The admin API does not answer yet: {}", e.getMessage());
                told = true;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
