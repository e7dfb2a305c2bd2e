package org.trunkline.plugin.internal.host;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.trunkline.domain.call.CallId;
import org.trunkline.plugin.internal.guard.House;
import org.trunkline.plugin.internal.guard.OwnCalls;
import org.trunkline.plugin.internal.guard.Permissions;
import org.trunkline.plugin.internal.link.EntriesFrame;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameReader;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.plugin.internal.link.Shape;
import org.trunkline.plugin.internal.runtime.PluginSpec;
import org.trunkline.spi.call.CallCommand;

/** What a plug-in's process tells the node without being asked. Called on the thread that reads; works on another. */
final class ChildMessages implements Link.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(ChildMessages.class);
    private static final int PER_SECOND = 10_000;
    private static final int MAX_LINE = 16 << 10;
    private static final long SECOND = 1_000_000_000L;

    /** Told on the thread of events of extensions that come and go, and of what the process is to be answered. */
    interface Offers {
        void offered(int number, ExtensionType type, int ranking);

        void withdrawn(int number);

        void answer(EntriesFrame answer);
    }

    private final PluginSpec spec;
    private final House house;
    private final OwnCalls calls;
    private final ExtensionTypes types;
    private final Shape commands;
    private final EventThread events;
    private final Offers offers;
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private long second;
    private int count;

    ChildMessages(PluginSpec spec, HostEnvironment environment, OwnCalls calls, EventThread events, Offers offers) {
        this.spec = spec;
        this.calls = calls;
        this.events = events;
        this.offers = offers;
        house = environment.house();
        types = environment.types();
        commands = environment.shapes().of(CallCommand.class);
    }

    @Override
    public void receive(FrameKind kind, FrameReader frame) throws IOException {
        long now = System.nanoTime() / SECOND;
        if (now != second) {
            second = now;
            count = 0;
        }
        if (++count > PER_SECOND)
            throw new ProtocolException("more than " + PER_SECOND + " messages a second");
        switch (kind) {
            case OFFER -> offered(frame);
            case WITHDRAW -> {
                int number = (int) frame.readLong();
                must(events.post(() -> offers.withdrawn(number)));
            }
            case LOG -> log(frame);
            case PUBLISH -> {
                var topic = frame.readText();
                var json = frame.readText();
                events.post(() -> publish(topic, json));
            }
            case COMMAND -> command(frame);
            case ASK_ENTRIES -> {
                long number = frame.readLong();
                var of = frame.readText();
                must(events.post(() -> offers.answer(entries(number, of))));
            }
            default -> throw new ProtocolException("unexpected " + kind);
        }
    }

    private void offered(FrameReader frame) throws IOException {
        int number = (int) frame.readLong();
        var name = frame.readText();
        int ranking = (int) frame.readLong();
        var type = types.find(name).orElseThrow(() -> new ProtocolException("no extension point: " + name));
        must(events.post(() -> offers.offered(number, type, ranking)));
    }

    private static void must(boolean done) throws IOException {
        if (!done)
            throw new ProtocolException("more messages than can be handled");
    }

    private void log(FrameReader frame) {
        var levels = Level.values();
        var level = levels[Math.min(frame.readByte(), levels.length - 1)];
        var name = frame.readText();
        var text = frame.readText();
        var line = text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE);
        var clean = line.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").replace("\n", "\n    ");
        events.post(() -> logger(name).atLevel(level).log("{}: {}", spec.id(), clean));
    }

    private Logger logger(String name) {
        return loggers.size() > 200 ? LOG : loggers.computeIfAbsent(name, n -> LoggerFactory.getLogger("plugin." + n));
    }

    private void publish(String topic, String json) {
        try {
            house.events().ifPresent(hub -> hub.publish(spec.id(), topic, json));
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.warn("An event of {} is dropped: {}", spec.id(), e.getMessage());
        }
    }

    private EntriesFrame entries(long number, String kind) {
        var reader = house.entries();
        if (reader.isEmpty())
            return new EntriesFrame(number, List.of(), "the node has no store");
        try {
            return new EntriesFrame(number, reader.get().entries(spec.id(), kind), "");
        } catch (RuntimeException e) {
            LOG.warn("The entries {} of plug-in {} cannot be read", kind, spec.id(), e);
            return new EntriesFrame(number, List.of(), "the node failed: " + e.getMessage());
        }
    }

    private void command(FrameReader frame) {
        var call = new CallId(frame.readText());
        var command = (CallCommand) commands.read(frame);
        if (spec.manifest().about().permissions().contains(Permissions.CALLS_CONTROL) && calls.has(call))
            events.post(() -> house.control().ifPresent(control -> control.send(call, command)));
    }
}
