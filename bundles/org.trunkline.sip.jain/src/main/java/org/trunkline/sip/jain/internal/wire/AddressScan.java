package org.trunkline.sip.jain.internal.wire;

/** Checks name-addr and addr-spec with their parameters (RFC 3261 §20.10, §25.1). <b>Threads:</b> one. */
final class AddressScan {
    private byte[] in = {};
    private int to;
    private boolean tagged;
    private int uri;
    private int tag;
    private int tagEnd;

    /** From, To. */
    boolean one(byte[] bytes, int from, int end) {
        begin(bytes, end);
        return address(from) == to;
    }

    /** Contact. */
    boolean list(byte[] bytes, int from, int end) {
        begin(bytes, end);
        if (end - from == 1 && in[from] == '*')
            return true;
        int at = from;
        while (true) {
            at = address(at);
            if (at < 0 || at == to)
                return at == to;
            at = Ascii.skip(in, at + 1, to); // past the comma
        }
    }

    private void begin(byte[] bytes, int end) {
        in = bytes;
        to = end;
        tagged = false;
        tag = tagEnd = end;
        uri = end;
    }

    /** The last address read had a tag. */
    boolean tagged() {
        return tagged;
    }

    /** Where the tag begins that the last address read has. */
    int tag() {
        return tag;
    }

    int tagEnd() {
        return tagEnd;
    }

    /** Where its URI begins. */
    int uri() {
        return uri;
    }

    /** @return the end, or the comma behind it; -1 where it is none */
    private int address(int from) {
        if (from == to)
            return -1;
        int at = from;
        if (in[at] == '"') {
            at = quoted(at);
            if (at < 0)
                return -1;
            at = Ascii.skip(in, at, to);
            return at < to && in[at] == '<' ? bracketed(at) : -1;
        }
        while (at < to && (Ascii.isToken(in[at]) || Ascii.isSpace(in[at])))
            at++;
        return at < to && in[at] == '<' ? bracketed(at) : bare(from);
    }

    /** @return behind the closing quote */
    private int quoted(int from) {
        for (int i = from + 1; i < to; i++) {
            if (in[i] == '\\')
                i++;
            else if (in[i] == '"')
                return i + 1;
        }
        return -1;
    }

    private int bracketed(int from) {
        int close = from + 1;
        boolean colon = false;
        while (close < to && in[close] != '>') {
            if (Ascii.isSpace(in[close]) || in[close] == '<' || in[close] == '"')
                return -1;
            colon |= in[close] == ':';
            close++;
        }
        uri = from + 1;
        return close == to || !colon ? -1 : parameters(close + 1);
    }

    /** Without brackets, what follows a semicolon belongs to the header, and a question mark has no place. */
    private int bare(int from) {
        int end = from;
        boolean colon = false;
        while (end < to && in[end] != ';' && in[end] != ',' && !Ascii.isSpace(in[end])) {
            if (in[end] == '?' || in[end] == '<' || in[end] == '>' || in[end] == '"')
                return -1;
            colon |= in[end] == ':';
            end++;
        }
        uri = from;
        return colon ? parameters(end) : -1;
    }

    private int parameters(int from) {
        int at = Ascii.skip(in, from, to);
        while (at < to && in[at] == ';') {
            int name = Ascii.skip(in, at + 1, to);
            int end = name;
            while (end < to && Ascii.isToken(in[end]))
                end++;
            if (end == name)
                return -1;
            at = Ascii.skip(in, end, to);
            if (at < to && in[at] == '=') {
                int value = Ascii.skip(in, at + 1, to);
                at = value(value);
                if (at < 0)
                    return -1;
                if (Ascii.equal(in, name, end, "tag")) {
                    tagged = true;
                    tag = value;
                    tagEnd = at;
                }
            }
            at = Ascii.skip(in, at, to);
        }
        return at == to || in[at] == ',' ? at : -1;
    }

    private int value(int from) {
        if (from < to && in[from] == '"')
            return quoted(from);
        int end = from;
        while (end < to && (Ascii.isToken(in[end]) || in[end] == ':' || in[end] == '[' || in[end] == ']'
                || in[end] == '/' || in[end] == '@'))
            end++;
        return end == from ? -1 : end;
    }
}
