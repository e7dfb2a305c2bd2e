package org.trunkline.http.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.message.FileExchange;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.ApiSessions;
import org.trunkline.domain.part.Listening;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.tls.CertificateFiles;
import org.trunkline.domain.tls.UnusableCertificate;
import org.trunkline.http.internal.event.EventStreams;
import org.trunkline.http.internal.listen.Connections;
import org.trunkline.http.internal.listen.Listener;
import org.trunkline.http.internal.listen.ServerCertificate;

/**
 * The admin API: plain HTTP on loopback, HTTPS alone beyond it. Where it cannot listen, a {@link PartFailure} says why.
 */
@Component(service = AdminServer.class, immediate = true, configurationPid = "org.trunkline.http",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AdminServer {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);

    /** PID org.trunkline.http. */
    public @interface Config {
        /** Address listened on; beyond loopback a certificate is needed. */
        String bindAddress() default "127.0.0.1";

        /** TCP port, 0 for any free one. */
        int port() default 8060;

        /** Folder of the admin.token file. */
        String dataDir();

        /** Files of the certificate, the first that exists counts. */
        String[] tlsCertificate() default {};

        /** File of its key. */
        String tlsKey() default "";

        /** Password of a PKCS #12 file. */
        String tlsPassword() default "";

        /** Whether the web phone is at /phone. */
        boolean phone() default false;
    }

    /**
     * @param files of the certificate for HTTPS
     * @param phone whether the web phone is at /phone
     */
    record Settings(String bindAddress, int port, Path dataDir, CertificateFiles files, boolean phone) {
        static Settings of(Config config) {
            var key = Optional.of(config.tlsKey()).filter(text -> !text.isEmpty()).map(Path::of);
            return new Settings(config.bindAddress(), config.port(), Path.of(config.dataDir()), new CertificateFiles(
                    Arrays.stream(config.tlsCertificate()).map(Path::of).toList(), key, config.tlsPassword()),
                    config.phone());
        }
    }

    private final Dispatcher.Services services;
    private final Settings settings;
    private final ExecutorService tasks = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    private final List<URI> urls = new ArrayList<>();
    private Optional<Listener> listener = Optional.empty();
    private Optional<ServerCertificate> certificate = Optional.empty();
    private Optional<EventStreams> events = Optional.empty();
    private Optional<PluginSessions> sessions = Optional.empty();

    @Activate
    public AdminServer(BundleContext bundle, @Reference Node node, @Reference FileExchange files, Config config) {
        this(new Dispatcher.Services(node, files), Settings.of(config),
                failure -> bundle.registerService(PartFailure.class, failure, null)); // gone with this bundle's stop
        urls.forEach(url ->
                bundle.registerService(Listening.class, new Listening(Listening.HTTP, url.toString()), null));
        sessions.ifPresent(open -> bundle.registerService(ApiSessions.class, open, null));
    }

    private AdminServer(Dispatcher.Services services, Settings settings, Consumer<PartFailure> failed) {
        this.services = services;
        this.settings = settings;
        try {
            start();
        } catch (StartFailure e) {
            urls.clear();
            stop();
            failed.accept(e.failure);
        }
    }

    /** Without a framework around it. */
    public static AdminServer start(Node node, String bindAddress, int port, Path dataDir,
            Consumer<PartFailure> failed) {
        return start(node, new Settings(bindAddress, port, dataDir, CertificateFiles.NONE, false), failed);
    }

    static AdminServer start(Node node, Settings settings, Consumer<PartFailure> failed) {
        return start(new Dispatcher.Services(node, FileExchange.NONE), settings, failed);
    }

    static AdminServer start(Dispatcher.Services services, Settings settings, Consumer<PartFailure> failed) {
        return new AdminServer(services, settings, failed);
    }

    private static final class StartFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient PartFailure failure;

        StartFailure(String code, String subject, List<String> args, String message) {
            this(new PartFailure(code, subject, args, message));
        }

        StartFailure(PartFailure failure) {
            super(failure.message());
            this.failure = failure;
        }
    }

    private void start() throws StartFailure {
        var address = address();
        certificate = address.isLoopbackAddress() ? Optional.empty() : Optional.of(certificate());
        var connections = new Connections();
        var streams = new EventStreams(services.node(), tasks);
        events = Optional.of(streams);
        var open = new PluginSessions(this::ownUrl, streams::end);
        var api = new Dispatcher(services, new Guard(token(), open, InstantSource.system()), connections, streams,
                settings.dataDir(), settings.phone());
        var http = new Listener(api, connections, HeadLimits.CUT_OFF_BYTES, tasks);
        listener = Optional.of(http);
        listen(http, address, certificate);
        sessions = Optional.of(open);
        http.every(Duration.ofSeconds(1), streams::tick);
        certificate.ifPresent(known -> http.every(CERTIFICATE_CHECK, known::reload));
        LOG.info("Admin API on {}, token in {}", urls, TokenFile.in(settings.dataDir()));
    }

    private InetAddress address() throws StartFailure {
        try {
            return InetAddress.getByName(settings.bindAddress());
        } catch (UnknownHostException e) {
            throw new StartFailure("http-address", settings.bindAddress(), List.of(settings.bindAddress()),
                    "The admin API cannot listen on \"" + settings.bindAddress() + "\": it is not an address of this machine");
        }
    }

    private String token() throws StartFailure {
        try {
            return TokenFile.readOrCreate(settings.dataDir());
        } catch (IOException e) {
            var file = TokenFile.in(settings.dataDir()).toString();
            throw new StartFailure("admin-token", file, List.of(file, String.valueOf(e.getMessage())),
                    "The admin API has no token: " + e.getMessage());
        }
    }

    private ServerCertificate certificate() throws StartFailure {
        var bind = settings.bindAddress();
        try {
            return ServerCertificate.read(settings.files()).orElseThrow(() -> new StartFailure("http-no-certificate", bind,
                    List.of(bind), "The admin API does not listen on " + bind + " without a certificate: name one with"
                            + " trunkline.tls.certificate, put node.pem and node.key into the folder tls of the data folder,"
                            + " or keep it on this machine with --http-bind 127.0.0.1"));
        } catch (IOException e) {
            var why = UnusableCertificate.said(e);
            throw new StartFailure(new PartFailure("http-certificate", bind, List.of(bind, why.message()),
                    "The admin API does not listen on " + bind + ": " + why.message() + ". Replace the file named by"
                            + " trunkline.tls.certificate and restart the node", why));
        }
    }

    /** Beside HTTPS, programs on this machine are served on loopback: they need no certificate. */
    private void listen(Listener http, InetAddress address, Optional<ServerCertificate> certificate) throws StartFailure {
        try {
            urls.add(http.listen(address, settings.port(), certificate));
            if (certificate.isPresent())
                urls.add(http.listen(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0, Optional.empty()));
            http.start();
        } catch (IOException e) {
            var why = e.getCause() instanceof BindException taken ? taken : e;
            throw new StartFailure("http-port-in-use", settings.bindAddress() + " " + settings.port(),
                    List.of(settings.bindAddress(), String.valueOf(settings.port())),
                    "The admin API cannot listen on %s port %d (%s): stop the program that uses the port, or choose another"
                            .formatted(settings.bindAddress(), settings.port(), why.getMessage()) + " with --http-port");
        }
    }

    /** Where it listens; empty where it could not. */
    public Optional<URI> url() {
        return urls.stream().findFirst();
    }

    /** Where programs of this machine reach it. */
    private URI ownUrl() {
        return urls.getLast();
    }

    /** Empty where it does not listen. */
    Optional<PluginSessions> sessions() {
        return sessions;
    }

    /** Files of the certificate can change while it listens; all else waits for the next start. */
    @Modified
    void modified(Config config) {
        certificate.ifPresent(shown -> shown.use(Settings.of(config).files()));
    }

    /** Requests in progress lose their connections and finish alone: an interrupt could damage the index. */
    @Deactivate
    public void stop() {
        events.ifPresent(EventStreams::close);
        listener.ifPresent(Listener::close);
        tasks.shutdown();
    }
}
