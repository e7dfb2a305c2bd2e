package org.trunkline.sip.jain.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An answer to a request that no parser has read: what RFC 3261 §8.2.6.2 wants copied is copied as it stands, whatever
 * is there of it.
 */
public final class StatelessResponse {
    private static final int MOST_COPIED = 8192;
    /** Status line, tag, received and port, the node's own headers. */
    static final int MOST_ADDED = 300;
    private static final Pattern SENT_BY =
            Pattern.compile("(?i)SIP\\s*/\\s*2\\.0\\s*/\\s*\\w+\\s+(?:\\[[^\\]]*\\]|[^\\s:;,\\[]+)\\s*(?::\\s*(\\d{1,5}))?.*");
    private static final Pattern RPORT = Pattern.compile("(?i);\\s*rport\\s*(?=[;,]|$)");
    private static final Pattern TAG = Pattern.compile("(?i);\\s*tag\\s*=");
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f]+");

    private final HeadIndex lines;
    private final int length;
    private final InetSocketAddress source;

    /** @param endOfHead of the message within its bytes */
    public StatelessResponse(byte[] message, int endOfHead, InetSocketAddress source) {
        lines = HeadIndex.of(Arrays.copyOf(message, Math.min(message.length, endOfHead)));
        this.length = message.length;
        this.source = source;
    }

    /**
     * @return empty where too much would have to be copied, where the answer would be longer than its request, as octets that are
     *         not UTF-8 would make it, or where there is no way back: a forged source must not get more than was sent
     */
    public byte[] bytes(int status, String phrase, String... more) {
        var vias = lines.of("via");
        var text = new StringBuilder(512).append("SIP/2.0 ").append(status).append(' ').append(phrase);
        for (int i = 0; i < vias.size(); i++)
            text.append("\r\nVia: ").append(i == 0 ? received(clean(vias.get(i))) : clean(vias.get(i)));
        first("From", "from", text);
        lines.of("to").stream().findFirst().ifPresent(to -> text.append("\r\nTo: ").append(clean(to))
                .append(TAG.matcher(to).find() ? "" : ";tag=" + SipTokens.tag()));
        first("Call-ID", "call-id", text);
        first("CSeq", "cseq", text);
        for (String line : more)
            text.append("\r\n").append(line);
        text.append("\r\nServer: ").append(WireResponse.PRODUCT).append("\r\nContent-Length: 0\r\n\r\n");
        byte[] bytes = text.toString().getBytes(UTF_8);
        return vias.isEmpty() || bytes.length > Math.min(MOST_COPIED, length + MOST_ADDED) ? new byte[0] : bytes;
    }

    private void first(String name, String key, StringBuilder text) {
        lines.of(key).stream().findFirst()
                .ifPresent(value -> text.append("\r\n").append(name).append(": ").append(clean(value)));
    }

    private static String clean(String value) {
        return CONTROLS.matcher(value).replaceAll(" ");
    }

    private String received(String via) {
        if (via.indexOf(',') >= 0)
            return via;
        String address = source.getAddress().getHostAddress();
        return RPORT.matcher(via).replaceFirst(";rport=" + source.getPort()) + ";received=" + address;
    }

    /** Where it goes over UDP (RFC 3261 §18.2.2, RFC 3581 §4). */
    public InetSocketAddress target() {
        List<String> vias = lines.of("via");
        if (vias.isEmpty() || RPORT.matcher(vias.getFirst()).find())
            return source;
        var sentBy = SENT_BY.matcher(clean(vias.getFirst()));
        if (!sentBy.matches())
            return source;
        int port = sentBy.group(1) == null ? 5060 : Integer.parseInt(sentBy.group(1));
        return port == 0 || port > 65_535 ? source : new InetSocketAddress(source.getAddress(), port);
    }
}
