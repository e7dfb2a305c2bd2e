package org.trunkline.http.internal.listen;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.http.HttpServlet;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.config.AddressBlock;

/** Jetty with one servlet: a few named threads read and write, each request has a virtual thread of its own. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 128;
    private static final int MAX_THREADS = 8;
    private static final int MIN_THREADS = 2;
    private static final Duration THREAD_IDLE = Duration.ofSeconds(30);
    private static final int OUTPUT_BUFFER = 8 << 10;
    private static final int LARGEST_POOLED = 64 << 10;
    private static final long POOLED_BYTES = 2 << 20;

    private final Connections connections;
    private final Server server;
    private final HttpConfiguration protocol = new HttpConfiguration();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("http-clock").daemon().factory());
    private final List<ServerConnector> connectors = new ArrayList<>();

    /** @param headBytes where a request's head is cut off @param requests a thread for each request */
    public Listener(HttpServlet api, Connections connections, int headBytes, Executor requests) {
        this.connections = connections;
        var threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, (int) THREAD_IDLE.toMillis());
        threads.setName("http-io");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(requests);
        server = new Server(threads, new ScheduledExecutorScheduler("http-timer", true),
                new ArrayByteBufferPool(0, 1 << 10, LARGEST_POOLED, Integer.MAX_VALUE, POOLED_BYTES, POOLED_BYTES));
        server.setErrorHandler(new BadRequests());
        server.setHandler(context(api));
        protocol.setSendServerVersion(false);
        protocol.setRequestHeaderSize(headBytes);
        protocol.setOutputBufferSize(OUTPUT_BUFFER);
        protocol.setUriCompliance(UriCompliance.UNSAFE); // the dispatcher reads the raw path itself
    }

    private static ServletContextHandler context(HttpServlet api) {
        var context = new ServletContextHandler("/", false, false);
        var holder = new ServletHolder("api", api);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        context.setErrorHandler(new BadRequests());
        return context;
    }

    /** @throws IOException where it cannot listen; then nothing is open */
    public URI listen(InetAddress address, int port, Optional<ServerCertificate> certificate) throws IOException {
        var http = new HttpConnectionFactory(protocol);
        var factories = new ArrayList<ConnectionFactory>();
        if (certificate.isPresent())
            factories.add(new SslConnectionFactory(certificate.get().contexts(), HttpVersion.HTTP_1_1.asString()));
        factories.add(http);
        var connector = new ServerConnector(server, null, null, null, 0, 1, factories.toArray(ConnectionFactory[]::new));
        connector.setHost(address.getHostAddress());
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(0); // Connections does it, by what a connection is at
        connector.addBean(connections);
        connector.open();
        server.addConnector(connector);
        connectors.add(connector);
        return url(connector, certificate.isPresent() ? "https" : "http");
    }

    private static URI url(ServerConnector connector, String scheme) throws IOException {
        if (!(connector.getTransport() instanceof ServerSocketChannel channel)
                || !(channel.getLocalAddress() instanceof InetSocketAddress bound))
            throw new IOException("not listening");
        var text = AddressBlock.text(bound.getAddress());
        return URI.create(scheme + "://" + (bound.getAddress() instanceof Inet6Address ? "[" + text + "]" : text) + ":"
                + bound.getPort());
    }

    /** Answers requests from now on. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        every(Duration.ofSeconds(1), connections::sweep);
    }

    /** Does a short task again and again until this is closed. */
    public void every(Duration period, Runnable task) {
        clock.scheduleWithFixedDelay(() -> {
            try {
                task.run();
            } catch (Throwable e) { // the clock must go on
                LOG.error("A periodic task of the admin API failed", e);
            }
        }, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Requests in progress lose their connections and finish alone: an interrupt could damage the index. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            connectors.forEach(ServerConnector::close);
            server.setStopTimeout(0);
            server.stop();
        } catch (Exception e) {
            LOG.warn("The admin API did not stop cleanly", e);
        }
    }
}
