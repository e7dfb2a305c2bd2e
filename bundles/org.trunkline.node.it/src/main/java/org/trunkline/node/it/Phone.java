package org.trunkline.node.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.trunkline.node.it.SipText.header;
import static org.trunkline.node.it.SipText.lines;
import static org.trunkline.node.it.SipText.status;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** A telephone of few words: writes SIP by hand on a bare UDP socket, so that it shares no code with the node. */
final class Phone implements AutoCloseable {
    private static final int PATIENCE_MS = 40_000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final DatagramSocket sip;
    private final DatagramSocket rtp;
    private final InetSocketAddress node;
    private final String user;
    private final String password;
    private String callId = "";
    private String remote = "";
    private boolean browser;
    private String answer = "";
    private String to = "";
    private int cseq;

    Phone(InetSocketAddress node, String user, String password) throws IOException {
        this.node = node;
        this.user = user;
        this.password = password;
        sip = new DatagramSocket(0, LOOPBACK);
        sip.setSoTimeout(PATIENCE_MS);
        rtp = new DatagramSocket(0, LOOPBACK);
    }

    /** Registers with the strongest digest offered. @return the final status */
    int register(int expires) throws IOException {
        callId = UUID.randomUUID().toString();
        String uri = "sip:127.0.0.1";
        send(request("REGISTER", uri, aor(), "Expires: " + expires + "\r\n", ""));
        String answer = receiveFinal();
        if (status(answer) == 401) {
            send(request("REGISTER", uri, aor(), "Expires: " + expires + "\r\n"
                    + "Authorization: " + credentials(answer, "WWW-Authenticate", "REGISTER", uri), ""));
            answer = receiveFinal();
        }
        return status(answer);
    }

    /** From now on it describes its media as browsers do. */
    void describesItselfAsBrowser() {
        browser = true;
    }

    /** To the last call, as it came. */
    String finalAnswer() {
        return answer;
    }

    /** Calls, and acknowledges whatever final answer there is. @return its status */
    int call(String callee) throws IOException {
        callId = UUID.randomUUID().toString();
        String uri = "sip:" + callee + "@127.0.0.1";
        send(request("INVITE", uri, uri, "Content-Type: application/sdp\r\n", sdp()));
        answer = receiveFinal();
        if (status(answer) == 407) {
            acknowledge(uri, answer);
            send(request("INVITE", uri, uri, "Content-Type: application/sdp\r\nProxy-Authorization: "
                    + credentials(answer, "Proxy-Authenticate", "INVITE", uri), sdp()));
            answer = receiveFinal();
        }
        to = header(answer, "To").orElse("");
        remote = header(answer, "Contact").map(c -> c.replaceAll("^[^<]*<|>.*$", "")).orElse(uri);
        acknowledge(status(answer) < 300 ? remote : uri, answer);
        return status(answer);
    }

    /** Waits for one call and answers it. @return the user part it was called by */
    String answer() throws IOException {
        String invite = receive("INVITE");
        send(response(invite, "180 Ringing", ""));
        send(response(invite, "200 OK", sdp()));
        receive("ACK");
        return invite.substring(invite.indexOf(':') + 1, invite.indexOf('@'));
    }

    /** Waits for a NOTIFY and accepts it. @return its event */
    String notified() throws IOException {
        String notify = receive("NOTIFY");
        send(response(notify, "200 OK", ""));
        return header(notify, "Event").orElse("");
    }

    /** Waits for the other side to hang up. */
    void hungUp() throws IOException {
        send(response(receive("BYE"), "200 OK", ""));
    }

    /** @return status of the answer to BYE */
    int hangUp() throws IOException {
        cseq++;
        send("BYE " + remote + " SIP/2.0\r\n" + via() + "From: <" + aor() + ">;tag=1\r\nTo: " + to + "\r\nCall-ID: " + callId
                + "\r\nCSeq: " + cseq + " BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
        return status(receiveFinal());
    }

    private void acknowledge(String uri, String answer) throws IOException {
        send("ACK " + uri + " SIP/2.0\r\n" + "Via: " + header(answer, "Via").orElseThrow() + "\r\nFrom: <" + aor()
                + ">;tag=1\r\nTo: " + header(answer, "To").orElseThrow() + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq
                + " ACK\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
    }

    private String request(String method, String uri, String toUri, String more, String body) {
        cseq++;
        return method + " " + uri + " SIP/2.0\r\n" + via() + "From: <" + aor() + ">;tag=1\r\nTo: <" + toUri
                + ">\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " " + method + "\r\nContact: <sip:" + user
                + "@127.0.0.1:" + sip.getLocalPort() + ">\r\nMax-Forwards: 70\r\n" + more + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private String response(String request, String line, String body) {
        var vias = lines(request, "Via").map(v -> "Via: " + v + "\r\n").toList();
        String callee = header(request, "To").orElseThrow();
        return "SIP/2.0 " + line + "\r\n" + String.join("", vias) + "From: " + header(request, "From").orElseThrow()
                + "\r\nTo: " + callee + (callee.contains("tag=") ? "" : ";tag=9") + "\r\nCall-ID: "
                + header(request, "Call-ID").orElseThrow() + "\r\nCSeq: " + header(request, "CSeq").orElseThrow()
                + "\r\nContact: <sip:" + user + "@127.0.0.1:" + sip.getLocalPort() + ">\r\n"
                + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private String via() {
        return "Via: SIP/2.0/UDP 127.0.0.1:" + sip.getLocalPort() + ";rport;branch=z9hG4bK" + UUID.randomUUID() + "\r\n";
    }

    private String aor() {
        return "sip:" + user + "@127.0.0.1";
    }

    private String sdp() {
        if (browser)
            return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8\r\nc=IN IP4 0.0.0.0\r\n"
                    + "a=ice-ufrag:four\r\na=ice-pwd:twenty/two/characters/\r\na=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\n"
                    + "a=fingerprint:sha-256 AB" + ":CD".repeat(31) + "\r\na=rtpmap:8 PCMA/8000\r\n";
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + rtp.getLocalPort()
                + " RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";
    }

    private String credentials(String answer, String name, String method, String uri) {
        String challenge = lines(answer, name).filter(c -> c.contains("SHA-256")).findFirst().orElseThrow();
        String realm = parameter(challenge, "realm");
        String nonce = parameter(challenge, "nonce");
        String response = hash(hash(user + ":" + realm + ":" + password) + ":" + nonce + ":00000001:cn:auth:"
                + hash(method + ":" + uri));
        return "Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\"" + uri
                + "\", response=\"" + response + "\", algorithm=SHA-256, cnonce=\"cn\", qop=auth, nc=00000001\r\n";
    }

    private static String parameter(String challenge, String name) {
        var m = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
        if (!m.find())
            throw new IllegalStateException(challenge);
        return m.group(1);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        sip.send(new DatagramPacket(bytes, bytes.length, node));
    }

    private String receive() throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        sip.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    private String receive(String method) throws IOException {
        String message = receive();
        while (!message.startsWith(method + " "))
            message = receive();
        return message;
    }

    /** To the last request: an answer to an earlier one comes again where its ACK was late. */
    private String receiveFinal() throws IOException {
        String message = receive();
        while (!message.startsWith("SIP/2.0") || status(message) < 200 || !isToTheLastRequest(message))
            message = receive();
        return message;
    }

    private boolean isToTheLastRequest(String answer) {
        return header(answer, "Call-ID").orElse("").equals(callId)
                && header(answer, "CSeq").orElse("").startsWith(cseq + " ");
    }

    @Override
    public void close() {
        sip.close();
        rtp.close();
    }
}
