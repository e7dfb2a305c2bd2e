package org.trunkline.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.RecordFormat;

/**
 * A format that one of our writers makes: each export has a writer of its own, and what it wrote since the last call is the
 * answer. A few at once; one that nobody continues for ten minutes is forgotten.
 */
abstract class WrittenFormat implements RecordFormat {
    static final int MOST = 16;
    static final Duration FORGOTTEN = Duration.ofMinutes(10);

    /** One export. Its calls come one after another. */
    private static final class Session {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final RecordWriter writer;
        volatile Instant used;

        Session(Opener opener, List<RecordColumn> columns, Instant now) throws IOException {
            writer = opener.open(bytes, columns);
            used = now;
        }

        byte[] taken() {
            byte[] all = bytes.toByteArray();
            bytes.reset();
            return all;
        }
    }

    /** Makes a writer. */
    @FunctionalInterface
    interface Opener {
        RecordWriter open(OutputStream out, List<RecordColumn> columns) throws IOException;
    }

    private final FormatInfo info;
    private final Opener opener;
    private final InstantSource clock;
    private final Map<String, Session> sessions = new HashMap<>();

    WrittenFormat(FormatInfo info, Opener opener, InstantSource clock) {
        this.info = info;
        this.opener = opener;
        this.clock = clock;
    }

    @Override
    public FormatInfo info() {
        return info;
    }

    @Override
    public Started begin(ExportOptions options) throws ExtensionException {
        try {
            var columns = RecordColumn.with(options.attributes().stream().map(AttributeField::name).toList());
            var session = new Session(opener, columns, clock.instant());
            var id = UUID.randomUUID().toString();
            keep(id, session);
            return new Started(id, session.taken());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private synchronized void keep(String id, Session session) throws ExtensionException {
        var first = clock.instant().minus(FORGOTTEN);
        sessions.values().removeIf(it -> it.used.isBefore(first));
        if (sessions.size() >= MOST)
            throw new ExtensionException(MOST + " exports as " + info.id() + " are in progress: try again when one has ended", true);
        sessions.put(id, session);
    }

    @Override
    public byte[] page(String export, List<Cdr> records) throws ExtensionException {
        var session = session(export);
        try {
            for (var cdr : records)
                session.writer.write(cdr);
            return session.taken();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private synchronized Session session(String export) throws ExtensionException {
        var session = Optional.ofNullable(sessions.get(export))
                .orElseThrow(() -> new ExtensionException("There is no export " + export + ": start it again", false));
        session.used = clock.instant();
        return session;
    }

    @Override
    public byte[] end(String export) throws ExtensionException {
        var session = session(export);
        try {
            session.writer.end();
            return session.taken();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            cancel(export);
        }
    }

    @Override
    public synchronized void cancel(String export) {
        sessions.remove(export);
    }

    /** How many exports are under way. */
    synchronized int size() {
        return sessions.size();
    }

    private ExtensionException failed(IOException e) {
        return new ExtensionException("The export as " + info.id() + " failed: " + e.getMessage(), true, e);
    }
}
