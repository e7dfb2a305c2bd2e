package org.trunkline.phone.internal.headset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headsets of Linux, by its files alone: {@code /sys/class/hidraw} says which devices there are and what their reports are, {@code /dev/hidraw*} has
 * the reports. No native code, and so no fault of it. <b>Threads:</b> {@link #begin} and {@link #close} any; the rest its own.
 */
public final class HidrawDevices implements HeadsetSource {
    private static final Logger LOG = LoggerFactory.getLogger(HidrawDevices.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int MOST_DEVICES = 64;
    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_NAME = 100;

    private final Path classes;
    private final Path nodes;
    private final Duration look;
    private Optional<Search> search = Optional.empty();

    /** @param classes a folder for each device, as {@code /sys/class/hidraw} @param nodes with the devices, as {@code /dev} */
    public HidrawDevices(Path classes, Path nodes) {
        this(classes, nodes, LOOK);
    }

    /** @param look how often it looks for what was plugged in */
    HidrawDevices(Path classes, Path nodes, Duration look) {
        this.classes = classes;
        this.nodes = nodes;
        this.look = look;
    }

    /** Those of this computer. */
    public static HidrawDevices ofSystem() {
        return new HidrawDevices(Path.of("/sys/class/hidraw"), Path.of("/dev"));
    }

    /** Linux makes the folder of the devices with the first of them; another system has not even the one around it, and never will. */
    @Override
    public synchronized void begin(Listener listener) {
        if (search.isEmpty() && Files.isDirectory(classes.getParent()))
            search = Optional.of(new Search(listener));
    }

    synchronized boolean isLooking() {
        return search.isPresent();
    }

    @Override
    public synchronized void close() {
        search.ifPresent(Search::end);
        search = Optional.empty();
    }

    /** From a begin to its end. */
    private final class Search {
        private final Listener listener;
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("phone-headsets").daemon().factory());
        private final Map<String, HidrawPort> open = new HashMap<>(); // these two its thread's alone
        /** Devices that are no headsets. Each time that one is plugged in it has another identity. */
        private final Set<String> others = new HashSet<>();

        Search(Listener listener) {
            this.listener = listener;
            thread.scheduleWithFixedDelay(this::look, 0, look.toMillis(), TimeUnit.MILLISECONDS);
        }

        void end() {
            thread.execute(() -> {
                open.values().forEach(HidrawPort::close);
                open.clear();
            });
            thread.shutdown();
        }

        private void look() {
            try {
                var there = new HashMap<String, String>();
                for (var name : names())
                    identity(name).ifPresent(it -> there.put(name, it));
                for (var port : List.copyOf(open.values()))
                    if (port.isGone() || !port.identity().equals(there.get(port.node()))) {
                        open.remove(port.node());
                        port.close();
                        listener.unplugged(port);
                    }
                others.retainAll(there.values());
                var refused = new HashMap<String, String>();
                there.forEach((name, identity) -> {
                    if (!open.containsKey(name) && !others.contains(identity))
                        open(name, identity).ifPresent(why -> refused.put(name, why));
                });
                listener.refused(Map.copyOf(refused));
            } catch (Throwable e) { // the next look must come
                LOG.warn("headsets cannot be looked for", e);
            }
        }

        /** @return the name of a headset that may not be opened */
        private Optional<String> open(String node, String identity) {
            var name = node;
            try {
                var folder = classes.resolve(node).resolve("device");
                var reports = new TelephonyReports(ReportDescriptor.parse(start(folder.resolve("report_descriptor"), ReportDescriptor.LONGEST + 1)));
                if (!reports.isHeadset()) {
                    others.add(identity);
                    return Optional.empty();
                }
                name = name(folder).orElse(node);
                var port = HidrawPort.open(nodes.resolve(node), new HidrawPort.Device(name, node, identity, reports), thread);
                open.put(node, port);
                listener.plugged(port);
                port.read(report -> listener.received(port, report));
                return Optional.empty();
            } catch (NoSuchFileException e) { // unplugged meanwhile, or its node is not made yet
                LOG.debug("{} is not there", node, e);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                LOG.warn("the HID device {} is left alone: {}", node, e.getMessage());
                others.add(identity);
                return Optional.empty();
            } catch (IOException | UncheckedIOException e) { // tried again: rights come somewhat after the device
                LOG.debug("{} cannot be opened", node, e);
                return Optional.of(name);
            }
        }
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        try (var all = Files.newDirectoryStream(classes, "hidraw*")) {
            for (var each : all)
                if (names.size() < MOST_DEVICES)
                    names.add(each.getFileName().toString());
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("no HID devices", e); // this system has none
        }
        return names;
    }

    private Optional<String> identity(String name) {
        try {
            return Optional.of(classes.resolve(name).resolve("device").toRealPath().toString());
        } catch (IOException e) {
            LOG.debug("{} is gone", name, e);
            return Optional.empty();
        }
    }

    private static byte[] start(Path file, int most) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        }
    }

    private static Optional<String> name(Path folder) throws IOException {
        return new String(start(folder.resolve("uevent"), LONGEST_TEXT), UTF_8).lines().filter(it -> it.startsWith("HID_NAME=")).findFirst()
                .map(it -> it.substring("HID_NAME=".length()).strip()).filter(it -> !it.isEmpty())
                .map(it -> it.length() > LONGEST_NAME ? it.substring(0, LONGEST_NAME) : it);
    }
}
