package org.trunkline.engine.directory.digest;

import java.util.Comparator;
import java.util.List;

/**
 * Which challenges a client gets, and in which order. A client ought to take the first it knows and pass over the
 * rest (RFC 8760 §2.4), and most do. Some do not, found by trying them: SIPp 3.6 and JsSIP 3.13 fail where the first
 * challenge is not MD5, baresip 1.0 where any is not.
 */
public final class DigestOffer {
    private static final List<String> FIRST_ALONE = List.of("sipp", "jssip");
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
        if (begins(userAgent, BARESIP))
            return List.of(DigestAlgorithm.MD5);
        return userAgent.isEmpty() || begins(userAgent, FIRST_ALONE) ? md5First : algorithms;
    }

    private static boolean begins(String userAgent, List<String> names) {
        return names.stream().anyMatch(name -> userAgent.regionMatches(true, 0, name, 0, name.length()));
    }
}
