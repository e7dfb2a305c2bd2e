package org.trunkline.phone.internal.headset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The files of Linux with a pseudo terminal as the device: as hidraw it waits for reports, takes them, and fails once it is unplugged. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class HidrawDevicesTest implements HeadsetSource.Listener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<HidPort> ports = new LinkedBlockingQueue<>();
    private final BlockingQueue<Map<String, String>> looks = new LinkedBlockingQueue<>();
    private HidrawDevices devices;
    private Path classes;
    private Path nodes;
    private volatile boolean defect;

    @BeforeEach
    void folders(@TempDir Path folder) throws IOException {
        classes = Files.createDirectories(folder.resolve("class"));
        nodes = Files.createDirectories(folder.resolve("dev"));
        devices = new HidrawDevices(classes, nodes, Duration.ofMillis(20));
    }

    @AfterEach
    void close() {
        devices.close();
    }

    @Override
    public void plugged(HidPort port) {
        ports.add(port);
        told.add("plugged " + port.name());
    }

    @Override
    public void unplugged(HidPort port) {
        told.add("unplugged " + port.name());
    }

    @Override
    public void received(HidPort port, byte[] report) {
        told.add("received " + HexFormat.of().formatHex(report));
    }

    @Override
    public void refused(Map<String, String> names) {
        if (defect) {
            defect = false;
            throw new StackOverflowError("of the test");
        }
        looks.add(names);
        if (!names.isEmpty())
            told.add("refused " + names);
    }

    private String told() throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }

    /** There at once, as in Linux: no look sees a half of it. */
    private void device(String node, byte[] descriptor, String name) throws IOException {
        var made = classes.resolveSibling("made-" + node);
        var folder = Files.createDirectories(made.resolve("device"));
        Files.writeString(folder.resolve("uevent"), "DRIVER=hid-generic\nHID_ID=0003:00000B0E:00000412\nHID_NAME=" + name + "\n");
        Files.write(folder.resolve("report_descriptor"), descriptor);
        Files.move(made, Files.createDirectories(classes).resolve(node));
    }

    @Test
    void buttonsAreReadLampsAreWrittenAndAnUnpluggedHeadsetIsGone() throws Throwable {
        device("hidraw0", Descriptors.KEYBOARD, "Keyboard");
        device("hidraw1", Descriptors.bytes("05"), "Broken");
        device("hidraw2", Descriptors.ONE_REPORT, "Jabra Evolve");
        try (var headset = new PseudoTerminal()) {
            Files.createSymbolicLink(nodes.resolve("hidraw2"), headset.file());
            devices.begin(this);
            assertEquals("plugged Jabra Evolve", told());
            headset.write((byte) 2, (byte) 1, (byte) 0);
            assertEquals("received 020100", told());
            var port = ports.take();
            port.reports().write(HeadsetLamps.OFF, new HeadsetLamps(true, false, false, false)).forEach(port::write);
            assertArrayEquals(Descriptors.bytes("02 48 00"), headset.read(3), "while its reports are waited for");
        }
        assertEquals("unplugged Jabra Evolve", told());
    }

    @Test
    void aHeadsetThatIsPluggedInAgainIsFoundAgain() throws Throwable {
        devices.begin(this);
        try (var headset = new PseudoTerminal()) {
            Files.createSymbolicLink(nodes.resolve("hidraw0"), headset.file());
            device("hidraw0", Descriptors.NO_NUMBERS, "Logitech");
            assertEquals("plugged Logitech", told());
            Files.delete(nodes.resolve("hidraw0"));
        }
        assertEquals("unplugged Logitech", told());
        try (var headset = new PseudoTerminal()) {
            Files.createSymbolicLink(nodes.resolve("hidraw0"), headset.file());
            assertEquals("plugged Logitech", told());
            headset.write((byte) 3);
            assertEquals("received 03", told());
            devices.close();
        }
    }

    @Test
    void aHeadsetThatMayNotBeOpenedIsNamed() throws Exception {
        device("hidraw0", Descriptors.ONE_REPORT, "Jabra Evolve");
        Files.createDirectory(nodes.resolve("hidraw0")); // what not even root can write
        devices.begin(this);
        assertEquals("refused {hidraw0=Jabra Evolve}", told());
        assertTrue(ports.isEmpty());
    }

    @Test
    void anotherSystemIsNotLookedAt() {
        var none = new HidrawDevices(classes.resolve("sys").resolve("hidraw"), nodes, Duration.ofMillis(20));
        none.begin(this);
        assertFalse(none.isLooking());
        none.close();
        devices.begin(this);
        assertTrue(devices.isLooking());
        devices.close();
        devices.close();
        assertFalse(devices.isLooking());
    }

    @Test
    void aDefectIsNotTheLastLook() throws Exception {
        defect = true;
        devices.begin(this);
        assertEquals(Map.of(), looks.poll(30, TimeUnit.SECONDS));
        assertFalse(defect);
    }

    @Test
    void theFirstHidDeviceOfAComputerIsFound() throws Exception {
        Files.delete(classes);
        devices.begin(this);
        looks.take(); // with nothing to see
        device("hidraw0", Descriptors.ONE_REPORT, "Jabra Evolve");
        Files.createDirectory(nodes.resolve("hidraw0"));
        assertEquals("refused {hidraw0=Jabra Evolve}", told());
    }
}
