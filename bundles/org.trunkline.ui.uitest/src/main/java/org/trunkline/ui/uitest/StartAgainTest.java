package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.ui.PlatformUI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.EmbeddedNode;

/** The real node inside the desk, whose port another program holds at first. */
class StartAgainTest {
    private static final Set<String> STAY = Set.of("org.trunkline.remote", "org.trunkline.testkit");

    @TempDir(cleanup = CleanupMode.NEVER) // the index may still be written to
    private static Path data;

    private final Map<String, Optional<String>> before = new HashMap<>();

    @BeforeEach
    void begin() {
        set("trunkline.node", "on");
        set("trunkline.data", data.toString());
        set("trunkline.bind", "127.0.0.1");
        set("trunkline.http.port", "0");
    }

    private void set(String property, String value) {
        before.put(property, Optional.ofNullable(System.getProperty(property)));
        System.setProperty(property, value);
    }

    @AfterEach
    void end() throws BundleException {
        before.forEach((property, value) -> value.ifPresentOrElse(v -> System.setProperty(property, v),
                () -> System.clearProperty(property)));
        for (Bundle bundle : FrameworkUtil.getBundle(StartAgainTest.class).getBundleContext().getBundles())
            if (bundle.getSymbolicName().startsWith("org.trunkline.") && !bundle.getSymbolicName().startsWith("org.trunkline.ui")
                    && bundle.getHeaders("").get("Service-Component") != null && !STAY.contains(bundle.getSymbolicName()))
                bundle.stop(Bundle.STOP_TRANSIENT);
    }

    @Test
    void tryAgainStartsTheNodeOnceItsPortIsFree() throws IOException {
        var active = PlatformUI.getWorkbench().getService(ActiveNode.class);
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            set("trunkline.sip.port", String.valueOf(port));
            Desk.perspective("operations");
            PlatformUI.getWorkbench().getService(EmbeddedNode.class).startAgain();
            Desk.awaitWords("SIP port " + port + " is in use on 127.0.0.1");
            var failedAt = active.state().since();

            Desk.click(Desk.button("Try again"));
            Desk.await("the same again", () -> active.state().since().isAfter(failedAt) && !active.state().failures().isEmpty());
            other.close();
            Desk.awaitWords("SIP port " + port);
            Desk.click(Desk.button("Try again"));
            Desk.await("the node", () -> active.state().up());
            assertTrue(isTaken(port), "it listens");
        }
    }

    private static boolean isTaken(int port) {
        try (var probe = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return !probe.isBound();
        } catch (SocketException e) {
            return true;
        }
    }
}
