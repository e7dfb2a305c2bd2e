package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.plugin.internal.link.EntriesFrame;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;
import org.trunkline.spi.config.EntryStore;

/** Asks the node for the plug-in's entries. */
final class ChildEntries implements EntryStore {
    private static final Logger LOG = LoggerFactory.getLogger(ChildEntries.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Link link;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<EntriesFrame>> asked = new ConcurrentHashMap<>();

    ChildEntries(Link link) {
        this.link = link;
    }

    /** On the thread that reads. */
    void answered(EntriesFrame answer) {
        var question = asked.remove(answer.number());
        if (question != null)
            question.complete(answer);
    }

    @Override
    public List<Map<String, String>> entries(String kind) {
        long number = numbers.incrementAndGet();
        var question = new CompletableFuture<EntriesFrame>();
        asked.put(number, question);
        var frame = new FrameWriter(FrameKind.ASK_ENTRIES);
        frame.writeLong(number);
        frame.writeText(kind);
        try {
            link.send(frame);
            var answer = question.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!answer.failure().isEmpty())
                LOG.warn("The entries of {} cannot be read: {}", kind, answer.failure());
            return answer.entries();
        } catch (TimeoutException e) {
            LOG.warn("The entries of {} did not come within {} s", kind, PATIENCE_SECONDS);
        } catch (IOException e) {
            link.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            asked.remove(number);
        }
        return List.of();
    }
}
