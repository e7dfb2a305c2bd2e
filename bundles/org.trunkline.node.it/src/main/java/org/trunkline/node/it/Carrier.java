package org.trunkline.node.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.trunkline.node.it.SipText.header;
import static org.trunkline.node.it.SipText.lines;
import static org.trunkline.node.it.SipText.status;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A carrier that asks for credentials at INVITE and BYE, and sends the sound back. Like {@link Phone} it writes SIP by hand on a
 * bare UDP socket.
 */
final class Carrier implements AutoCloseable {
    private static final int PATIENCE_MS = 40_000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String REALM = "carrier.test";
    private static final String NONCE = "4e6f6e6365";

    private final DatagramSocket sip;
    private final DatagramSocket rtp;
    private final String user;
    private final String password;
    private String invite = "";
    private int cseq;

    Carrier(String user, String password) throws IOException {
        this.user = user;
        this.password = password;
        sip = new DatagramSocket(0, LOOPBACK);
        sip.setSoTimeout(PATIENCE_MS);
        rtp = new DatagramSocket(0, LOOPBACK);
        Thread.ofVirtual().name("carrier-echo").start(this::echo);
    }

    int port() {
        return sip.getLocalPort();
    }

    private void echo() {
        var packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (!rtp.isClosed()) {
                packet.setLength(2048);
                rtp.receive(packet);
                rtp.send(packet);
            }
        } catch (SocketException e) {
            // closed: the call is over
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Challenges an INVITE, takes it with the right credentials, rings and answers. @return the INVITE that was taken */
    String answer() throws IOException {
        String bare = receive("INVITE");
        send(response(bare, "407 Proxy Authentication Required", challenge(), ""), bare);
        receive("ACK");
        invite = receive("INVITE");
        while (header(invite, "Proxy-Authorization").isEmpty())
            invite = receive("INVITE");
        proves(invite, "INVITE");
        send(response(invite, "180 Ringing", "", ""), invite);
        send(response(invite, "200 OK", "", sdp(1)), invite);
        receive("ACK");
        return invite;
    }

    /** Asks within the dialog for the same media. @return the status of the answer */
    int asksAgain() throws IOException {
        int status = ask("INVITE", sdp(2));
        send(request("ACK", ""), invite);
        return status;
    }

    /** @return the status of the answer */
    int hangUp() throws IOException {
        return ask("BYE", "");
    }

    private int ask(String method, String body) throws IOException {
        cseq++;
        send(request(method, body), invite);
        String answer = receive("SIP/2.0");
        while (status(answer) < 200 || !header(answer, "CSeq").orElse("").equals(cseq + " " + method))
            answer = receive("SIP/2.0");
        return status(answer);
    }

    /** Waits until the node hangs up, and challenges that too. */
    void hungUp() throws IOException {
        String bare = receive("BYE");
        if (header(bare, "Proxy-Authorization").isEmpty()) {
            send(response(bare, "407 Proxy Authentication Required", challenge(), ""), bare);
            bare = receive("BYE");
            while (header(bare, "Proxy-Authorization").isEmpty())
                bare = receive("BYE");
        }
        proves(bare, "BYE");
        send(response(bare, "200 OK", "", ""), bare);
    }

    private String challenge() {
        return "Proxy-Authenticate: Digest realm=\"" + REALM + "\", nonce=\"" + NONCE + "\", algorithm=SHA-256, qop=\"auth\"\r\n";
    }

    private void proves(String request, String method) {
        String given = header(request, "Proxy-Authorization").orElseThrow();
        String expected = hash(hash(user + ":" + REALM + ":" + password) + ":" + NONCE + ":" + parameter(given, "nc") + ":"
                + parameter(given, "cnonce") + ":auth:" + hash(method + ":" + parameter(given, "uri")));
        if (!parameter(given, "username").equals(user) || !parameter(given, "response").equals(expected))
            throw new AssertionError("wrong credentials: " + given);
    }

    private static String parameter(String header, String name) {
        var m = Pattern.compile("[ ,]" + name + "=\"?([^\",]*)").matcher(header);
        if (!m.find())
            throw new AssertionError("no " + name + ": " + header);
        return m.group(1);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String sdp(int version) {
        return "v=0\r\no=- 1 " + version + " IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + rtp.getLocalPort()
                + " RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";
    }

    private String contact() {
        return "Contact: <sip:carrier@127.0.0.1:" + port() + ">\r\n";
    }

    private static String body(String text) {
        return (text.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + text.length() + "\r\n\r\n" + text;
    }

    private String response(String request, String line, String more, String sdp) {
        String vias = String.join("", lines(request, "Via").map(v -> "Via: " + v + "\r\n").toList());
        String to = header(request, "To").orElseThrow();
        return "SIP/2.0 " + line + "\r\n" + vias + "From: " + header(request, "From").orElseThrow() + "\r\nTo: " + to
                + (to.contains("tag=") ? "" : ";tag=c1") + "\r\nCall-ID: " + header(request, "Call-ID").orElseThrow() + "\r\nCSeq: "
                + header(request, "CSeq").orElseThrow() + "\r\n" + contact() + more + body(sdp);
    }

    /** Of the carrier, in the dialog that {@link #answer} began. */
    private String request(String method, String sdp) {
        String target = header(invite, "Contact").orElseThrow().replaceAll("^[^<]*<|>.*$", "");
        return method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=z9hG4bK" + method + cseq
                + header(invite, "Call-ID").orElseThrow().hashCode() + "\r\nFrom: " + header(invite, "To").orElseThrow() + ";tag=c1\r\nTo: "
                + header(invite, "From").orElseThrow() + "\r\nCall-ID: " + header(invite, "Call-ID").orElseThrow() + "\r\nCSeq: " + cseq
                + " " + method + "\r\nMax-Forwards: 70\r\n" + contact() + body(sdp);
    }

    /** @param from whose sender it goes to */
    private void send(String text, String from) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        String via = header(from, "Via").orElseThrow();
        var m = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(via);
        if (!m.find())
            throw new AssertionError(via);
        sip.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, Integer.parseInt(m.group(1))));
    }

    private String receive(String start) throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        while (true) {
            packet.setLength(65_535);
            sip.receive(packet);
            String message = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            if (message.startsWith(start))
                return message;
        }
    }

    @Override
    public void close() {
        sip.close();
        rtp.close();
    }
}
