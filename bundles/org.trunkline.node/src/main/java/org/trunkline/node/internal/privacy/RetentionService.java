package org.trunkline.node.internal.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.Author;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.config.ConfigStore;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.record.Person;
import org.trunkline.engine.port.record.RecordArchive;
import org.trunkline.engine.port.record.RecordLog;
import org.trunkline.engine.port.record.RecordRetention;
import org.trunkline.engine.port.record.RecordStage;
import org.trunkline.query.record.RecordQuery;

/**
 * Retention, legal holds and persons over journal and store: what is deleted, disguised or erased goes through here, and
 * nothing that a hold keeps. Where a hold cannot be read, nothing goes. <b>Threads:</b> any.
 */
public final class RetentionService implements RecordStage {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionService.class);
    private static final String WHO = "admin";

    /**
     * Where records are.
     *
     * @param zone of the times in the searches of legal holds
     * @param attributes fields that plug-ins add, which those searches may name
     * @param messages that wait for subscribers who are away: personal data, which holds on records do not keep
     */
    public record Records(RecordRetention care, RecordLog log, RecordArchive archive, ZoneId zone,
            Supplier<List<AttributeAbout>> attributes, WaitingMessages messages) {}

    private final Records records;
    private final ConfigStore store;
    private final PseudonymKey key;
    private final PersonRecords persons;
    private final CaseKeys caseKeys;
    private final Supplier<Retention> started;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Optional<RetentionStatus.Sweep> last = Optional.empty();
    private volatile Optional<Trouble> trouble = Optional.empty();

    /** @param started retention while nobody has changed it */
    public RetentionService(Records records, ConfigStore store, PseudonymKey key, PersonRecords persons, CaseKeys caseKeys,
            Supplier<Retention> started, InstantSource clock) {
        this.caseKeys = caseKeys;
        this.records = records;
        this.store = store;
        this.key = key;
        this.persons = persons;
        this.started = started;
        this.clock = clock;
    }

    RetentionStatus status() throws NodeUnavailableException {
        try {
            return new RetentionStatus(retention(), last, trouble.map(Trouble::message).orElse(""), key.status(),
                    trouble.map(why -> why.args().getFirst()).orElse(""),
                    trouble.map(why -> why.args().subList(1, why.args().size())).orElse(List.of()));
        } catch (StoreException e) {
            throw unavailable(e);
        }
    }

    private Retention retention() throws StoreException {
        return store.load().keeping().retention().orElseGet(started);
    }

    /** @throws QueryException if legal holds cannot have this search */
    void check(String query, Instant since) throws QueryException {
        RecordQuery.compile(query, since, records.zone(), records.attributes().get());
    }

    /** Holds in force, each of its own time. */
    private RecordRetention.Holds holds() throws StoreException, QueryException {
        var matches = new ArrayList<Map.Entry<String, RecordQuery>>();
        for (LegalHold hold : store.load().keeping().holds())
            matches.add(Map.entry(hold.name(), compile(hold)));
        return matches.isEmpty() ? RecordRetention.Holds.NONE : (cdr, steps) -> matches.stream()
                .filter(it -> it.getValue().matches(cdr, steps)).map(Map.Entry::getKey).findFirst();
    }

    private RecordQuery compile(LegalHold hold) throws QueryException {
        try {
            return RecordQuery.compile(hold.query(), hold.since(), records.zone(), records.attributes().get());
        } catch (QueryException e) {
            throw new QueryException("hold-unreadable", List.of(hold.name()), "legal hold " + hold.name() + ": "
                    + e.getMessage() + ". Nothing is deleted until it is changed or lifted", e.position(), "");
        }
    }

    /** What is done with records. @param <T> what comes of it */
    private interface Work<T> {
        T with(RecordRetention.Holds holds) throws IOException, StoreException, QueryException;
    }

    private <T> T alone(Work<T> work) throws NodeUnavailableException {
        if (!changing.tryLock())
            throw new NodeUnavailableException("records-busy", List.of(),
                    "another change of records is in progress: try again when it is done");
        try {
            return work.with(holds());
        } catch (IOException | UncheckedIOException | StoreException | QueryException e) {
            throw unavailable(e);
        } finally {
            changing.unlock();
        }
    }

    private static NodeUnavailableException unavailable(Exception e) {
        Exception real = e instanceof UncheckedIOException wrapped ? wrapped.getCause() : e;
        String why = String.valueOf(real.getMessage());
        return switch (real) {
            case QueryException hold -> new NodeUnavailableException(hold.code(), hold.args(), why, e);
            case PseudonymKey.Unusable _ -> new NodeUnavailableException("key-unusable", List.of(why), why, e);
            default -> new NodeUnavailableException("records-failed", List.of(why), why, e);
        };
    }

    /** Does what retention says, and first what the last stop interrupted. */
    public RetentionStatus.Sweep sweep() throws NodeUnavailableException {
        try {
            var done = alone(this::sweep);
            last = Optional.of(done);
            trouble = Optional.empty();
            if (done.segments() + done.deleted() + done.rows() + done.disguised() > 0)
                LOG.info("old records: {} segments, {} records and {} rows deleted, {} masked; {} kept by holds",
                        done.segments(), done.deleted(), done.rows(), done.disguised(),
                        done.kept().values().stream().mapToLong(n -> n).sum());
            return done;
        } catch (NodeUnavailableException e) {
            trouble = Optional.of(new Trouble("retention-stopped", trouble.map(Trouble::since).orElseGet(clock::instant),
                    "Old records are not deleted or masked: " + e.getMessage(),
                    Stream.concat(Stream.of(e.code()), e.args().stream()).toList()));
            throw e;
        }
    }

    private RetentionStatus.Sweep sweep(RecordRetention.Holds holds) throws IOException, StoreException {
        var retention = retention();
        records.care().resume(it -> lazy().apply(it), holds);
        // messages without their record would be found by nobody, and still be there
        int ladderDays = retention.recordDays() == 0 ? retention.ladderDays() : retention.ladderDays() == 0
                ? retention.recordDays() : Math.min(retention.ladderDays(), retention.recordDays());
        var dropped = records.care().drop(before(retention.recordDays()), before(ladderDays), holds);
        long rows = retention.recordDays() == 0 ? 0 : expire(retention.recordDays(), holds);
        var kept = new TreeMap<>(dropped.kept());
        long disguised = 0;
        if (retention.personalDays() > 0) {
            var outcome = records.care().anonymise(before(retention.personalDays()), as(retention.disguise()), holds);
            outcome.kept().forEach((hold, count) -> kept.merge(hold, count, Math::max));
            disguised = outcome.records();
        }
        expireKeys(retention, holds);
        expireMessages(retention);
        return new RetentionStatus.Sweep(clock.instant(), dropped.segments(), dropped.records(), rows, disguised, kept);
    }

    /** They say who is behind the pseudonyms of a case file: no longer than the records do. */
    private void expireKeys(Retention retention, RecordRetention.Holds holds) throws IOException, StoreException {
        int days = IntStream.of(retention.recordDays(), retention.personalDays()).filter(n -> n > 0).min().orElse(0);
        long gone = days == 0 ? 0 : caseKeys.expire(before(days), holds);
        if (gone > 0)
            store.note("retention", "delete", new AuditSubject(AuditSubject.CASE_KEYS).text(), gone + " of calls more than " + days + " days ago");
    }

    /** They are what SIP messages of calls are, with a person at both ends: the shortest time counts. */
    private void expireMessages(Retention retention) throws StoreException {
        int days = IntStream.of(retention.recordDays(), retention.ladderDays(), retention.personalDays()).filter(n -> n > 0).min().orElse(0);
        long gone = records.messages().expire(before(days));
        if (gone > 0)
            LOG.info("old text messages: {} deleted", gone);
    }

    private Pseudonym lazy() {
        try {
            return key.use();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instant before(int days) {
        return days == 0 ? Instant.EPOCH : clock.instant().minus(Duration.ofDays(days));
    }

    /** Trunks keep their names, also those that were only tried: they are nobody's. */
    private UnaryOperator<String> as(Retention.Disguise disguise) throws IOException, StoreException {
        UnaryOperator<String> as = switch (disguise) {
            case CUT -> Person::cut;
            case PSEUDONYM -> key.use();
        };
        var trunks = store.load().trunks().stream().map(Trunk::name).collect(Collectors.toSet());
        return it -> trunks.contains(it) ? it : as.apply(it);
    }

    private long expire(int days, RecordRetention.Holds holds) throws StoreException, IOException {
        var first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days);
        if (holds == RecordRetention.Holds.NONE)
            return records.archive().expire(first, List.<CallId>of().iterator());
        try (var cursor = records.log().from(records.log().first())) {
            return records.archive().expire(first, new HeldCalls(cursor, holds));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * See {@link Privacy#person}.
     *
     * @throws IllegalArgumentException if {@code after} is no page's next
     */
    PersonPage person(String number, Privacy.Purpose purpose, Optional<String> after, int limit)
            throws NodeUnavailableException {
        try {
            long from = after.isEmpty() ? records.log().first() : persons.position(number, purpose, after.get());
            if (after.isEmpty())
                note(purpose == Privacy.Purpose.EXPORT ? "export" : "search", number, "");
            return persons.page(number, purpose, from, limit, holds());
        } catch (IOException | StoreException | QueryException e) {
            throw unavailable(e);
        }
    }

    PersonChange erase(String number) throws NodeUnavailableException {
        return alone(holds -> {
            var names = persons.names(number);
            long keys = caseKeys.erase(names, holds);
            records.messages().erase(names);
            return changed("erase", number, records.care().erase(names, holds), keys);
        });
    }

    /** No key of a case file says who it was. */
    PersonChange pseudonymise(String number) throws NodeUnavailableException {
        return alone(holds -> {
            var names = persons.names(number);
            var as = key.use();
            long keys = caseKeys.erase(names, holds);
            records.messages().erase(names);
            return changed("pseudonymise", number, records.care().disguise(names, as, holds), keys);
        });
    }

    private PersonChange changed(String action, String number, RecordRetention.Outcome outcome, long keys) throws StoreException {
        note(action, number, outcome.records() + " records" + (keys == 0 ? "" : ", " + keys + " case keys")
                + told(outcome.kept()));
        return new PersonChange(outcome.records(), outcome.read(), outcome.kept());
    }

    /** Which holds kept how many: {@code ; kept 3: hold Case 7}. */
    public static String told(Map<String, Long> kept) {
        var text = new StringBuilder();
        kept.forEach((hold, count) -> text.append("; kept ").append(count).append(": hold ").append(hold));
        return text.toString();
    }

    RetentionStatus.Key newKey() throws NodeUnavailableException {
        return alone(_ -> {
            var made = key.renew();
            store.note(Author.current().orElse(WHO), "new key", new AuditSubject(AuditSubject.PSEUDONYMS).text(), made.id());
            return made;
        });
    }

    /** The audit must not keep what is to be erased. */
    private void note(String action, String number, String detail) throws StoreException {
        store.note(Author.current().orElse(WHO), action, new AuditSubject(AuditSubject.PERSON, Person.cut(number.strip())).text(), detail);
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public Optional<Trouble> trouble() {
        return trouble;
    }
}
