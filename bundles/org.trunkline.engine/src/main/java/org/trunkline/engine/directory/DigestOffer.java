package org.trunkline.engine.directory;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which challenges a client gets, and in which order. A client ought to take the first it knows and pass over the
 * rest (RFC 8760 §2.4), and most do. Some do not, found by trying them: SIPp 3.6 fails where the first challenge is not
 * MD5, baresip 1.0 where any is not.
 *
 * @param algorithms all that the node accepts, best first
 */
record DigestOffer(List<DigestAlgorithm> algorithms) {
    private static final Pattern MD5_ALONE = Pattern.compile("(?i)baresip v[01]\\..*");
    private static final Pattern MD5_FIRST = Pattern.compile("(?i)sipp.*|");

    DigestOffer {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty())
            throw new IllegalArgumentException("no digest algorithm");
    }

    /** Never empty; an algorithm that the node does not accept is offered to nobody. */
    List<DigestAlgorithm> to(String userAgent) {
        if (!algorithms.contains(DigestAlgorithm.MD5))
            return algorithms;
        if (MD5_ALONE.matcher(userAgent).matches())
            return List.of(DigestAlgorithm.MD5);
        return MD5_FIRST.matcher(userAgent).matches() ? algorithms.stream().sorted((a, b) -> b.compareTo(a)).toList()
                : algorithms;
    }
}
