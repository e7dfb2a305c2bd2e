package org.trunkline.domain.config;

import java.util.List;

/**
 * Which trunks carry the numbers that begin with a prefix; the longest prefix wins.
 *
 * @param prefix of the normalised number; empty for all
 * @param trunks names, in the order tried
 */
public record Route(String prefix, List<String> trunks) {
    public Route {
        if (!Names.isPrefix(prefix))
            throw new IllegalArgumentException("prefix: " + prefix);
        trunks = List.copyOf(trunks);
        if (trunks.isEmpty())
            throw new IllegalArgumentException("a route needs a trunk");
    }
}
