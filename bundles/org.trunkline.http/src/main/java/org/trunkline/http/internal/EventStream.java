package org.trunkline.http.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.fasterxml.jackson.databind.JsonNode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.Watch;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.plugin.PluginEvent;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.http.internal.answer.PersonMask;
import org.trunkline.wire.CallJson;
import org.trunkline.wire.Json;
import org.trunkline.wire.PageJson;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.StatusJson;

/**
 * The events of one client. The node's threads leave what is new and go on; the client's own thread writes. A client
 * that falls behind sees the latest status and calls, and is dropped when its records overflow or a write hangs.
 */
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration STALLED = Duration.ofSeconds(15);
    private static final int MAX_ROWS = 20_000;
    private static final int ROWS_PER_EVENT = 500;
    private static final int MAX_PLUGIN_EVENTS = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final List<Watch> watches = new ArrayList<>();
    private final ArrayDeque<CdrRow> rows = new ArrayDeque<>();
    private final ArrayDeque<PluginEvent> pluginEvents = new ArrayDeque<>();
    private final boolean masked;
    private boolean toldOfAll;
    private Optional<NodeStatus> status = Optional.empty();
    private Optional<List<LiveCall>> calls = Optional.empty();
    private boolean configChanged;
    private boolean pluginsChanged;
    private boolean closed;
    private Optional<Thread> writer = Optional.empty();
    private long writingSince;

    private EventStream(boolean masked) {
        this.masked = masked;
    }

    /**
     * @param topics as {@link EventTopics} found them
     * @param masked whether numbers and names are cut short
     */
    static EventStream open(Node node, Set<String> topics, boolean masked) {
        var stream = new EventStream(masked);
        if (topics.contains("status"))
            stream.watches.add(node.watch(s -> stream.offer(() -> stream.status = Optional.of(s)), _ -> {}));
        if (topics.contains("calls"))
            stream.watches.add(node.calls().watch(c -> stream.offer(() -> stream.calls = Optional.of(c))));
        if (topics.contains("cdrs"))
            stream.watches.add(node.cdrs().watch(r -> stream.offer(() -> stream.addRows(r))));
        if (topics.contains("config"))
            stream.watches.add(node.watchConfiguration(() -> stream.offer(() -> stream.configChanged = true)));
        if (!EventTopics.OWN.containsAll(topics))
            stream.watches.add(node.plugins().events(e -> stream.plugin(e, topics)));
        stream.toldOfAll = topics.contains(EventTopics.OF_ALL_PLUGINS);
        if (topics.contains("plugins"))
            stream.watches.add(node.plugins().watch(() -> stream.offer(() -> stream.pluginsChanged = true)));
        stream.pluginsChanged = topics.contains("plugins");
        stream.configChanged = topics.contains("config"); // it may have changed while a client was away
        return stream;
    }

    private void plugin(PluginEvent event, Set<String> topics) {
        if (topics.contains(EventTopics.OF_ALL_PLUGINS) || topics.contains(event.plugin() + "/" + event.topic()))
            offer(() -> {
                pluginEvents.add(event);
                if (pluginEvents.size() > MAX_PLUGIN_EVENTS)
                    end("fell behind");
            });
    }

    private void offer(Runnable change) {
        lock.lock();
        try {
            change.run();
            news.signal();
            // an interrupt closes the socket under a blocked write; nothing else would end it
            if (writingSince != 0 && System.nanoTime() - writingSince > STALLED.toNanos())
                end("does not read");
        } finally {
            lock.unlock();
        }
    }

    private void addRows(List<CdrRow> fresh) {
        rows.addAll(fresh);
        if (rows.size() > MAX_ROWS)
            end("fell behind");
    }

    private void end(String why) {
        if (!closed)
            LOG.info("An event client {}: dropped", why);
        closed = true;
        writer.ifPresent(Thread::interrupt);
        news.signalAll();
    }

    /** Writes until the client goes, falls behind, or {@link #close()}. */
    void writeTo(OutputStream out) throws IOException {
        try {
            write(out, "retry: 1000\n\n");
            while (true) {
                var events = take();
                if (events.isEmpty())
                    return;
                write(out, events.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void write(OutputStream out, String text) throws IOException {
        lock.lock();
        try {
            writer = Optional.of(Thread.currentThread());
            writingSince = System.nanoTime() | 1; // never the 0 that means idle
        } finally {
            lock.unlock();
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        lock.lock();
        try {
            writingSince = 0;
        } finally {
            lock.unlock();
        }
    }

    /** @return what to write next, empty at the end */
    private Optional<String> take() throws InterruptedException {
        lock.lock();
        try {
            long left = HEARTBEAT.toNanos();
            while (!closed && left > 0 && idle())
                left = news.awaitNanos(left);
            if (closed)
                return Optional.empty();
            return Optional.of(idle() ? ": still here\n\n" : text());
        } finally {
            lock.unlock();
        }
    }

    private boolean idle() {
        return status.isEmpty() && calls.isEmpty() && rows.isEmpty() && pluginEvents.isEmpty() && !configChanged && !pluginsChanged;
    }

    private String text() {
        var text = new StringBuilder();
        status.ifPresent(s -> event(text, "status", StatusJson.write(s)));
        calls.ifPresent(c -> event(text, "calls", seen(PageJson.write(c, CallJson::write))));
        if (configChanged)
            event(text, "config", Json.object());
        if (pluginsChanged)
            event(text, "plugins", Json.object());
        status = Optional.empty();
        calls = Optional.empty();
        configChanged = false;
        pluginsChanged = false;
        if (!rows.isEmpty()) {
            var batch = new ArrayList<CdrRow>();
            while (batch.size() < ROWS_PER_EVENT && !rows.isEmpty())
                batch.add(rows.poll());
            event(text, "cdrs", seen(PageJson.write(batch, SearchJson::write)));
        }
        for (var event = pluginEvents.poll(); event != null; event = pluginEvents.poll())
            plugin(text, event);
        return text.toString();
    }

    /** Under the topic that was asked for: to one who asked for all, with plug-in and topic around it. */
    private void plugin(StringBuilder text, PluginEvent event) {
        var json = event.json().replaceAll("[\\r\\n]+", " "); // between its parts only: in a text they are escaped
        if (toldOfAll)
            event(text, EventTopics.OF_ALL_PLUGINS, "{\"plugin\":\"" + event.plugin() + "\",\"topic\":\"" + event.topic()
                    + "\",\"event\":" + json + "}");
        else
            event(text, event.plugin() + "/" + event.topic(), json);
    }

    private JsonNode seen(JsonNode data) {
        return masked ? PersonMask.apply(data) : data;
    }

    private static void event(StringBuilder text, String name, JsonNode data) {
        event(text, name, new String(Json.bytes(data), StandardCharsets.UTF_8));
    }

    private static void event(StringBuilder text, String name, String json) {
        text.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
