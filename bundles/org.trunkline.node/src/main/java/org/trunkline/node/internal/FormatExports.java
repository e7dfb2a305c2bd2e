package org.trunkline.node.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.spi.record.RecordFormat.ExportOptions;

/** Exports in whichever formats are there now. <b>Threads:</b> any; a format is called on the thread that exports. */
final class FormatExports implements RecordExports {
    static final int MOST = 8;
    static final Duration FORGOTTEN = Duration.ofMinutes(1);
    private static final int MOST_FORMATS = 100;
    private static final int PAGE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(FormatExports.class);

    /** What a format is asked to do. */
    @FunctionalInterface
    private interface Call<T> {
        T answer() throws ExtensionException;
    }

    /** One under way. */
    private static final class Session {
        final RecordFormat format;
        final String name;
        final CdrQuery query;
        final CdrOrder order;
        Page<Cdr> page;
        String inFormat = "";
        long written;
        boolean read;
        volatile Instant used;

        Session(RecordFormat format, String name, CdrQuery query, CdrOrder order, Page<Cdr> first, Instant now) {
            this.format = format;
            this.name = name;
            this.query = query;
            this.order = order;
            page = first;
            used = now;
        }
    }

    private final CdrSearch search;
    private final Supplier<List<RecordFormat>> registered;
    private final InstantSource clock;
    private final Map<String, Session> sessions = new HashMap<>();

    /** @param registered the best first */
    FormatExports(CdrSearch search, Supplier<List<RecordFormat>> registered, InstantSource clock) {
        this.search = search;
        this.registered = registered;
        this.clock = clock;
    }

    /** By id; of two with one id the first counts. */
    private Map<String, RecordFormat> known() {
        var known = new LinkedHashMap<String, RecordFormat>();
        for (var format : registered.get())
            try {
                if (known.size() < MOST_FORMATS)
                    known.putIfAbsent(format.info().id(), format);
            } catch (RuntimeException | LinkageError e) { // code of others
                LOG.warn("the export format {} failed to describe itself: {}", format.getClass().getName(), e.toString());
            }
        return known;
    }

    @Override
    public List<Format> formats() {
        var formats = new ArrayList<Format>();
        known().forEach((id, format) -> {
            var info = format.info();
            var labels = new HashMap<>(info.label().others());
            labels.put("en", info.label().en());
            formats.add(new Format(id, labels, info.fileExtension(), info.contentType()));
        });
        return formats;
    }

    @Override
    public Chunk begin(String id, CdrQuery query, CdrOrder order, String zone) throws QueryException, NodeUnavailableException {
        var format = Optional.ofNullable(known().get(id)).orElseThrow(() -> RecordExports.unknown(id));
        var first = search.wholeRecords(query, order, Optional.empty(), PAGE);
        var session = new Session(format, id, query, order, first, clock.instant());
        var export = UUID.randomUUID().toString();
        keep(export, session);
        var options = new ExportOptions(List.of(), List.of(), zone, query.text(), Optional.of(first.total()),
                search.attributes().stream().map(FormatExports::field).toList());
        var started = tried(export, session, () -> format.begin(options));
        session.inFormat = started.export();
        return chunk(export, session, started.bytes(), false);
    }

    private static AttributeField field(AttributeAbout it) {
        return new AttributeField(it.name(), AttributeField.Type.valueOf(it.type().name()),
                new LocalizedText(it.label(Locale.ENGLISH), it.label()), it.facet());
    }

    private void keep(String export, Session session) throws NodeUnavailableException {
        List<Session> forgotten;
        synchronized (this) {
            var first = clock.instant().minus(FORGOTTEN);
            forgotten = sessions.values().stream().filter(it -> it.used.isBefore(first)).toList();
            sessions.values().removeAll(forgotten);
            if (sessions.size() < MOST) {
                sessions.put(export, session);
                session.used = clock.instant();
            }
        }
        forgotten.forEach(FormatExports::cancel);
        if (!isKept(export))
            throw new NodeUnavailableException("exports-busy", List.of(String.valueOf(MOST)), MOST
                    + " exports are in progress; no more are allowed at once: try again when one has ended");
    }

    private synchronized boolean isKept(String export) {
        return sessions.containsKey(export);
    }

    @Override
    public Chunk next(String export) throws NodeUnavailableException {
        var session = session(export);
        try {
            if (session.read && session.page.next().isPresent())
                session.page = search.wholeRecords(session.query, session.order, session.page.next(), PAGE);
            else if (session.read || session.page.items().isEmpty())
                return ended(export, session);
        } catch (QueryException e) {
            cancel(export);
            throw new NodeUnavailableException("search-changed", List.of(),
                    "The search changed while it was exported: " + e.getMessage(), e);
        } catch (NodeUnavailableException e) {
            cancel(export);
            throw e;
        }
        session.read = true;
        if (session.page.items().isEmpty())
            return ended(export, session);
        byte[] bytes = tried(export, session, () -> session.format.page(session.inFormat, session.page.items()));
        session.written += session.page.items().size();
        return chunk(export, session, bytes, false);
    }

    private Chunk ended(String export, Session session) throws NodeUnavailableException {
        byte[] bytes = tried(export, session, () -> session.format.end(session.inFormat));
        taken(export);
        return chunk(export, session, bytes, true);
    }

    private static Chunk chunk(String export, Session session, byte[] bytes, boolean last) {
        return new Chunk(export, bytes, OptionalLong.of(session.written), OptionalLong.of(session.page.total()), last);
    }

    private synchronized Session session(String export) throws NodeUnavailableException {
        var session = Optional.ofNullable(sessions.get(export)).orElseThrow(RecordExports::ended);
        session.used = clock.instant();
        return session;
    }

    private synchronized Optional<Session> taken(String export) {
        return Optional.ofNullable(sessions.remove(export));
    }

    private <T> T tried(String export, Session session, Call<T> call) throws NodeUnavailableException {
        try {
            return call.answer();
        } catch (ExtensionException | RuntimeException | LinkageError e) { // code of others
            cancel(export);
            var why = e.getMessage() == null ? e.toString() : e.getMessage();
            LOG.warn("the export format {} failed: {}", session.name, why);
            throw new NodeUnavailableException("export-failed", List.of(session.name, why), "The export as " + session.name
                    + " failed: " + why, e);
        }
    }

    @Override
    public void cancel(String export) {
        taken(export).ifPresent(FormatExports::cancel);
    }

    private static void cancel(Session session) {
        if (session.inFormat.isEmpty())
            return;
        try {
            session.format.cancel(session.inFormat);
        } catch (RuntimeException | LinkageError e) { // code of others, and nobody waits for it
            LOG.warn("the export format {} does not cancel an export: {}", session.name, e.toString());
        }
    }
}
