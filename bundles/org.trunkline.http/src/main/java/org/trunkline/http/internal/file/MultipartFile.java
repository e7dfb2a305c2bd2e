package org.trunkline.http.internal.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first file of a form (RFC 7578), read while it arrives: nothing of it is kept in memory or in a temporary file.
 * The stream is the file's content, and ends where the file does.
 */
final class MultipartFile extends InputStream {
    private static final int LONGEST_HEAD = 8192;
    private static final int MOST_PARTS = 20;
    private static final int BUFFER = 64 << 10;
    private static final Pattern BOUNDARY = Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[;\\s]filename\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.){0,1000})\"|([^\\s;\"]{1,1000}))",
            Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    /** Line end, two hyphens and the boundary. */
    private final byte[] mark;
    private byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private boolean over;
    private String name = "";
    private String type = "";

    private MultipartFile(InputStream in, byte[] mark) {
        this.in = in;
        this.mark = mark;
    }

    /** Empty where the body is no such form, or has no file. @param contentType of the request @throws IOException if it ends early */
    static Optional<MultipartFile> read(String contentType, InputStream body) throws IOException {
        var boundary = BOUNDARY.matcher(contentType);
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data") || !boundary.find())
            return Optional.empty();
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        var file = new MultipartFile(body, ("\r\n--" + text).getBytes(ISO_8859_1));
        return file.begin() ? Optional.of(file) : Optional.empty();
    }

    /** As the sender named it; may be empty. */
    String name() {
        return name;
    }

    /** Content-Type of the part; may be empty. */
    String type() {
        return type;
    }

    /** Finds the first part with a file name. */
    private boolean begin() throws IOException {
        fill();
        buffer = prefixed();
        for (int part = 0; part < MOST_PARTS; part++) {
            skipPart();
            var ending = new byte[] {(byte) next(), (byte) next()};
            if (ending[0] == '-' && ending[1] == '-')
                return false;
            over = false;
            var head = head();
            var found = NAME.matcher(head.getOrDefault("content-disposition", ""));
            if (found.find()) {
                name = found.group(1) == null ? found.group(2) : found.group(1).replaceAll("\\\\(.)", "$1").replace("%22", "\"");
                type = head.getOrDefault("content-type", "");
                return true;
            }
        }
        return false;
    }

    /** The first boundary has no line end before it. */
    private byte[] prefixed() {
        var all = new byte[BUFFER + 2];
        all[0] = '\r';
        all[1] = '\n';
        System.arraycopy(buffer, from, all, 2, to - from);
        to = to - from + 2;
        from = 0;
        return all;
    }

    private void skipPart() throws IOException {
        var rest = new byte[BUFFER];
        while (read(rest, 0, rest.length) >= 0) {
            // passed over
        }
    }

    private Map<String, String> head() throws IOException {
        var head = new HashMap<String, String>();
        var line = new ByteArrayOutputStream();
        for (int bytes = 0; bytes < LONGEST_HEAD; bytes++) {
            int c = next();
            if (c != '\n') {
                line.write(c);
                continue;
            }
            String text = line.toString(UTF_8).strip();
            line.reset();
            if (text.isEmpty())
                return head;
            int colon = text.indexOf(':');
            if (colon > 0)
                head.putIfAbsent(text.substring(0, colon).strip().toLowerCase(Locale.ROOT), text.substring(colon + 1).strip());
            else if (!head.isEmpty() || !text.isEmpty())
                throw new IOException("a header of the form is malformed");
        }
        throw new IOException("the headers of the form are too long");
    }

    private int next() throws IOException {
        if (from == to && !fill())
            throw new EOFException("the form ends early");
        return buffer[from++] & 0xff;
    }

    /** Reads more behind what is there. @return false at the end */
    private boolean fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        int read = in.read(buffer, to, buffer.length - to);
        to += Math.max(0, read);
        return read >= 0;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        if (over)
            return -1;
        while (true) {
            int at = indexOfMark();
            int known = at >= 0 ? at - from : to - from - mark.length + 1; // what cannot be the beginning of a mark
            if (known > 0) {
                int count = Math.min(known, length);
                System.arraycopy(buffer, from, out, offset, count);
                from += count;
                return count;
            }
            if (at >= 0) {
                from += mark.length;
                over = true;
                return -1;
            }
            if (!fill())
                throw new EOFException("the form ends early");
        }
    }

    private int indexOfMark() {
        for (int i = from; i <= to - mark.length; i++)
            if (buffer[i] == '\r' && Arrays.equals(buffer, i, i + mark.length, mark, 0, mark.length))
                return i;
        return -1;
    }
}
