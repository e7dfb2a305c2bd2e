package org.trunkline.sip.jain.internal.wire;

import java.util.Locale;

import gov.nist.javax.sip.message.SIPRequest;

import org.jspecify.annotations.Nullable;

/** What names a transaction of UDP (RFC 3261 §17.1.3, §17.2.3). */
public final class TransactionKey {
    private static final String MAGIC = "z9hG4bK";

    private TransactionKey() {}

    public static String of(String branch, String method) {
        return method + ' ' + branch;
    }

    /** @param method INVITE for its ACK and CANCEL too */
    public static String of(SIPRequest request, String method) {
        var via = request.getTopmostVia();
        String branch = via.getBranch();
        if (!named(branch))
            return method + " 2543 " + request.getRequestURI() + ' ' + request.getFrom().getTag() + ' '
                    + request.getCallId().getCallId() + ' ' + request.getCSeq().getSeqNumber() + ' '
                    + via.getHeaderValue();
        return of(method, branch, via.getHost(), via.getPort());
    }

    /** @param host and port of the topmost Via, -1 where it has none */
    public static String of(String method, String branch, String host, int port) {
        return method + ' ' + branch.toLowerCase(Locale.ROOT) + ' ' + host.toLowerCase(Locale.ROOT) + ':' + port;
    }

    /** A branch of RFC 3261, which alone names the transaction. */
    public static boolean named(@Nullable String branch) {
        return branch != null && branch.length() > MAGIC.length()
                && branch.regionMatches(true, 0, MAGIC, 0, MAGIC.length());
    }
}
