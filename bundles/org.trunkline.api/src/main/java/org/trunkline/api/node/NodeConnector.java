package org.trunkline.api.node;

import java.net.URI;

import org.trunkline.api.NodeUnavailableException;

/** Connects the desk to nodes elsewhere. */
public interface NodeConnector {
    /**
     * @param url base address, {@code http://127.0.0.1:8060} or {@code https://node.example:8060}. The certificate is
     *        verified by the authorities of the Java runtime; a fragment {@code #sha256=AB:CD:…} trusts the certificate of
     *        that fingerprint instead
     * @param token of that node's admin.token file
     * @throws NodeUnavailableException {@code untrusted-certificate} or {@code other-certificate} with address, fingerprint
     *         and subject where the certificate is not trusted; where nothing answers, the token is wrong, or it is not a Trunkline node
     */
    Node connect(URI url, String token) throws NodeUnavailableException;
}
