package org.trunkline.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.AlertStatus.State;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.ChannelUse;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.engine.port.config.AlertMemory;
import org.trunkline.engine.port.config.SavedSearches;
import org.trunkline.engine.port.config.StoreException;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.alert.AlertChannel;
import org.trunkline.spi.alert.AlertNotice;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.ReplacedRecords;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.wire.json.Json;

class AlertBoardTest {
    private static final AlertRule THREE_IN_FIVE = new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15),
            Optional.empty(), List.of("noc@example.com"));

    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    /** Mail cannot be sent here: each message leaves a failed delivery behind, at the time it was tried. */
    private final Messenger messenger = new Messenger(new Outbox(() -> now, List.of()), channels(), () -> now);
    private final Memory memory = new Memory();
    private long last;
    private final List<AlertKeeper> keepers = new ArrayList<>();
    private AlertKeeper keeper = keeper();
    private StandingSearches searches = searches();
    private final AlertBoard board = board();
    private AlertFeed feed = feed(board);
    private final CdrGenerator generator = new CdrGenerator(9, now, 1);

    private static Channels channels() {
        var channels = new Channels();
        channels.add(new MailChannel(Optional.empty()), Map.of());
        return channels;
    }

    /** A store in memory, which may be down. */
    private static final class Memory implements AlertMemory {
        private final Map<String, Kept> rows = new ConcurrentHashMap<>();
        private volatile boolean down;

        @Override
        public Map<String, Kept> load() throws StoreException {
            return Map.copyOf(rows);
        }

        @Override
        public void save(Map<String, Kept> put, List<String> gone) throws StoreException {
            if (down)
                throw new StoreException("the disk is full");
            gone.forEach(rows::remove);
            rows.putAll(put);
        }
    }

    private AlertKeeper keeper() {
        var made = new AlertKeeper(memory, () -> now, Duration.ofMinutes(1));
        keepers.add(made);
        return made;
    }

    private StandingSearches searches() {
        return new StandingSearches(() -> now, ZoneId.of("UTC"), List::of);
    }

    private AlertBoard board() {
        return new AlertBoard(searches, messenger, keeper, () -> now, () -> last);
    }

    private AlertFeed feed(AlertBoard alerts) {
        return new AlertFeed(alerts, searches, keeper, () -> now);
    }

    /** As the next process finds it: the one before writes no more. */
    private AlertBoard restarted(SavedSearch... configured) {
        keeper.close();
        return crashed(configured);
    }

    /** What was not written is lost. */
    private AlertBoard crashed(SavedSearch... configured) {
        keeper = keeper();
        searches = searches();
        var next = board();
        feed = feed(next);
        next.use(new SavedSearches(List.of(configured), Map.of()));
        return next;
    }

    /** Records as the journal's follower brings them. */
    private RecordBatch batch(Cdr... records) {
        var entries = Stream.of(records).map(it -> new RecordBatch.Entry(++last, last * 100, it, LadderSteps.NONE)).toList();
        return new RecordBatch("journal", entries, last * 100 + 100);
    }

    private void come(Cdr... records) {
        feed.consume(batch(records));
    }

    @Test
    void itStandsAfterARestartAsBefore() throws Exception {
        var busy = search("Busy", "cause:busy", THREE_IN_FIVE);
        use(busy, search("Gone", "", THREE_IN_FIVE));
        come(busy(now), busy(now), busy(now));
        Await.until("it is kept as raised, with its failed message", () -> memory.rows.containsKey("Busy")
                && memory.rows.get("Busy").state().contains("state RAISED")
                && memory.rows.get("Busy").state().contains("mail "));
        var before = board.list().getFirst();
        var next = restarted(busy);
        assertEquals(List.of(before), next.list());
        assertTrue(next.acknowledge("Busy"));
        Await.until("that is kept", () -> memory.rows.get("Busy").state().contains("state ACKNOWLEDGED"));
        assertEquals(State.ACKNOWLEDGED, restarted(busy).list().getFirst().state());
        Await.until("what nobody watches is forgotten", () -> !memory.rows.containsKey("Gone"));
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(State.QUIET, restarted(busy).list().getFirst().state(), "over meanwhile");
        assertEquals(State.QUIET, restarted(search("Busy", "cause:busy", new AlertRule(4, Duration.ofHours(1),
                Duration.ofMinutes(5), Optional.empty(), List.of()))).list().getFirst().state(), "another rule");
    }

    /** A channel of a plug-in that fails as often as it is told to. */
    private static final class Pager implements AlertChannel {
        private final List<Map<String, String>> got = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures;

        Pager(int failures) {
            this.failures = new AtomicInteger(failures);
        }

        @Override
        public ChannelInfo info() {
            return new ChannelInfo("page", LocalizedText.of("Pager"), List.of(SettingField.text("number", "Number", "Whom"),
                    SettingField.text("pin", "PIN", "Of the pager").asSecret()));
        }

        @Override
        public void deliver(AlertNotice notice, Map<String, String> settings) throws ExtensionException {
            if (failures.getAndDecrement() > 0)
                throw new ExtensionException("the pager is engaged", true);
            if (notice.alert().equals("Broken"))
                throw new NoClassDefFoundError("com/example/Gone");
            got.add(settings);
        }
    }

    private AlertStatus paged(String alert, Channels channels) {
        var rule = new AlertRule(1, Duration.ofHours(1), Duration.ofMinutes(15), Optional.empty(), List.of(),
                List.of(ChannelUse.of("com.example.pager/page", Map.of("number", "42"))));
        var search = search(alert, "", rule);
        var watch = new AlertWatch(search, () -> now);
        try (var sender = new Messenger(new Outbox(() -> now, List.of(Duration.ofMillis(1))), channels, () -> now)) {
            sender.tell(watch, new SavedSearches(List.of(search), Map.of(),
                    Map.of(alert, Map.of("com.example.pager/page", Map.of("pin", "4711")))), true);
            Await.until("it is over", () -> watch.status().channels().values().stream().anyMatch(d -> !d.again()));
        }
        var again = new AlertWatch(search, () -> now);
        again.restore(watch.kept());
        assertEquals(watch.status().channels(), again.status().channels(), "kept");
        return watch.status();
    }

    @Test
    void aChannelOfAPluginIsToldWithItsSecretsAndTriedAgain() {
        var channels = channels();
        var pager = new Pager(1);
        channels.add(pager, Map.of("trunkline.plugin", "com.example.pager"));
        assertEquals(List.of("mail", "com.example.pager/page"), channels.list().stream().map(AlertChannelAbout::id).toList());
        assertTrue(paged("Busy", channels).channels().get("com.example.pager/page").delivered());
        assertEquals(List.of(Map.of("number", "42", "pin", "4711")), pager.got);
        var broken = paged("Broken", channels).channels().get("com.example.pager/page");
        assertTrue(broken.why().message().contains("com/example/Gone"), broken.why().message());
        channels.remove(pager);
        assertEquals("channel-away", paged("Busy", channels).channels().get("com.example.pager/page").why().code());
    }

    @Test
    void aPluginTakesNoOthersPlace() {
        var channels = channels();
        channels.add(new AlertChannel() {
            @Override
            public ChannelInfo info() {
                return new ChannelInfo("mail", LocalizedText.of("Mine"), List.of());
            }

            @Override
            public void deliver(AlertNotice notice, Map<String, String> settings) {
                throw new AssertionError("not for this one");
            }
        }, Map.of("trunkline.plugin", "com.example.thief"));
        assertTrue(channels.find("mail").orElseThrow() instanceof MailChannel);
    }

    @Test
    void eachChangeIsKept() {
        use(search("Any", "", new AlertRule(1, Duration.ofHours(1), Duration.ofMinutes(15), Optional.empty(), List.of())));
        come(busy(now));
        Await.until("raised", () -> memory.rows.containsKey("Any"));
        assertTrue(board.acknowledge("Any"));
        assertTrue(memory.rows.get("Any").state().contains("state ACKNOWLEDGED"), "on the disk when it is answered");
        come(busy(now));
        Await.until("counted", () -> memory.rows.get("Any").state().lines().filter(l -> l.startsWith("match ")).count() == 2);
    }

    @Test
    void theQuietTimeGoesOnAfterARestart() throws Exception {
        var rule = search("Busy", "cause:busy", THREE_IN_FIVE);
        var watch = new AlertWatch(rule, () -> now);
        assertTrue(watch.matched(List.of(busy(now), busy(now), busy(now))));
        var next = new AlertWatch(rule, () -> now);
        next.restore(watch.kept());
        assertFalse(next.matched(List.of(busy(now))), "told a moment ago");
        now = now.plus(Duration.ofMinutes(16));
        assertTrue(next.matched(List.of(busy(now), busy(now), busy(now))));
    }

    @Test
    void whatWasSentCountsAfterARestart() throws Exception {
        try (var outbox = new Outbox(() -> now, List.of(), Optional.of(keeper))) {
            for (int i = 0; i < 60; i++) {
                var done = new CountDownLatch(1);
                outbox.send("a message", () -> { }, (_, _, _) -> done.countDown());
                assertTrue(done.await(20, TimeUnit.SECONDS));
            }
        }
        keeper.close();
        var refused = new ArrayList<String>();
        try (var outbox = new Outbox(() -> now, List.of(), Optional.of(keeper()))) {
            outbox.send("one more", () -> { }, (_, why, _) -> refused.add(why.message()));
        }
        assertEquals(List.of("more than 60 messages in 10 minutes"), refused);
    }

    @Test
    void aStoreThatIsDownGetsItLater() throws Exception {
        memory.down = true;
        keeper.put("Busy", "rule", () -> "state RAISED", true);
        keeper.put("Other", "rule", () -> "state QUIET", false);
        keeper.forget("Other");
        memory.down = false;
        keeper.close();
        assertEquals(Set.of("Busy"), memory.rows.keySet());
    }

    @AfterEach
    void close() {
        board.close();
        messenger.close();
        keepers.forEach(AlertKeeper::close);
    }

    private static SavedSearch search(String name, String query, AlertRule rule) {
        return new SavedSearch(name, query, Optional.empty(), "anna", true, false, Optional.of(rule));
    }

    private void use(SavedSearch... searches) {
        board.use(new SavedSearches(List.of(searches), Map.of()));
    }

    private Cdr busy(Instant ended) {
        return refused(ended, 486, Cause.BUSY);
    }

    private Cdr refused(Instant ended, int status, Cause cause) {
        var c = generator.next();
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), ended.minusSeconds(3),
                Optional.empty(), Optional.empty(), ended, c.endedBy(), status, cause, c.reason(), c.legs(),
                List.of(), c.why());
    }

    private AlertStatus only() {
        return board.list().getFirst();
    }

    @Test
    void soManyInTheTimeRaiseIt() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        var calls = new ArrayList<CallId>();
        for (int i = 0; i < 3; i++) {
            assertEquals(State.QUIET, only().state());
            var call = busy(now);
            calls.addFirst(call.id());
            come(call);
            now = now.plusSeconds(100);
        }
        assertEquals(State.RAISED, only().state());
        assertEquals(3, only().matches());
        assertEquals(calls, only().latest());
    }

    @Test
    void theSameNumberOverALongerTimeDoesNot() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        for (int i = 0; i < 10; i++) {
            come(busy(now));
            now = now.plusSeconds(151);
        }
        assertEquals(State.QUIET, only().state());
    }

    @Test
    void callsThatEndedLongAgoDoNotCountWhenTheIndexCatchesUp() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        come(busy(now.minusSeconds(3000)), busy(now.minusSeconds(2000)), busy(now.minusSeconds(1000)));
        assertEquals(State.QUIET, only().state());
        assertEquals(0, only().matches());
    }

    @Test
    void lateCallsPushOutNoneThatCounts() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        come(busy(now), busy(now));
        come(Stream.generate(() -> busy(now.minusSeconds(3000))).limit(50).toArray(Cdr[]::new));
        come(busy(now));
        assertEquals(State.RAISED, only().state());
    }

    @Test
    void anAlertMadeLaterUnderAnOldNameBeginsAnew() throws Exception {
        var busy = search("Busy", "cause:busy", THREE_IN_FIVE);
        use(busy);
        come(busy(now), busy(now), busy(now));
        Await.until("it is kept", () -> memory.rows.containsKey("Busy"));
        var next = restarted();
        Await.until("it is forgotten", () -> !memory.rows.containsKey("Busy"));
        next.use(new SavedSearches(List.of(busy), Map.of()));
        assertEquals(State.QUIET, next.list().getFirst().state());
    }

    @Test
    void anAlertThatIsGoneKeepsNothing() {
        var rule = new AlertRule(1, Duration.ofHours(1), Duration.ofMinutes(1), Optional.empty(), List.of());
        use(search("Busy", "cause:busy", rule));
        come(busy(now));
        use();
        come(busy(now));
        use(search("Other", "", rule));
        come(busy(now));
        Await.until("what came later is kept", () -> memory.rows.containsKey("Other")
                && memory.rows.get("Other").state().contains("match "));
        assertFalse(memory.rows.containsKey("Busy"));
    }

    private boolean isWritten(RecordBatch batch) {
        return memory.rows.containsKey("/offset") && memory.rows.get("/offset").state().contains("at " + batch.next() + " ");
    }

    /** A store that lost its last writes in a crash gives the records again that they counted; a whole one does not. */
    @Test
    void eachRecordIsCountedOnceOverACrash() throws Exception {
        var rule = search("Busy", "cause:busy", THREE_IN_FIVE);
        use(rule);
        assertEquals(Optional.empty(), feed.position("journal"), "begins with the next");
        var first = batch(busy(now), busy(now));
        feed.consume(first);
        Await.until("it is written", () -> isWritten(first));
        memory.down = true;
        var second = batch(busy(now));
        feed.consume(second);
        assertEquals(State.RAISED, only().state());

        memory.down = false; // as it was left
        var next = crashed(rule);
        assertEquals(2, next.list().getFirst().matches());
        assertEquals(Optional.of("journal"), feed.journal());
        assertEquals(Optional.of(first.next()), feed.position("journal"));
        feed.consume(second);
        assertEquals(3, next.list().getFirst().matches());
        Await.until("that is written", () -> isWritten(second));
        assertEquals(3, crashed(rule).list().getFirst().matches());
        assertEquals(Optional.of(second.next()), feed.position("journal"));
    }

    /** What no alert counts may come again: its place is written once a minute. */
    @Test
    void recordsThatFitNothingCostNoWrites() {
        use(search("Other", "cause:declined", THREE_IN_FIVE));
        var first = batch(busy(now));
        feed.consume(first);
        Await.until("the beginning", () -> isWritten(first));
        come(busy(now));
        keeper.put("Written", "", () -> "", true);
        Await.until("later than that", () -> memory.rows.containsKey("Written"));
        assertTrue(isWritten(first));
        now = now.plusSeconds(60);
        var last = batch(busy(now));
        feed.consume(last);
        Await.until("after a minute", () -> isWritten(last));
    }

    @Test
    void whatEndedBeforeAnAlertWasMadeIsNotCounted() {
        var late = batch(busy(now), busy(now));
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        feed.consume(late); // it was on its way
        assertEquals(0, only().matches());
        come(busy(now));
        assertEquals(1, only().matches());
        Await.until("that is kept", () -> memory.rows.containsKey("Busy") && memory.rows.get("Busy").state().contains("match "));
        assertTrue(memory.rows.get("Busy").state().contains("after 2\n"), memory.rows.get("Busy").state());
    }

    @Test
    void aChangedJournalGoesOnAndAnotherOneBeginsAnew() throws Exception {
        last = 1_000;
        var rule = search("Busy", "cause:busy", THREE_IN_FIVE);
        use(rule);
        come(busy(now));
        var at = feed.position("journal");
        feed.replaced(new ReplacedRecords("journal", "changed", List.of(), List.of(), false));
        assertEquals(Optional.of("journal"), feed.journal(), "not all of it came");
        feed.replaced(new ReplacedRecords("journal", "changed", List.of(), List.of(), true));
        assertEquals(Optional.of("changed"), feed.journal());
        assertEquals(at, feed.position("changed"));
        keeper.settle();
        assertEquals(Optional.empty(), feed.position("of another folder"));
        last = 0; // its records have numbers of their own
        now = now.plusSeconds(60); // its offset is written
        feed.consume(new RecordBatch("of another folder", batch(refused(now, 404, Cause.NOT_FOUND)).entries(), 200));
        var next = restarted(rule);
        assertEquals(Optional.of("of another folder"), feed.journal(), "though nothing of it matched");
        come(busy(now));
        assertEquals(2, next.list().getFirst().matches());
    }

    @Test
    void itStaysRaisedUntilSomebodyKnowsAndThenUntilItIsOver() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        come(busy(now), busy(now), busy(now));
        now = now.plus(Duration.ofHours(1));
        assertEquals(State.RAISED, only().state(), "latched");
        assertTrue(board.acknowledge("Busy"));
        assertEquals(State.QUIET, only().state(), "over meanwhile");
        assertFalse(board.acknowledge("Busy"));

        come(busy(now), busy(now), busy(now));
        assertTrue(board.acknowledge("Busy"));
        assertEquals(State.ACKNOWLEDGED, only().state());
        come(busy(now));
        assertEquals(State.ACKNOWLEDGED, only().state(), "somebody knows");
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(State.QUIET, only().state());
        come(busy(now), busy(now), busy(now));
        assertEquals(State.RAISED, only().state(), "again");
    }

    @Test
    void theOutsideIsToldOnceInTheQuietTime() {
        var watch = new AlertWatch(search("Busy", "cause:busy", THREE_IN_FIVE), () -> now);
        assertFalse(watch.matched(List.of(busy(now), busy(now))));
        assertTrue(watch.matched(List.of(busy(now))));
        assertFalse(watch.matched(List.of(busy(now))));
        now = now.plus(Duration.ofMinutes(16));
        assertFalse(watch.matched(List.of(busy(now))), "not met any more");
        assertTrue(watch.matched(List.of(busy(now), busy(now))), "still raised: told again");
        assertTrue(watch.acknowledge());
        now = now.plus(Duration.ofMinutes(4));
        assertFalse(watch.matched(List.of(busy(now), busy(now), busy(now))), "somebody knows");
    }

    @Test
    void aMillionMatchesTakeNoMemory() {
        var watch = new AlertWatch(search("All", "", new AlertRule(2, Duration.ofHours(24), Duration.ofMinutes(1),
                Optional.empty(), List.of())), () -> now);
        var call = busy(now);
        for (int i = 0; i < 100_000; i++)
            watch.matched(List.of(call));
        assertEquals("1000+", watch.status().counted());
        assertEquals(10, watch.status().latest().size());
        assertTrue(watch.kept().length() < 8_000, watch.kept());
        now = now.plus(Duration.ofHours(25));
        assertEquals("0", watch.status().counted());
    }

    /** Not the rule and ten: a person who is woken wants to know how bad it is. */
    @Test
    void allThatFitAreCountedHoweverSmallTheRule() throws Exception {
        var any = search("Any", "", new AlertRule(1, Duration.ofMinutes(10), Duration.ofMinutes(1), Optional.empty(), List.of()));
        var watch = new AlertWatch(any, () -> now);
        for (int i = 0; i < 500; i++)
            watch.matched(List.of(busy(now.minusSeconds(i % 300))));
        assertEquals("500", watch.status().counted());
        var message = AlertMessage.of(watch, false, now);
        assertTrue(message.text().startsWith("500 calls in the last 10 minutes matched "), message.text());
        var json = Json.parseAnswer(message.json());
        assertEquals(500, json.get("matches").asInt());
        assertFalse(json.get("more").asBoolean());
        var next = new AlertWatch(any, () -> now);
        next.restore(watch.kept());
        assertEquals(watch.status(), next.status());
        now = now.plus(Duration.ofMinutes(7));
        assertEquals(watch.status(), next.status());
        assertEquals(362, next.status().matches(), "0 to 180 s before, each twice");
    }

    @Test
    void pastAThousandItSaysMoreAndKnowsItAfterARestart() {
        var any = search("Any", "", new AlertRule(1, Duration.ofMinutes(10), Duration.ofMinutes(1), Optional.empty(), List.of()));
        var watch = new AlertWatch(any, () -> now);
        var early = busy(now.minusSeconds(300));
        for (int i = 0; i < AlertWatch.COUNTED; i++)
            watch.matched(List.of(i < 400 ? early : busy(now)));
        assertEquals("1000", watch.status().counted());
        watch.matched(List.of(busy(now)));
        assertEquals("1000+", watch.status().counted());
        assertTrue(AlertMessage.of(watch, false, now).text().startsWith("1000+ calls "));
        var next = new AlertWatch(any, () -> now);
        next.restore(watch.kept());
        assertEquals(watch.status(), next.status());
        now = now.plus(Duration.ofMinutes(6)); // the early ones are over, and all that is left was counted
        assertEquals("601", next.status().counted());
    }

    @Test
    void aQueryThatIsRefusedIsToldAndTheOthersWatch() {
        use(search("Bad", "nonsense:1", THREE_IN_FIVE), search("Busy", "cause:busy", THREE_IN_FIVE));
        assertEquals(List.of(State.BROKEN, State.QUIET), board.list().stream().map(AlertStatus::state).toList());
        assertEquals("no-such-field", only().problem().code());
        come(busy(now), busy(now), busy(now));
        assertEquals(State.RAISED, board.list().getLast().state());
        assertFalse(board.acknowledge("Bad"));
    }

    @Test
    void aChangedRuleBeginsAnewAndAnUntouchedOneGoesOn() {
        var kept = search("Kept", "cause:busy", THREE_IN_FIVE);
        use(kept, search("Changed", "cause:busy", THREE_IN_FIVE), search("Gone", "", THREE_IN_FIVE));
        come(busy(now), busy(now), busy(now));
        use(kept, search("Changed", "cause:busy", new AlertRule(4, Duration.ofMinutes(5), Duration.ofMinutes(5),
                Optional.empty(), List.of())));
        assertEquals(List.of("Changed", "Kept"), board.list().stream().map(AlertStatus::name).toList());
        assertEquals(List.of(State.QUIET, State.RAISED), board.list().stream().map(AlertStatus::state).toList());
        board.close();
        assertFalse(searches.offer(batch(busy(now)).entries()), "nothing waits any more");
    }
}
