package org.trunkline.sip.jain.internal.wire;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Reads the topmost Via (RFC 3261 §20.42): where an answer goes, and the transaction's name. <b>Threads:</b> one. */
public final class ViaScan {
    private static final Refusal VIA = Refusal.malformed("Bad Via");
    private static final byte[] MAGIC = Ascii.bytes("z9hG4bK");
    private static final int NONE = -1;
    private static final int MOST_PORT = 65_535;

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

    /**
     * Names the same transaction as the stack's parser does, or none: what that would read in another way is refused.
     *
     * @return what is wrong with it
     */
    @Nullable Refusal read(int from, int to) {
        int at = sentBy(protocol(from, to), to);
        while (at >= 0 && at < to && in[at] == ';')
            at = parameter(Ascii.skip(in, at + 1, to), to);
        if (at < 0 || at < to && in[at] != ',' && in[at] != '(')
            return VIA;
        alone = at == to; // or another follows, or a comment of RFC 2543
        return null;
    }

    /** @return the index of the host; -1 where it does not begin as it should */
    private int protocol(int from, int to) {
        if (to - from < 8 || !Ascii.equal(in, from, from + 3, "SIP"))
            return -1;
        int at = Ascii.skip(in, from + 3, to);
        for (int part = 0; part < 2; part++) { // version, transport
            if (at == to || in[at] != '/')
                return -1;
            int start = Ascii.skip(in, at + 1, to);
            int end = token(start, to);
            if (end == start)
                return -1;
            at = Ascii.skip(in, end, to);
            if (part == 1 && at == end)
                return -1;
        }
        return at;
    }

    private int token(int from, int to) {
        int at = from;
        while (at < to && Ascii.isToken(in[at]))
            at++;
        return at;
    }

    /** @return the index behind it and the white space that follows; -1 where it is none */
    private int sentBy(int from, int to) {
        if (from < 0)
            return -1;
        int end = from < to && in[from] == '[' ? literal(from, to) : token(from, to);
        if (end == from)
            return -1;
        host = from;
        hostEnd = end;
        int at = Ascii.skip(in, end, to);
        return at < to && in[at] == ':' ? port(Ascii.skip(in, at + 1, to), to) : at;
    }

    /** An IPv6 address in its brackets. */
    private int literal(int from, int to) {
        int at = from + 1;
        while (at < to && (in[at] == ':' || in[at] == '.' || Character.digit(in[at], 16) >= 0))
            at++;
        return at < to && in[at] == ']' ? at + 1 : from;
    }

    private int port(int from, int to) {
        int at = from;
        int number = 0;
        while (at < to && in[at] >= '0' && in[at] <= '9' && number <= MOST_PORT)
            number = number * 10 + in[at++] - '0';
        if (number == 0 || number > MOST_PORT)
            return -1;
        port = number;
        return Ascii.skip(in, at, to);
    }

    /** @return the index behind it and the white space that follows; -1 where it is none, or a branch that says nothing */
    private int parameter(int name, int to) {
        int end = token(name, to);
        int at = Ascii.skip(in, end, to);
        if (end == name)
            return -1;
        boolean isBranch = Ascii.equal(in, name, end, "branch");
        if (at == to || in[at] != '=') {
            if (Ascii.equal(in, name, end, "rport"))
                rport = end;
            return isBranch ? -1 : at;
        }
        int value = Ascii.skip(in, at + 1, to);
        end = isBranch ? token(value, to) : value(value, to);
        if (isBranch) {
            branch = value;
            branchEnd = end;
            if (end == value || end - value == MAGIC.length && Ascii.equal(in, value, end, MAGIC))
                return -1; // the cookie alone tells no transaction from another
        }
        return end < 0 ? -1 : Ascii.skip(in, end, to);
    }

    private int value(int from, int to) {
        int at = from;
        if (at < to && in[at] == '"') {
            do {
                at += in[at] == '\\' ? 2 : 1;
            } while (at < to && in[at] != '"');
            return at < to ? at + 1 : -1;
        }
        while (at < to && (Ascii.isToken(in[at]) || in[at] == ':' || in[at] == '[' || in[at] == ']'))
            at++;
        return at;
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
    public int port() {
        return port;
    }

    /** As it stands; empty where it is odd. */
    public String host() {
        return Ascii.text(in, host, hostEnd);
    }

    /** Well spread. The same for a request that comes again. */
    int hash() {
        int hash = 1;
        for (int i = branch; i < branchEnd; i++)
            hash = 31 * hash + Ascii.lower(in[i]);
        return hash * 0x9E3779B9;
    }

    /** The {@link TransactionKey}; empty without a branch of RFC 3261. */
    Optional<String> transaction(String method) {
        if (hostEnd == host || branchEnd - branch <= MAGIC.length
                || !Ascii.equal(in, branch, branch + MAGIC.length, MAGIC))
            return Optional.empty();
        return Optional.of(TransactionKey.of(method, Ascii.text(in, branch, branchEnd), Ascii.text(in, host, hostEnd),
                port));
    }
}
