package org.trunkline.http.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpServer;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.ApiSessions;
import org.trunkline.domain.config.AddressBlock;
import org.trunkline.domain.part.Listening;
import org.trunkline.domain.part.PartFailure;

/** The admin API's listener. Where it cannot listen, a {@link PartFailure} says why. */
@Component(service = AdminServer.class, immediate = true, configurationPid = "org.trunkline.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final int BACKLOG = 100;

    /** PID org.trunkline.http. */
    public @interface Config {
        /** Address listened on; anything but loopback sends the token in the clear. */
        String bindAddress() default "127.0.0.1";

        /** TCP port, 0 for any free one. */
        int port() default 8060;

        /** Folder of the admin.token file. */
        String dataDir();
    }

    private final Node node;
    private final ExecutorService executor;
    private Optional<HttpServer> server = Optional.empty();
    private volatile Optional<Dispatcher> dispatcher = Optional.empty();
    private Optional<PluginSessions> sessions = Optional.empty();

    @Activate
    public AdminServer(BundleContext bundle, @Reference Node node, Config config) {
        this(node, config.bindAddress(), config.port(), Path.of(config.dataDir()),
                failure -> bundle.registerService(PartFailure.class, failure, null)); // gone with this bundle's stop
        url().ifPresent(url ->
                bundle.registerService(Listening.class, new Listening(Listening.HTTP, url.toString()), null));
        sessions.ifPresent(open -> bundle.registerService(ApiSessions.class, open, null));
    }

    private AdminServer(Node node, String bindAddress, int port, Path dataDir, Consumer<PartFailure> failed) {
        this.node = node;
        executor = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
        limits();
        try {
            listen(InetAddress.getByName(bindAddress), port, dataDir);
        } catch (BindException e) {
            failed.accept(new PartFailure("http-port-in-use", bindAddress + " " + port,
                    List.of(bindAddress, String.valueOf(port)),
                    "The admin API cannot listen on %s port %d (%s): stop the program that uses the port, or choose another"
                            .formatted(bindAddress, port, e.getMessage()) + " with --http-port"));
        } catch (UnknownHostException e) {
            failed.accept(new PartFailure("http-address", bindAddress, List.of(bindAddress),
                    "The admin API cannot listen on \"" + bindAddress + "\": it is no address of this machine"));
        } catch (IOException e) {
            failed.accept(new PartFailure("admin-token", TokenFile.in(dataDir).toString(),
                    List.of(TokenFile.in(dataDir).toString(), String.valueOf(e.getMessage())),
                    "The admin API has no token: " + e.getMessage()));
        }
    }

    /** Without a framework around it. */
    public static AdminServer start(Node node, String bindAddress, int port, Path dataDir,
            Consumer<PartFailure> failed) {
        return new AdminServer(node, bindAddress, port, dataDir, failed);
    }

    private void listen(InetAddress address, int port, Path dataDir) throws IOException {
        var token = TokenFile.readOrCreate(dataDir);
        var http = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        server = Optional.of(http);
        var open = new PluginSessions(ownUrl(), caller -> dispatcher.ifPresent(d -> d.end(caller)));
        var requests = new Dispatcher(node, new Guard(token, open, address.isLoopbackAddress(), InstantSource.system()),
                dataDir);
        dispatcher = Optional.of(requests);
        sessions = Optional.of(open);
        http.createContext("/", requests);
        http.setExecutor(executor);
        http.start();
        LOG.info("Admin API on {}, token in {}", url().orElseThrow(), TokenFile.in(dataDir));
    }

    /** The JDK's server reads its limits from system properties, once; those that an administrator set stay. */
    private static void limits() {
        limit("sun.net.httpserver.nodelay", "true");
        limit("sun.net.httpserver.maxReqTime", "30"); // seconds to send a request: slow ones would hold a socket
        limit("sun.net.httpserver.maxReqHeaders", String.valueOf(HeadLimits.CUT_OFF_FIELDS));
        limit("sun.net.httpserver.maxReqHeaderSize", String.valueOf(HeadLimits.CUT_OFF_BYTES));
        limit("sun.net.httpserver.maxIdleConnections", "100");
        limit("jdk.httpserver.maxConnections", "200"); // so much of a head each, before anybody is known
    }

    private static void limit(String name, String value) {
        if (System.getProperty(name) == null)
            System.setProperty(name, value);
    }

    /** Where it listens; empty where it could not. */
    public Optional<URI> url() {
        return server.map(HttpServer::getAddress).map(a -> URI.create("http://" + host(a) + ":" + a.getPort()));
    }

    /** Where plug-ins of this machine find it: an address that stands for all is none to ask. */
    private URI ownUrl() {
        var bound = server.orElseThrow().getAddress();
        return bound.getAddress().isAnyLocalAddress() ? URI.create("http://127.0.0.1:" + bound.getPort())
                : url().orElseThrow();
    }

    /** Empty where it does not listen. */
    Optional<PluginSessions> sessions() {
        return sessions;
    }

    private static String host(InetSocketAddress address) {
        String text = AddressBlock.text(address.getAddress());
        return address.getAddress() instanceof Inet6Address ? "[" + text + "]" : text;
    }

    /** Requests under way are cut off from their clients and end by themselves: an interrupt could hurt the index. */
    @Deactivate
    public void stop() {
        dispatcher.ifPresent(Dispatcher::close);
        server.ifPresent(s -> s.stop(0));
        executor.shutdown();
    }
}
