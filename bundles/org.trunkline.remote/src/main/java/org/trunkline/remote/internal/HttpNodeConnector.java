package org.trunkline.remote.internal;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;
import org.trunkline.domain.tls.CertificateTrust;

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
        var node = new RemoteNode(new HttpLink(address(url), token(token), pin(url)), firstRetry);
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
                    "\"" + url + "\" is not the address of a node; write it as https://node.example:8060");
        var text = url.toString().replaceFirst("#.*", "");
        return URI.create(url.getScheme().toLowerCase(Locale.ROOT)
                + text.substring(url.getScheme().length(), text.length() - (text.endsWith("/") ? 1 : 0)));
    }

    private static Optional<String> pin(URI url) throws NodeUnavailableException {
        try {
            return CertificateTrust.pin(url);
        } catch (IllegalArgumentException e) {
            throw new NodeUnavailableException("bad-url", List.of(url.toString()), "\"" + url + "\" does not end in the"
                    + " fingerprint of a certificate; write it as https://node.example:8060#sha256=AB:CD:… with 32 pairs");
        }
    }

    private static String token(String token) throws NodeUnavailableException {
        var text = token.strip();
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~'))
            throw new NodeUnavailableException("bad-token", List.of(),
                    "This is not a token; copy the text of the node's admin.token file");
        return text;
    }
}
