package org.trunkline.sip.jain.internal.tls;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;

import org.jspecify.annotations.Nullable;
import org.trunkline.sip.jain.internal.transport.Inbox;

/** The stack's sockets without TLS. Those of UDP have channels; a connection that does not come up is given up soon. */
class PlainNetwork implements NetworkLayer {
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    static Socket connected(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        var socket = new Socket();
        try {
            if (from != null)
                socket.bind(new InetSocketAddress(from, 0));
            KeepAlive.on(socket);
            socket.connect(new InetSocketAddress(address, port), CONNECT_TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            // what the stack expects where nobody answers
            throw e instanceof SocketException ? e : new SocketException(e.getMessage());
        }
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        throw noTls();
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        return createSSLSocket(address, port, null);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        throw noTls();
    }

    static IOException noTls() {
        return new IOException("the node has no certificate, so no TLS");
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new ServerSocket(port, backlog, address);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return connected(address, port, null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from) throws IOException {
        return connected(address, port, from);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress from, int fromPort)
            throws IOException {
        return connected(address, port, from);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    /** One with a channel ({@link Inbox}). */
    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        try {
            var channel = DatagramChannel.open(address instanceof Inet4Address ? StandardProtocolFamily.INET
                    : StandardProtocolFamily.INET6);
            try {
                channel.bind(new InetSocketAddress(address, port));
                return channel.socket();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (SocketException e) {
            throw e;
        } catch (IOException e) {
            throw new SocketException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
