package org.trunkline.sip.jain.internal;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Reads the topmost Via (RFC 3261 §20.42): where an answer goes, and the transaction's name. <b>Threads:</b> one. */
final class ViaScan {
    private static final Refusal VIA = Refusal.malformed("Bad Via");
    private static final byte[] MAGIC = Ascii.bytes("z9hG4bK");
    private static final int NONE = -1;

    private byte[] in = {};
    private int host;
    private int hostEnd;
    private int port;
    private int branch;
    private int branchEnd;
    private int rport;
    private boolean alone;

    void begin(byte[] bytes) {
        in = bytes;
        host = hostEnd = branch = branchEnd = 0;
        port = rport = NONE;
        alone = false;
    }

    /** @return what is wrong with it */
    @Nullable Refusal read(int from, int to) {
        if (to - from < 8 || !Ascii.equal(in, from, from + 3, "SIP"))
            return VIA;
        int at = sentBy(from, to);
        alone = true;
        for (; at < to; at++) {
            if (in[at] == ',') {
                alone = false;
                return null;
            }
            if (in[at] == ';' && !parameter(Ascii.skip(in, at + 1, to), to))
                return VIA; // the cookie alone tells no transaction from another
        }
        return null;
    }

    /** @return where the parameters begin; leaves the host empty where it is odd, which the stack's parser judges */
    private int sentBy(int from, int to) {
        int at = from;
        for (int slashes = 0; at < to && slashes < 2; at++)
            if (in[at] == '/')
                slashes++;
        at = Ascii.skip(in, at, to);
        while (at < to && Ascii.isToken(in[at]))
            at++; // the transport
        int start = Ascii.skip(in, at, to);
        int end = start;
        boolean literal = start < to && in[start] == '[';
        while (end < to && in[end] != ';' && in[end] != ',' && !Ascii.isSpace(in[end]) && (literal || in[end] != ':')) {
            if (in[end] == ']')
                literal = false;
            end++;
        }
        int digits = end + 1;
        int number = 0;
        while (end < to && in[end] == ':' && digits < to && in[digits] >= '0' && in[digits] <= '9' && number < 65_536)
            number = number * 10 + in[digits++] - '0';
        if (number > 0 && number < 65_536)
            port = number;
        if (end < to && in[end] == ':' && number == 0 || number > 65_535)
            return end; // with spaces around the colon, or none at all
        host = start;
        hostEnd = end;
        return end;
    }

    /** @return false where a branch says nothing */
    private boolean parameter(int name, int to) {
        int end = name;
        while (end < to && Ascii.isToken(in[end]))
            end++;
        int equals = Ascii.skip(in, end, to);
        boolean valued = equals < to && in[equals] == '=';
        if (!valued) {
            if (Ascii.equal(in, name, end, "rport"))
                rport = end;
            return true;
        }
        if (!Ascii.equal(in, name, end, "branch"))
            return true;
        branch = Ascii.skip(in, equals + 1, to);
        branchEnd = branch;
        while (branchEnd < to && Ascii.isToken(in[branchEnd]))
            branchEnd++;
        return branchEnd != branch
                && !(branchEnd - branch == MAGIC.length && Ascii.equal(in, branch, branchEnd, MAGIC));
    }

    /** No other Via stands in the same line. */
    boolean alone() {
        return alone;
    }

    /** Index behind a parameter "rport" without a value (RFC 3581); -1 where there is none. */
    int rport() {
        return rport;
    }

    /** Where its sender listens; -1 where it does not say. */
    int port() {
        return port;
    }

    /** As it stands; empty where it is odd. */
    String host() {
        return Ascii.text(in, host, hostEnd);
    }

    /** Well spread. The same for a request that comes again. */
    int hash() {
        int hash = 1;
        for (int i = branch; i < branchEnd; i++)
            hash = 31 * hash + Ascii.lower(in[i]);
        return hash * 0x9E3779B9;
    }

    /** The key in {@link UdpTransactions}; empty without a branch of RFC 3261. */
    Optional<String> transaction(String method) {
        if (hostEnd == host || branchEnd - branch <= MAGIC.length
                || !Ascii.equal(in, branch, branch + MAGIC.length, MAGIC))
            return Optional.empty();
        return Optional.of(UdpTransactions.key(method, Ascii.text(in, branch, branchEnd), Ascii.text(in, host, hostEnd),
                port));
    }
}
