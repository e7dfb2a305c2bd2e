package org.trunkline.phone.internal.sip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.internal.transport.SipConnection;

/** The other end of the connection, by hand: a test takes what was sent and answers it. */
final class FakeServer implements SipConnection.Connector {
    private static final Pattern SAME = Pattern.compile("(?m)^(Via|From|To|Call-ID|CSeq): .*$");

    private final Deque<String> sent = new ArrayDeque<>();
    private SipConnection.Listener phone;
    private final Optional<InetSocketAddress> here;
    private Runnable probed = () -> { };
    private boolean another;
    private int connections;
    private int calls;

    FakeServer() {
        this(Optional.empty());
    }

    /** @param here address of the phone; empty for one that nobody can reach */
    FakeServer(Optional<InetSocketAddress> here) {
        this.here = here;
    }

    @Override
    public SipConnection connect(URI server, SipConnection.Listener listener) {
        phone = listener;
        connections++;
        return new SipConnection() {
            @Override
            public void send(String message) {
                sent.add(message);
            }

            @Override
            public void close() {
                sent.add("closed");
            }

            @Override
            public void probe(Runnable alive) {
                sent.add("probe");
                probed = alive;
            }

            @Override
            public boolean abandon() {
                sent.add("abandoned");
                return another;
            }

            @Override
            public Optional<InetSocketAddress> local() {
                return here;
            }

            @Override
            public Optional<InetSocketAddress> remote() {
                return here.map(_ -> new InetSocketAddress("192.0.2.1", 5060));
            }
        };
    }

    /** Its name leads to a second address. */
    void hasAnother() {
        another = true;
    }

    int connections() {
        return connections;
    }

    /** As it came. */
    void receive(String message) {
        phone.received(message);
    }

    void open() {
        phone.opened();
    }

    void drop() {
        phone.closed(new LocalizableText("phone-connection-lost", List.of("here"), "lost"));
    }

    /** Answers the last probe. */
    void isThere() {
        probed.run();
    }

    /** The oldest message not yet taken. */
    String next(String beginning) {
        var message = sent.poll();
        assertTrue(message != null && message.startsWith(beginning), () -> beginning + " expected, and not " + message);
        return message;
    }

    void assertSilent() {
        assertTrue(sent.isEmpty(), () -> "not expected: " + sent);
    }

    static String header(String message, String name) {
        return Pattern.compile("(?m)^" + name + ": (.*?)\\r?$").matcher(message).results().map(it -> it.group(1))
                .collect(Collectors.joining(", "));
    }

    void reply(String request, String status, String body, String... headers) {
        var lines = new ArrayList<String>(List.of("SIP/2.0 " + status));
        SAME.matcher(request.replace("\r", "")).results().map(it -> it.group()).forEach(line -> lines.add(
                line.startsWith("To:") && !line.contains(";tag=") && !status.startsWith("100") ? line + ";tag=server" : line));
        lines.add("Contact: <sip:node@192.0.2.1>");
        lines.addAll(List.of(headers));
        phone.received(written(lines, body));
    }

    /** A request outside of dialogs. @return it */
    String request(String method, String body, String... headers) {
        calls++;
        var lines = new ArrayList<String>(List.of(method + " sip:anna@phone.invalid SIP/2.0",
                "Via: SIP/2.0/WS 192.0.2.1;branch=z9hG4bKn" + calls, "From: \"Bo\" <sip:bo@example.org>;tag=caller" + calls,
                "To: <sip:anna@example.org>", "Call-ID: in-" + calls, "CSeq: 1 " + method, "Contact: <sip:node@192.0.2.1>",
                "Max-Forwards: 70"));
        lines.addAll(List.of(headers));
        var text = written(lines, body);
        phone.received(text);
        return text;
    }

    /** A MESSAGE of somebody. @param callId the same for the same message */
    void message(String from, String callId, String type, String body, String... headers) {
        calls++;
        var lines = new ArrayList<String>(List.of("MESSAGE sip:anna@phone.invalid SIP/2.0",
                "Via: SIP/2.0/WS 192.0.2.1;branch=z9hG4bKm" + calls, "From: " + from + ";tag=m" + calls, "Call-ID: " + callId, "CSeq: 1 MESSAGE",
                "Max-Forwards: 70", "Content-Type: " + type));
        lines.addAll(List.of(headers));
        if (lines.stream().noneMatch(line -> line.startsWith("To:")))
            lines.add("To: <sip:anna@192.0.2.1>");
        phone.received(String.join("\r\n", lines) + "\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body);
    }

    /** A request in the dialog of a call that the phone got: with its answer's To. */
    void within(String invite, String answer, String method, int cseq, String body, String... headers) {
        inDialog(header(invite, "From"), header(answer, "To"), header(invite, "Call-ID"), method, cseq, body, headers);
    }

    /** A request in the dialog of a call that the phone made. */
    void back(String invite, String method, int cseq, String body, String... headers) {
        inDialog(header(invite, "To") + ";tag=server", header(invite, "From"), header(invite, "Call-ID"), method, cseq, body, headers);
    }

    private void inDialog(String from, String to, String callId, String method, int cseq, String body, String... headers) {
        var lines = new ArrayList<String>(List.of(method + " sip:anna@phone.invalid SIP/2.0",
                "Via: SIP/2.0/WS 192.0.2.1;branch=z9hG4bKd" + method + cseq, "From: " + from, "To: " + to, "Call-ID: " + callId,
                "CSeq: " + cseq + " " + method, "Contact: <sip:node@192.0.2.1>", "Max-Forwards: 70"));
        lines.addAll(List.of(headers));
        phone.received(written(lines, body));
    }

    /** @return the CANCEL of an INVITE */
    void cancel(String invite) {
        phone.received(invite.replaceFirst("^INVITE", "CANCEL").replaceFirst("CSeq: 1 INVITE", "CSeq: 1 CANCEL")
                .replaceFirst("(?s)\\r\\n(Content-Type: [^\\r]*\\r\\n)?Content-Length:.*", "\r\nContent-Length: 0\r\n\r\n"));
    }

    private static String written(List<String> lines, String body) {
        return String.join("\r\n", lines) + (body.isEmpty() ? "" : "\r\nContent-Type: application/sdp") + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
