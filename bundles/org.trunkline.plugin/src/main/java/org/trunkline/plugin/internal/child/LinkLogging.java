package org.trunkline.plugin.internal.child;

import java.io.IOException;
import java.time.Duration;

import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;
import org.trunkline.plugin.internal.link.FrameKind;
import org.trunkline.plugin.internal.link.FrameWriter;
import org.trunkline.plugin.internal.link.Link;

/**
 * Logging of a plug-in's process: lines of INFO and above go to the node's log, at most 100 a second; of the rest the node
 * learns the number. SLF4J makes it by name (property {@code slf4j.provider}).
 */
public final class LinkLogging implements SLF4JServiceProvider {
    private static final int LINES_PER_SECOND = 100;
    private static final int MAX_TEXT = 8 << 10;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** SLF4J leaves no other way to reach what it makes; written once. */
    private static volatile LinkLogging current = new LinkLogging();

    private final ILoggerFactory loggers = LinkLogger::new;
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();
    private volatile Link link;
    private long second;
    private int lines;
    private int dropped;

    /** Lines before that are dropped. */
    static void to(Link link) {
        current.link = link;
    }

    static void log(Level level, String logger, String text) {
        current.send(level, logger, text);
    }

    private void send(Level level, String logger, String text) {
        var to = link;
        if (to == null)
            return;
        int missed = admit();
        if (missed < 0)
            return;
        var line = missed == 0 ? text : "(" + missed + " lines dropped) " + text;
        var frame = new FrameWriter(FrameKind.LOG);
        frame.writeByte(level.ordinal());
        frame.writeText(logger);
        frame.writeText(line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…");
        try {
            to.send(frame);
        } catch (IOException e) {
            to.close();
        }
    }

    /** @return lines dropped before this one; negative to drop this one */
    private synchronized int admit() {
        long now = System.nanoTime() / SECOND;
        if (now != second) {
            second = now;
            lines = 0;
        }
        if (++lines > LINES_PER_SECOND) {
            dropped++;
            return -1;
        }
        int missed = dropped;
        dropped = 0;
        return missed;
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // ready as it is
    }
}
