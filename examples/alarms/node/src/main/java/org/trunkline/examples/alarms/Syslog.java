package org.trunkline.examples.alarms;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;

/** Alerts as syslog messages: UDP (RFC 5426), TCP (RFC 6587) or TLS (RFC 5425). */
@Component
public final class Syslog implements AlertChannel {
    private static final int UDP_PORT = 514;
    private static final int TLS_PORT = 6514;
    private static final int PATIENCE_MS = 10_000;

    private final InstantSource clock;
    private final SSLSocketFactory tls;
    private final Supplier<String> ownName;

    @Activate
    public Syslog() {
        this(InstantSource.system(), (SSLSocketFactory) SSLSocketFactory.getDefault(), Syslog::ownName);
    }

    /** @param ownName of this machine; empty where it is unknown */
    Syslog(InstantSource clock, SSLSocketFactory tls, Supplier<String> ownName) {
        this.clock = clock;
        this.tls = tls;
        this.ownName = ownName;
    }

    @Override
    public ChannelInfo info() {
        return new ChannelInfo("syslog", LocalizedText.of("Syslog"), List.of(Form.host(),
                Form.choice("transport", LocalizedText.of("Transport", "Transport", "传输", "Transpor"),
                        LocalizedText.of("How messages are sent; TLS checks the server's certificate",
                                "Hur meddelanden skickas; TLS kontrollerar serverns certifikat", "消息的发送方式；TLS 会检查服务器证书",
                                "Cara pesan dikirim; TLS memeriksa sertifikat server"),
                        "udp", "tcp", "tls")));
    }

    @Override
    public void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException {
        var transport = settings.getOrDefault("transport", "udp");
        var target = Form.Target.of(settings, transport.equals("tls") ? TLS_PORT : UDP_PORT);
        try {
            var message = SyslogMessage.of(notice, ownName.get(), clock.instant());
            switch (transport) {
                case "udp" -> udp(target, message);
                case "tcp" -> tcp(target, message);
                case "tls" -> tls(target, message);
                default -> throw new ExtensionException("Transport \"" + transport + "\" is unknown: udp, tcp or tls", false);
            }
        } catch (UnknownHostException e) {
            throw new ExtensionException("The name " + target.host() + " is unknown: correct it, or the name server", true, e);
        } catch (SSLException e) {
            if (isOfCertificate(e))
                throw new ExtensionException(target.host() + " has no certificate that this Java trusts: " + e.getMessage(), false, e);
            throw new ExtensionException("TLS with " + target.host() + ":" + target.port() + " fails: " + e.getMessage(), true, e);
        } catch (IOException e) {
            throw new ExtensionException(target.host() + ":" + target.port() + " does not take the message: " + e.getMessage(), true, e);
        }
    }

    /** Empty where the name does not resolve, which RFC 5424 §6.2.4 allows for. */
    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static boolean isOfCertificate(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause())
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException)
                return true;
        return e instanceof SSLPeerUnverifiedException;
    }

    private static void udp(Form.Target target, byte[] message) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(message, message.length,
                    new InetSocketAddress(InetAddress.getByName(target.host()), target.port())));
        }
    }

    private static void tcp(Form.Target target, byte[] message) throws IOException {
        try (var socket = connect(target)) {
            write(socket, message);
        }
    }

    private void tls(Form.Target target, byte[] message) throws IOException {
        try (var plain = connect(target);
                var socket = (SSLSocket) tls.createSocket(plain, target.host(), target.port(), true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            write(socket, message);
        }
    }

    private static Socket connect(Form.Target target) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByName(target.host()), target.port()), PATIENCE_MS);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** Octet counting: RFC 6587 §3.4.1, RFC 5425 §4.3. */
    private static void write(Socket socket, byte[] message) throws IOException {
        var out = socket.getOutputStream();
        out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.write(message);
        out.flush();
    }
}
