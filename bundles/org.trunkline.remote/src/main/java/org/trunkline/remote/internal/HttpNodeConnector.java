package org.trunkline.remote.internal;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.osgi.service.component.annotations.Component;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;

/** Connects over the admin API. */
@Component
public final class HttpNodeConnector implements NodeConnector {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Duration firstRetry;

    public HttpNodeConnector() {
        this(FIRST_RETRY);
    }

    HttpNodeConnector(Duration firstRetry) {
        this.firstRetry = firstRetry;
    }

    @Override
    public Node connect(URI url, String token) throws NodeUnavailableException {
        var node = new RemoteNode(new Link(address(url), token(token)), firstRetry);
        try {
            node.status();
        } catch (NodeUnavailableException e) {
            node.close();
            throw e;
        }
        return node;
    }

    private static URI address(URI url) throws NodeUnavailableException {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getUserInfo() != null || url.getQuery() != null)
            throw new NodeUnavailableException("bad-url", List.of(url.toString()),
                    "\"" + url + "\" is no address of a node; write it as http://127.0.0.1:8060");
        var text = url.toString();
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    private static String token(String token) throws NodeUnavailableException {
        var text = token.strip();
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~'))
            throw new NodeUnavailableException("bad-token", List.of(),
                    "This is no token; copy the text of the node's admin.token file");
        return text;
    }
}
