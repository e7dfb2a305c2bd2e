package org.trunkline.engine.directory.digest;

import java.util.Comparator;
import java.util.List;

/**
 * Which challenges a client gets, and in which order. A client ought to take the first it knows and pass over the
 * rest (RFC 8760 §2.4), and most do. Some do not, found by trying them: SIPp 3.6 fails where the first challenge is not
 * MD5, baresip 1.0 where any is not.
 */
public final class DigestOffer {
    private static final String SIPP = "sipp";
    private static final List<String> BARESIP = List.of("baresip v0.", "baresip v1.");

    private final List<DigestAlgorithm> algorithms;
    private final List<DigestAlgorithm> md5First;

    /** @param algorithms all that the node accepts, best first */
    public DigestOffer(List<DigestAlgorithm> algorithms) {
        if (algorithms.isEmpty())
            throw new IllegalArgumentException("no digest algorithm");
        this.algorithms = List.copyOf(algorithms);
        md5First = algorithms.stream().sorted(Comparator.reverseOrder()).toList();
    }

    boolean accepts(DigestAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /** Never empty; an algorithm that the node does not accept is offered to nobody. */
    List<DigestAlgorithm> to(String userAgent) {
        if (!algorithms.contains(DigestAlgorithm.MD5))
            return algorithms;
        for (String old : BARESIP)
            if (begins(userAgent, old))
                return List.of(DigestAlgorithm.MD5);
        return userAgent.isEmpty() || begins(userAgent, SIPP) ? md5First : algorithms;
    }

    private static boolean begins(String userAgent, String with) {
        return userAgent.regionMatches(true, 0, with, 0, with.length());
    }
}
