package org.trunkline.sip.jain.internal.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP upgrade that opens a WebSocket (RFC 6455 §4.2) with the subprotocol {@code sip} (RFC 7118 §4.1). What is not
 * one gets an HTTP error. <b>Threads:</b> any.
 *
 * @param origins of pages that may connect, lower case; none for all
 */
public record WebSocketHandshake(List<String> origins) {
    private static final int LONGEST = 8192;
    private static final int KEY_BYTES = 16;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String PROTOCOL = "sip";

    public WebSocketHandshake {
        origins = List.copyOf(origins);
    }

    /** @throws IOException where no WebSocket comes about; the peer was told why */
    public void greet(Socket socket) throws IOException {
        var lines = head(socket.getInputStream()).split("\r\n");
        var headers = headers(lines);
        if (!lines[0].matches("GET \\S+ HTTP/1\\.1"))
            throw refused(socket, "400 Bad Request", "not a GET of HTTP/1.1");
        if (!lists(headers.get("upgrade"), "websocket") || !lists(headers.get("connection"), "upgrade"))
            throw refused(socket, "426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade", "not an upgrade");
        if (!headers.getOrDefault("sec-websocket-version", "").equals("13"))
            throw refused(socket, "426 Upgrade Required\r\nSec-WebSocket-Version: 13", "another version");
        if (!lists(headers.get("sec-websocket-protocol"), PROTOCOL))
            throw refused(socket, "400 Bad Request", "without the subprotocol sip");
        String origin = headers.getOrDefault("origin", "").toLowerCase(Locale.ROOT);
        if (!origins.isEmpty() && !origin.isEmpty() && !origins.contains(origin))
            throw refused(socket, "403 Forbidden", "from a page of " + origin);
        String key = headers.getOrDefault("sec-websocket-key", "");
        if (!isKey(key))
            throw refused(socket, "400 Bad Request", "without a key");
        write(socket, "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accept(key) + "\r\nSec-WebSocket-Protocol: " + PROTOCOL);
    }

    /** Byte by byte: what follows is a frame. */
    private static String head(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
            int read = in.read();
            if (read < 0 || text.length() == LONGEST)
                throw new IOException(read < 0 ? "it ended in its request" : "its request is too long");
            text.append((char) read);
        }
        return text.toString();
    }

    private static Map<String, String> headers(String[] lines) {
        var headers = new HashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0)
                headers.merge(lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip(), (a, b) -> a + ',' + b);
        }
        return headers;
    }

    private static boolean lists(@Nullable String values, String wanted) {
        if (values != null)
            for (String value : values.split(","))
                if (value.strip().equalsIgnoreCase(wanted))
                    return true;
        return false;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String accept(String key) throws IOException {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e); // every Java has it
        }
    }

    private static IOException refused(Socket socket, String status, String why) throws IOException {
        write(socket, status + "\r\nContent-Length: 0\r\nConnection: close");
        return new IOException("no WebSocket: " + why);
    }

    private static void write(Socket socket, String head) throws IOException {
        socket.getOutputStream().write(("HTTP/1.1 " + head + "\r\n\r\n").getBytes(ISO_8859_1));
    }
}
