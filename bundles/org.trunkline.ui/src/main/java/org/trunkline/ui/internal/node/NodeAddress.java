package org.trunkline.ui.internal.node;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what people type as the address of a node. */
public final class NodeAddress {
    private static final int PORT = 8060;
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d*)?");

    private NodeAddress() {}

    /**
     * {@code 192.0.2.10}, {@code host:8060} and whole URLs of http or https, which may end in the fingerprint of a
     * certificate. Without a scheme it is https, and http on this machine.
     *
     * @return empty where it is not an address
     */
    public static Optional<URI> parse(String typed) {
        String text = typed.strip();
        if (text.isEmpty())
            return Optional.empty();
        try {
            var uri = new URI(text.contains("://") ? text : (LOOPBACK.matcher(text).matches() ? "http://" : "https://") + text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null)
                return Optional.empty();
            int port = uri.getPort() < 0 && !text.contains("://") ? PORT : uri.getPort();
            return Optional.of(new URI(uri.getScheme(), null, uri.getHost(), port, "", null, uri.getFragment()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
