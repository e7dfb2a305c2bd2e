package org.trunkline.http.internal.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.trunkline.wire.PageJson;
import org.trunkline.wire.SearchJson;
import org.trunkline.wire.StatusJson;
import org.trunkline.wire.json.Json;

/**
 * The news for one client. The node's threads leave it here and continue; an {@link EventWriter} takes it. A client that
 * falls behind sees the latest status and calls, and is dropped when its records overflow. <b>Threads:</b> any.
 */
final class EventStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MAX_ROWS = 20_000;
    private static final int ROWS_PER_EVENT = 500;
    private static final int MAX_PLUGIN_EVENTS = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Watch> watches = new ArrayList<>();
    private final ArrayDeque<CdrRow> rows = new ArrayDeque<>();
    private final ArrayDeque<PluginEvent> pluginEvents = new ArrayDeque<>();
    private final boolean masked;
    private boolean toldOfAll;
    private Optional<NodeStatus> status = Optional.empty();
    private Optional<List<LiveCall>> calls = Optional.empty();
    private boolean configChanged;
    private boolean pluginsChanged;
    private boolean heartbeat;
    private boolean begun;
    private boolean closed;
    private boolean failed;
    private volatile Runnable news = () -> {};

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

    /** @param listener called after each change, on the thread that made it */
    void onNews(Runnable listener) {
        news = listener;
    }

    private void offer(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
        news.run();
    }

    private void addRows(List<CdrRow> fresh) {
        rows.addAll(fresh);
        if (rows.size() > MAX_ROWS)
            end("fell behind");
    }

    /** The client is cut off. */
    void end(String why) {
        lock.lock();
        try {
            if (!closed)
                LOG.info("An event client {}; its connection is closed", why);
            closed = true;
            failed = true;
        } finally {
            lock.unlock();
        }
        news.run();
    }

    /** Shows the client that the node is there. */
    void heartbeat() {
        offer(() -> heartbeat = true);
    }

    /** What to write next. */
    Optional<String> poll() {
        lock.lock();
        try {
            if (closed || !hasNews())
                return Optional.empty();
            var text = (begun ? "" : "retry: 1000\n\n") + (idle() ? "" : text()) + (heartbeat ? ": still here\n\n" : "");
            begun = true;
            heartbeat = false;
            return Optional.of(text);
        } finally {
            lock.unlock();
        }
    }

    boolean hasNews() {
        lock.lock();
        try {
            return closed || !begun || heartbeat || !idle();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more comes. */
    boolean ended() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the client was too slow. */
    boolean failed() {
        lock.lock();
        try {
            return failed;
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
        } finally {
            lock.unlock();
        }
    }
}
