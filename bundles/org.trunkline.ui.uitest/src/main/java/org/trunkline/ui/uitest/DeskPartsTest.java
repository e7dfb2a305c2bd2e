package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.testkit.node.FakePlugins;

/** A plug-in of the node brings parts for the desk. */
class DeskPartsTest {
    private static final String CRM = "com.example.crm";
    private static final String DEVELOPER = "trunkline.plugins.developer";
    private static final String JSON = """
            {"id": "com.example.crm", "version": "2.0.%d", "bundles": {"node": [], "desk": ["desk/guest.jar"]}}""";

    private final FakeNode node = new FakeNode();
    private ServiceRegistration<Node> registration;

    @BeforeEach
    void begin() {
        System.setProperty(DEVELOPER, "yes"); // where archives need no signature
    }

    @AfterEach
    void end() {
        System.clearProperty(DEVELOPER);
        registration.unregister();
        Desk.perspective("operations");
    }

    private void offer(int micro) throws IOException, NodeUnavailableException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bytes)) {
            Guest.entry(out, "plugin.json", JSON.formatted(micro).getBytes(StandardCharsets.UTF_8));
            Guest.entry(out, "desk/guest.jar", Guest.bundle());
        }
        node.plugins().putDesk(CRM, bytes.toByteArray());
        node.plugins().update(CRM, FakePlugins.archive(CRM, "2.0." + micro));
        registration = FrameworkUtil.getBundle(DeskPartsTest.class).getBundleContext().registerService(Node.class, node, null);
    }

    private static long installed() {
        return Arrays.stream(FrameworkUtil.getBundle(DeskPartsTest.class).getBundleContext().getBundles())
                .filter(bundle -> "com.example.guest".equals(bundle.getSymbolicName())).count();
    }

    @Test
    void theyComeWhenWantedAndGoWithTheirPlugin() throws IOException, NodeUnavailableException {
        offer(1);
        Desk.awaitWords("It is not signed: anybody may have made it.");
        Desk.picture("parts-asked");
        Desk.click(Desk.button("Install"));
        Desk.await("the area", () -> Guest.hasArea("Guests"));
        assertEquals(1, installed());
        node.plugins().remove(CRM);
        Desk.await("its end", () -> !Guest.hasArea("Guests"));
        Desk.await("the bundle's end", () -> installed() == 0);
    }

    @Test
    void whatIsNotWantedIsNotAskedAgain() throws IOException, NodeUnavailableException {
        offer(2);
        Desk.click(Desk.button("Not on this desk"));
        Desk.await("the question's end", () -> !Desk.shows("It is not signed"));
        registration.unregister();
        registration = FrameworkUtil.getBundle(DeskPartsTest.class).getBundleContext().registerService(Node.class, node, null);
        Desk.perspective("plugins");
        Desk.awaitWords("Install…");
        assertEquals(0, installed());
        assertEquals(false, Desk.shows("It is not signed"));
    }
}
