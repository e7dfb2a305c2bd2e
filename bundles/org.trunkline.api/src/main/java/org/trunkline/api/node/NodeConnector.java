package org.trunkline.api.node;

import java.net.URI;

import org.trunkline.api.NodeUnavailableException;

/** Connects the desk to nodes elsewhere. */
public interface NodeConnector {
    /**
     * @param url base address, {@code http://127.0.0.1:8060}
     * @param token of that node's admin.token file
     * @throws NodeUnavailableException where nothing answers, the token is wrong, or it is not a Trunkline node
     */
    Node connect(URI url, String token) throws NodeUnavailableException;
}
