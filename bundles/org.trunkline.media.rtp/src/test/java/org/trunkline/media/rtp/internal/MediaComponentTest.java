package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.domain.part.PartWarning;
import org.trunkline.engine.port.media.CodecTable;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.rtp.internal.net.Sockets;

class MediaComponentTest {
    private final List<Object> services = new ArrayList<>();

    /** Registers and unregisters; nothing else is asked of it. */
    private BundleContext context() {
        return fake(BundleContext.class, (method, args) -> {
            assertEquals("registerService", method);
            var service = args[1];
            services.add(service);
            return fake(ServiceRegistration.class, (name, none) -> {
                assertEquals("unregister", name);
                services.remove(service);
                return null;
            });
        });
    }

    private interface Answer {
        Object to(String method, Object[] args);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, args) -> answer.to(method.getName(), args)));
    }

    @Test
    void offersTheRelay() {
        var part = new MediaComponent(context(), CodecTable.STANDARD, PluginCodecs.NONE, Relay.config("127.0.0.1", 20_000, 20_099, 60));
        var media = assertInstanceOf(Media.class, services.getFirst());
        assertEquals(50, media.usage().portsTotal());

        part.modified(Relay.config("127.0.0.1", 20_000, 20_199, 60));
        assertEquals(100, media.usage().portsTotal());
        part.deactivate();
        part.deactivate();
        assertEquals(List.of(), services);
    }

    @Test
    void saysInOneLineWhyItCannotAndTriesAgainWhenToldOtherwise() {
        var part = new MediaComponent(context(), CodecTable.STANDARD, PluginCodecs.NONE, Relay.config("203.0.113.77", 20_000, 20_099, 60));
        var failure = assertInstanceOf(PartFailure.class, services.getFirst());
        assertTrue(failure.message().contains("203.0.113.77") && failure.message().contains("0.0.0.0"), failure.message());
        assertTrue(failure.message().lines().count() == 1);

        part.modified(Relay.config("127.0.0.1", 20_000, 20_099, 60));
        assertInstanceOf(Media.class, services.getFirst());
        assertEquals(List.of(), warnings());
        part.deactivate();
        assertEquals(List.of(), services);
    }

    private List<String> warnings() {
        return services.stream().filter(PartWarning.Source.class::isInstance).flatMap(it -> ((PartWarning.Source) it).warnings().stream())
                .map(PartWarning::code).toList();
    }

    private OptionalInt tcpPort() throws MediaUnavailableException {
        var address = InetAddress.ofLiteral(Loopback.RELAY);
        return ((Media) services.getFirst()).open(CallId.next(Instant.EPOCH, new Random()), (_, _, _) -> {}).port(0, LegSide.CALLER, address).tcp();
    }

    @Test
    void aTcpPortThatOthersHaveTakesOnlyTcpAway() throws Exception {
        MediaComponent part;
        int port;
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral(Loopback.RELAY))) {
            port = other.getLocalPort();
            part = new MediaComponent(context(), CodecTable.STANDARD, PluginCodecs.NONE, Relay.overTcp(20_000, 20_099, port));
            var media = assertInstanceOf(Media.class, services.getFirst());
            assertEquals(50, media.usage().portsTotal());
            assertEquals(List.of("media-tcp-port"), warnings());
            assertTrue(tcpPort().isEmpty());
        }
        part.modified(Relay.overTcp(20_000, 20_099, port));
        assertEquals(List.of(), warnings());
        assertEquals(OptionalInt.of(port), tcpPort());
        try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral(Loopback.RELAY))) {
            part.modified(Relay.overTcp(20_000, 20_199, other.getLocalPort()));
            assertEquals(List.of("media-tcp-port"), warnings());
            assertEquals(OptionalInt.of(port), tcpPort(), "that of before");
            assertEquals(100, ((Media) services.getFirst()).usage().portsTotal(), "the rest is as it was set");
        }
        part.modified(Relay.overTcp(20_000, 20_199, -1));
        assertEquals(List.of(), warnings());
        part.deactivate();
    }

    private static RtpMedia media(MediaComponent.Config config, InstantSource clock) {
        return new RtpMedia(config, Sockets.best(), System::nanoTime, clock, CodecTable.STANDARD, AudioCodecs.inJava(), PluginCodecs.NONE);
    }

    @Test
    void itIsTriedAgain() throws Exception {
        var taken = new ServerSocket(0, 1, InetAddress.ofLiteral(Loopback.RELAY));
        try (taken; var media = media(Relay.overTcp(20_000, 20_099, taken.getLocalPort()), InstantSource.system())) {
            media.sweep();
            assertEquals(1, media.warnings().size());
            assertTrue(media.warnings().getFirst().message().contains("trunkline.media.tcp.port"), media.warnings()::toString);
            taken.close();
            media.sweep();
            assertEquals(List.of(), media.warnings());
        }
    }

    @Test
    void settingsThatCannotBeUsedAreTold() {
        var part = new MediaComponent(context(), CodecTable.STANDARD, PluginCodecs.NONE, Relay.config("127.0.0.1", 20_000, 20_099, 60));
        part.modified(Relay.config("203.0.113.77", 20_000, 20_199, 60));
        assertEquals(50, ((Media) services.getFirst()).usage().portsTotal());
        assertEquals(List.of("media-settings-not-taken"), warnings());
        part.modified(Relay.config("127.0.0.1", 20_000, 20_199, 60));
        assertEquals(List.of(), warnings());
        part.deactivate();
    }

    @Test
    void settingsThatCannotBeUsedTakeNoTcpPort() throws Exception {
        InstantSource clock = () -> { // asked for a certificate alone
            throw new IllegalStateException("no clock");
        };
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral(Loopback.RELAY))) {
            port = free.getLocalPort();
        }
        assertThrows(IllegalStateException.class, () -> media(Relay.overTcp(20_000, 20_099, port), clock));
        listen(port);
        try (var media = media(Relay.withoutBrowsers(20_000, 20_099), clock)) {
            media.modified(Relay.overTcp(20_000, 20_199, port));
            assertEquals(List.of("media-settings-not-taken"), media.warnings().stream().map(PartWarning::code).toList());
            assertEquals(50, media.usage().portsTotal());
            listen(port);
        }
    }

    /** Nobody else does. */
    private static void listen(int port) throws IOException {
        new ServerSocket(port, 1, InetAddress.ofLiteral(Loopback.RELAY)).close();
    }
}
