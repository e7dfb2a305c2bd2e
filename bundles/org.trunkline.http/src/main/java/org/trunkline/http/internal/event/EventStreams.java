package org.trunkline.http.internal.event;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

import jakarta.servlet.http.HttpServletRequest;

import org.trunkline.api.node.Node;
import org.trunkline.http.internal.answer.Caller;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.listen.OpenConnection;

/** All event clients, bounded. */
public final class EventStreams implements AutoCloseable {
    public static final int MAX_CLIENTS = 512;

    private final Node node;
    private final Executor tasks;
    private final Semaphore places = new Semaphore(MAX_CLIENTS);
    private final Map<EventWriter, Caller> writers = new ConcurrentHashMap<>();

    /** @param tasks for writing, which does not block */
    public EventStreams(Node node, Executor tasks) {
        this.node = node;
        this.tasks = tasks;
    }

    /** Answers this request with events from now on; the head of the answer is complete but for being sent. */
    public void open(HttpServletRequest request, OpenConnection connection, Optional<String> topics, Caller caller)
            throws Problem, IOException {
        var asked = EventTopics.of(topics, caller);
        if (!places.tryAcquire())
            throw Problem.of(503, "busy", "Busy", "Too many event clients", Map.of("Retry-After", "10"));
        var stream = EventStream.open(node, asked, caller.masked());
        var async = request.startAsync();
        async.setTimeout(0);
        var writer = new EventWriter[1];
        writer[0] = new EventWriter(async, connection, stream, tasks, () -> {
            writers.remove(writer[0]);
            places.release();
        });
        writers.put(writer[0], caller);
        writer[0].begin();
    }

    /** Called every second. */
    public void tick() {
        writers.keySet().forEach(EventWriter::tick);
    }

    /** Ends the streams of one whose session is closed. */
    public void end(Caller gone) {
        writers.forEach((writer, caller) -> {
            if (caller == gone) // not one with the same permissions
                writer.close();
        });
    }

    @Override
    public void close() {
        writers.keySet().forEach(EventWriter::close);
    }
}
