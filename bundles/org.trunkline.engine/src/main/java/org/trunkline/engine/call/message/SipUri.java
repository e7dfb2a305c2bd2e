package org.trunkline.engine.call.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkPeer;

/**
 * What the engine needs of a SIP or tel URI.
 *
 * @param user unescaped, without password or parameters; empty where there is none
 * @param host name, IPv4 or IPv6 without brackets; empty of a tel URI
 * @param port 0 where absent
 * @param transport lower case, empty where absent
 */
public record SipUri(String scheme, String user, String host, int port, String transport) {
    /** A name of labels, the last of which is no number (RFC 3261 §25.1). */
    private static final Pattern NAME = Pattern.compile("(?i)(?:\\w(?:[\\w-]*\\w)?\\.)*(?!\\d+\\.?$)\\w(?:[\\w-]*\\w)?\\.?");
    private static final int LONGEST_NAME = 255;

    /** Empty where it is no SIP, SIPS or tel URI. */
    public static Optional<SipUri> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0)
            return Optional.empty();
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sip", "sips" -> ofSip(scheme, rest);
            case "tel" -> Optional.of(new SipUri(scheme, strip(rest.split(";", 2)[0]), "", 0, ""));
            default -> Optional.empty();
        };
    }

    private static Optional<SipUri> ofSip(String scheme, String rest) {
        int at = rest.indexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        String where = rest.substring(at + 1);
        int question = where.indexOf('?');
        if (question >= 0)
            where = where.substring(0, question);
        int semicolon = where.indexOf(';');
        String parameters = semicolon < 0 ? "" : where.substring(semicolon);
        String hostPort = semicolon < 0 ? where : where.substring(0, semicolon);
        int bracket = hostPort.indexOf(']');
        int colon = hostPort.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
        int port = colon < 0 ? 0 : port(hostPort.substring(colon + 1));
        if (bracket > 0 && host.startsWith("["))
            host = host.substring(1, host.length() - 1);
        if (host.isEmpty() || port < 0)
            return Optional.empty();
        int end = user.length();
        for (int i = 0; i < end; i++)
            if (user.charAt(i) == ':' || user.charAt(i) == ';')
                end = i;
        return Optional.of(new SipUri(scheme, unescape(user.substring(0, end)), host, port, transport(parameters)));
    }

    /** Whether its host can be one: a name, or an address. A tel URI needs none. */
    public boolean hasPlace() {
        if (scheme.equals("tel"))
            return true;
        return host.length() <= LONGEST_NAME && NAME.matcher(host).matches() || isAddress(host);
    }

    private static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 0 && port <= 65535 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String transport(String parameters) {
        int at = parameters.toLowerCase(Locale.ROOT).indexOf(";transport=");
        if (at < 0)
            return "";
        int from = at + ";transport=".length();
        int end = parameters.indexOf(';', from);
        return parameters.substring(from, end < 0 ? parameters.length() : end).toLowerCase(Locale.ROOT);
    }

    /** Visual separators of a tel number (RFC 3966 §5.1.1) mean nothing. */
    private static String strip(String number) {
        return number.replaceAll("[-.()]", "");
    }

    private static String unescape(String text) {
        if (text.indexOf('%') < 0)
            return text;
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < text.length() && Character.digit(text.charAt(i + 1), 16) >= 0
                    && Character.digit(text.charAt(i + 2), 16) >= 0) {
                bytes.write(Character.digit(text.charAt(i + 1), 16) * 16 + Character.digit(text.charAt(i + 2), 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
            }
        }
        return bytes.toString(UTF_8);
    }

    /** {@code sip:user@host}, the user part escaped. @param host with port and parameters */
    public static String of(String user, String host) {
        return "sip:" + escape(user) + '@' + host;
    }

    /** What stands for a trunk after the at sign: its host with port and transport where these are not the usual ones. */
    public static String host(Trunk trunk) {
        var peer = trunk.peer();
        String host = peer.host().indexOf(':') < 0 ? peer.host() : '[' + peer.host() + ']';
        if (peer.port() == 0)
            return host; // the name says the rest
        return host + (peer.port() == TrunkPeer.DEFAULT_PORT ? "" : ":" + peer.port())
                + (peer.transport() == Transport.UDP ? "" : ";transport=" + peer.transport().token());
    }

    /** Whether each hop to it must be one of TLS (RFC 3261 §26.2.2). */
    public static boolean secure(String uri) {
        return uri.regionMatches(true, 0, "sips:", 0, 5);
    }

    /** @param secure whether each further hop must be one of TLS (RFC 3261 §26.2.2) */
    public static String of(String user, String host, boolean secure) {
        String uri = of(user, host);
        return secure ? "sips" + uri.substring(3) : uri;
    }

    /** A user part with what RFC 3261 §25.1 does not allow there escaped. */
    public static String escape(String user) {
        for (int i = 0; i < user.length(); i++)
            if (!allowed(user.charAt(i)))
                return escapeAll(user);
        return user;
    }

    private static String escapeAll(String user) {
        var text = new StringBuilder();
        for (byte b : user.getBytes(UTF_8)) {
            if (b >= 0 && allowed((char) b))
                text.append((char) b);
            else
                text.append(String.format("%%%02X", b & 0xff));
        }
        return text.toString();
    }

    private static boolean allowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || "-_.!~*'()&=+$,?/".indexOf(c) >= 0;
    }
}
