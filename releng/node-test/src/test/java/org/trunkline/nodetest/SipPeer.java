package org.trunkline.nodetest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** A phone that knows just enough SIP over UDP to ask; written without the node's own code, as a peer should be. */
final class SipPeer implements AutoCloseable {
    private static final int AGAIN_MS = 4_000; // T2
    private static final int TRIES = 16; // more than timer F's: a busy machine

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private final InetSocketAddress node;
    private final String callId = UUID.randomUUID().toString();
    private int cseq;

    SipPeer(InetSocketAddress node) throws IOException {
        this.node = node;
        socket.setSoTimeout(AGAIN_MS);
    }

    /** @return the whole response */
    String options() throws IOException {
        return ask("OPTIONS", "sip:" + host(), "sip:peer@" + local(), "");
    }

    String register(String user, String authorization) throws IOException {
        return ask("REGISTER", "sip:" + host(), "sip:" + user + "@" + host(),
                "Contact: <sip:" + user + "@" + local() + ">\r\nExpires: 60\r\n" + authorization);
    }

    /** Registers as RFC 3261 §22.2 has it: the challenge, then the answer to its first algorithm. */
    String registerWithDigest(String user, String password) throws IOException {
        var challenge = register(user, "");
        if (status(challenge) != 401)
            return challenge;
        var line = challenge.lines().filter(l -> l.startsWith("WWW-Authenticate:")).findFirst().orElseThrow();
        var algorithm = parameter(line, "algorithm", "MD5");
        var realm = parameter(line, "realm", "");
        var nonce = parameter(line, "nonce", "");
        var uri = "sip:" + host();
        var ha1 = hash(algorithm, user + ":" + realm + ":" + password);
        var ha2 = hash(algorithm, "REGISTER:" + uri);
        var answer = hash(algorithm, ha1 + ":" + nonce + ":00000001:c0ffee:auth:" + ha2);
        return register(user, "Authorization: Digest username=\"" + user + "\", realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", uri=\"" + uri + "\", response=\"" + answer + "\", algorithm=" + algorithm
                + ", qop=auth, nc=00000001, cnonce=\"c0ffee\"\r\n");
    }

    /** Sends what is no SIP and waits for nothing. */
    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, node));
    }

    private String ask(String method, String uri, String to, String headers) throws IOException {
        cseq++;
        var request = method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + local() + ";rport;branch=z9hG4bK" + UUID.randomUUID() + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <" + to + ">;tag=" + Integer.toHexString(callId.hashCode()) + "\r\n"
                + "To: <" + to + ">\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + cseq + " " + method + "\r\n"
                + headers
                + "Content-Length: 0\r\n\r\n";
        for (int i = 1;; i++)
            try {
                send(request.getBytes(UTF_8));
                return answer(method);
            } catch (SocketTimeoutException e) {
                if (i == TRIES)
                    throw e;
            }
    }

    private String answer(String method) throws IOException {
        var buffer = new byte[65_535];
        while (true) {
            var packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            var response = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            if (status(response) >= 200 && response.contains("CSeq: " + cseq + " " + method))
                return response;
        }
    }

    static int status(String response) {
        return Integer.parseInt(response.split(" ", 3)[1]);
    }

    private String host() {
        return node.getHostString() + ":" + node.getPort();
    }

    private String local() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private static String parameter(String header, String name, String otherwise) {
        var m = Pattern.compile("\\b" + name + "=\"?([^\",]*)").matcher(header);
        return m.find() ? m.group(1) : otherwise;
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
