package org.trunkline.alert.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
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
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertStatus;
import org.trunkline.api.alert.AlertStatus.State;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
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
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.FakeStandingQueries;
import org.trunkline.wire.json.Json;

class AlertBoardTest {
    private static final AlertRule THREE_IN_FIVE = new AlertRule(3, Duration.ofMinutes(5), Duration.ofMinutes(15),
            Optional.empty(), List.of("noc@example.com"));

    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final FakeStandingQueries queries = new FakeStandingQueries();
    /** Mail cannot be sent here: each message leaves a failed delivery behind, at the time it was tried. */
    private final Messenger messenger = new Messenger(new Outbox(() -> now, List.of()), channels(), () -> now);
    private final Memory memory = new Memory();
    private AlertKeeper keeper = keeper();
    private final AlertBoard board = new AlertBoard(queries, messenger, keeper, () -> now);
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
        return new AlertKeeper(memory, () -> now, Duration.ofMinutes(1));
    }

    /** As the next process finds it: the one before writes no more. */
    private AlertBoard restarted(SavedSearch... searches) {
        keeper.close();
        keeper = keeper();
        var next = new AlertBoard(new FakeStandingQueries(), messenger, keeper, () -> now);
        next.use(new SavedSearches(List.of(searches), Map.of()));
        return next;
    }

    @Test
    void itStandsAfterARestartAsBefore() throws Exception {
        var busy = search("Busy", "cause:busy", THREE_IN_FIVE);
        use(busy, search("Gone", "", THREE_IN_FIVE));
        queries.come(busy(now), busy(now), busy(now));
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
        queries.come(busy(now));
        Await.until("raised", () -> memory.rows.containsKey("Any"));
        assertTrue(board.acknowledge("Any"));
        assertTrue(memory.rows.get("Any").state().contains("state ACKNOWLEDGED"), "on the disk when it is answered");
        queries.come(busy(now));
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
        keeper.close();
    }

    private static SavedSearch search(String name, String query, AlertRule rule) {
        return new SavedSearch(name, query, Optional.empty(), "anna", true, false, Optional.of(rule));
    }

    private void use(SavedSearch... searches) {
        board.use(new SavedSearches(List.of(searches), Map.of()));
    }

    private Cdr busy(Instant ended) {
        var c = generator.next();
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), ended.minusSeconds(3),
                Optional.empty(), Optional.empty(), ended, c.endedBy(), 486, Cause.BUSY, c.reason(), c.legs(),
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
            queries.come(call);
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
            queries.come(busy(now));
            now = now.plusSeconds(151);
        }
        assertEquals(State.QUIET, only().state());
    }

    @Test
    void callsThatEndedLongAgoDoNotCountWhenTheIndexCatchesUp() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        queries.come(busy(now.minusSeconds(3000)), busy(now.minusSeconds(2000)), busy(now.minusSeconds(1000)));
        assertEquals(State.QUIET, only().state());
        assertEquals(0, only().matches());
    }

    @Test
    void lateCallsPushOutNoneThatCounts() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        queries.come(busy(now), busy(now));
        queries.come(Stream.generate(() -> busy(now.minusSeconds(3000))).limit(50).toArray(Cdr[]::new));
        queries.come(busy(now));
        assertEquals(State.RAISED, only().state());
    }

    @Test
    void anAlertMadeLaterUnderAnOldNameBeginsAnew() throws Exception {
        var busy = search("Busy", "cause:busy", THREE_IN_FIVE);
        use(busy);
        queries.come(busy(now), busy(now), busy(now));
        Await.until("it is kept", () -> memory.rows.containsKey("Busy"));
        var next = restarted();
        Await.until("it is forgotten", () -> !memory.rows.containsKey("Busy"));
        next.use(new SavedSearches(List.of(busy), Map.of()));
        assertEquals(State.QUIET, next.list().getFirst().state());
    }

    @Test
    void aMatchOfAnAlertThatIsGoneKeepsNothing() {
        var watch = new FakeStandingQueries();
        var busy = search("Busy", "cause:busy", new AlertRule(1, Duration.ofHours(1), Duration.ofMinutes(1),
                Optional.empty(), List.of()));
        var saw = new ArrayList<Consumer<List<Cdr>>>();
        var slow = new AlertBoard((text, matched) -> {
            saw.add(matched);
            return watch.watch(text, matched);
        }, messenger, keeper(), () -> now);
        slow.use(new SavedSearches(List.of(busy), Map.of()));
        slow.use(new SavedSearches(List.of(), Map.of()));
        saw.getFirst().accept(List.of(busy(now))); // it was on its way
        slow.use(new SavedSearches(List.of(search("Other", "", THREE_IN_FIVE)), Map.of()));
        saw.getLast().accept(List.of(busy(now)));
        Await.until("what came later is kept", () -> memory.rows.containsKey("Other"));
        assertFalse(memory.rows.containsKey("Busy"));
    }

    @Test
    void itStaysRaisedUntilSomebodyKnowsAndThenUntilItIsOver() {
        use(search("Busy", "cause:busy", THREE_IN_FIVE));
        queries.come(busy(now), busy(now), busy(now));
        now = now.plus(Duration.ofHours(1));
        assertEquals(State.RAISED, only().state(), "latched");
        assertTrue(board.acknowledge("Busy"));
        assertEquals(State.QUIET, only().state(), "over meanwhile");
        assertFalse(board.acknowledge("Busy"));

        queries.come(busy(now), busy(now), busy(now));
        assertTrue(board.acknowledge("Busy"));
        assertEquals(State.ACKNOWLEDGED, only().state());
        queries.come(busy(now));
        assertEquals(State.ACKNOWLEDGED, only().state(), "somebody knows");
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(State.QUIET, only().state());
        queries.come(busy(now), busy(now), busy(now));
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
        assertEquals("there is no such field", only().problem().message());
        queries.come(busy(now), busy(now), busy(now));
        assertEquals(State.RAISED, board.list().getLast().state());
        assertFalse(board.acknowledge("Bad"));
    }

    @Test
    void aChangedRuleBeginsAnewAndAnUntouchedOneGoesOn() {
        var kept = search("Kept", "cause:busy", THREE_IN_FIVE);
        use(kept, search("Changed", "cause:busy", THREE_IN_FIVE), search("Gone", "", THREE_IN_FIVE));
        queries.come(busy(now), busy(now), busy(now));
        use(kept, search("Changed", "cause:busy", new AlertRule(4, Duration.ofMinutes(5), Duration.ofMinutes(5),
                Optional.empty(), List.of())));
        assertEquals(List.of("Changed", "Kept"), board.list().stream().map(AlertStatus::name).toList());
        assertEquals(List.of(State.QUIET, State.RAISED), board.list().stream().map(AlertStatus::state).toList());
        assertEquals(2, queries.size());
        board.close();
        assertEquals(0, queries.size());
    }
}
