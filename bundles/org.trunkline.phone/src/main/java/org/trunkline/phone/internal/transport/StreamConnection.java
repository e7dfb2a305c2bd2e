package org.trunkline.phone.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import javax.net.ssl.SSLSocket;

import org.trunkline.domain.config.Transport;
import org.trunkline.domain.tls.CertificateTrust;
import org.trunkline.phone.internal.work.Work;

/** TCP, or TLS with the trust that the desk has in certificates. A virtual thread writes, so that a slow server keeps nobody waiting. */
final class StreamConnection extends SocketConnection {
    private static final int MOST_WAITING = 256;
    private static final byte[] END = {};
    /** For what was sent before the end. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Transport transport;
    private final Work work;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    /** Below TLS: to close that would wait for a thread that writes. */
    private volatile Optional<Socket> socket = Optional.empty();
    private volatile Optional<InputStream> in = Optional.empty();

    StreamConnection(URI server, Transport transport, Listener listener, Work work, ServerNames names) {
        super(server, transport, listener, work, names);
        this.transport = transport;
        this.work = work;
    }

    @Override
    InetSocketAddress connect(InetSocketAddress to) throws IOException {
        var plain = new Socket();
        socket = Optional.of(plain);
        plain.connect(to, CONNECT_MS);
        plain.setTcpNoDelay(true);
        var open = transport == Transport.TLS ? secure(plain, to) : plain;
        in = Optional.of(open.getInputStream());
        Thread.ofVirtual().name("phone-" + transport.token() + "-out").start(() -> writeAll(open));
        return new InetSocketAddress(open.getLocalAddress(), open.getLocalPort());
    }

    /** The certificate is of the name in the account, wherever that leads (RFC 5922 §4). */
    private SSLSocket secure(Socket plain, InetSocketAddress to) throws IOException {
        var host = server().getHost();
        var name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var secure = (SSLSocket) CertificateTrust.context(CertificateTrust.pin(server())).getSocketFactory()
                .createSocket(plain, name, to.getPort(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(CONNECT_MS);
        secure.startHandshake();
        secure.setSoTimeout(0);
        return secure;
    }

    @Override
    void read() throws IOException {
        var framing = new MessageFraming(this::came, this::pinged, this::ponged);
        var from = in.orElseThrow();
        var bytes = new byte[8192];
        try {
            for (int n; (n = from.read(bytes)) >= 0;)
                framing.take(bytes, n);
        } catch (IOException e) {
            if (!isClosed())
                throw e;
        }
    }

    private void writeAll(Socket to) {
        try (to) {
            var out = to.getOutputStream();
            for (byte[] next = waiting.take(); next != END; next = waiting.take())
                out.write(next);
        } catch (IOException e) {
            // the reader learns it too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void write(byte[] bytes) throws IOException {
        if (!waiting.offer(bytes))
            throw new IOException("the server takes nothing any more");
    }

    @Override
    void finish() {
        if (waiting.offer(END))
            work.after(LINGER, this::disconnect);
        else
            disconnect();
    }

    @Override
    void disconnect() {
        waiting.offer(END);
        socket.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                // it is of no use any more
            }
        });
    }
}
