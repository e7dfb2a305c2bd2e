package org.trunkline.node.internal.analysis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codes that a plug-in has found so far: the index counts each, so a plug-in that makes up a code for every call would
 * fill its memory. <b>Threads:</b> any.
 */
final class KnownCodes {
    static final int MOST = 200;
    private static final Logger LOG = LoggerFactory.getLogger(KnownCodes.class);

    private final String plugin;
    private final Set<String> codes = ConcurrentHashMap.newKeySet();
    private boolean told;

    KnownCodes(String plugin) {
        this.plugin = plugin;
    }

    /** @return false for a new code where there are too many */
    boolean admits(String code) {
        return codes.contains(code) || admitsNew(code);
    }

    private synchronized boolean admitsNew(String code) {
        if (codes.size() < MOST)
            return codes.add(code) || codes.contains(code);
        if (!told)
            LOG.warn("{} has found {} different codes; findings with further codes are left out until the node is restarted. "
                    + "Put what differs from call to call into the text", plugin, MOST);
        told = true;
        return codes.contains(code);
    }
}
