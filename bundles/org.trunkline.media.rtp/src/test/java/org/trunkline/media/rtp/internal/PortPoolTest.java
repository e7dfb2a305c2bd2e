package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.internal.net.OpenFiles;
import org.trunkline.media.rtp.internal.net.Sockets;

class PortPoolTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral(Loopback.RELAY);

    private final Refusals refusals = new Refusals();

    private PortPool pool(int most) {
        int min = Loopback.ports(20);
        return new PortPool(Sockets.best(), min, min + 19, most, new Random(1), () -> 0, refusals);
    }

    @Test
    void opensNoMoreThanFilesAllow() throws Exception {
        try (var pool = pool(3)) {
            assertEquals(3, pool.total());
            assertTrue(pool.isShortOfFiles());
            var first = pool.open(LOOPBACK);
            var others = List.of(pool.open(LOOPBACK), pool.open(LOOPBACK));

            var refused = assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
            assertTrue(refused.getMessage().contains("LimitNOFILE"), refused.getMessage());
            assertEquals(3, pool.used());
            assertEquals(List.of(new BorderStatus.Refusals("files-full", 1)), refusals.list());

            first.close(); // one at rest is better than none
            var again = pool.open(LOOPBACK);
            assertEquals(3, pool.used());
            assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
            others.forEach(PortPair::close);
            again.close();
        }
    }

    @Test
    void opensAllPortsWhereFilesSuffice() throws Exception {
        try (var pool = pool(100)) {
            assertEquals(10, pool.total());
            assertFalse(pool.isShortOfFiles());
            var all = new ArrayList<PortPair>();
            for (int i = 0; i < 10; i++)
                all.add(pool.open(LOOPBACK));
            var refused = assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
            assertTrue(refused.getMessage().contains("widen the range"), refused.getMessage());
            assertEquals(List.of(new BorderStatus.Refusals("media-full", 1)), refusals.list());
            all.forEach(PortPair::close);
        }
    }

    /** Files of a busy hour are given back within two minutes, without a call that asks for any. */
    @Test
    void socketsThatNobodyNeedsAreClosed() throws Exception {
        int min = Loopback.ports(20);
        var now = new AtomicLong();
        try (var pool = new PortPool(Sockets.best(), min, min + 19, 100, new Random(1), now::get, refusals)) {
            var busy = new ArrayList<PortPair>();
            for (int i = 0; i < 8; i++)
                busy.add(pool.open(LOOPBACK));
            busy.subList(0, 7).forEach(PortPair::close);
            now.addAndGet(PortQuarantine.OLD.toNanos());
            pool.sweep();
            assertTrue(busy.stream().allMatch(PortPair::isOpen), "not yet");
            now.addAndGet(1);
            pool.sweep();
            assertEquals(List.of(busy.getLast()), busy.stream().filter(PortPair::isOpen).toList(), "one is in use");
            assertEquals(1, pool.used());
            busy.getLast().close();
        }
    }

    /** So packets of the call that ended do not fall into the next. */
    @Test
    void portsRestWithoutSocketsToo() throws Exception {
        int min = Loopback.ports(6);
        var now = new AtomicLong();
        try (var pool = new PortPool(Sockets.best(), min, min + 5, 100, new Random(1), now::get, refusals)) {
            var first = pool.open(LOOPBACK);
            first.closeSockets();
            first.close();
            var others = List.of(pool.open(LOOPBACK), pool.open(LOOPBACK));
            assertEquals(2, pool.used());
            assertFalse(others.stream().anyMatch(pair -> pair.port().equals(first.port())));
            others.getLast().closeSockets();
            others.getLast().close();

            var third = pool.open(LOOPBACK); // better than none
            assertEquals(first.port(), third.port());
            now.set(PortPool.REST.toNanos() + 1);
            var last = pool.open(LOOPBACK);
            assertEquals(others.getLast().port(), last.port());
            assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
            List.of(others.getFirst(), third, last).forEach(PortPair::close);
        }
    }

    /** Counting them takes time where there are many. */
    @Test
    void openFilesAreCountedNowAndThen() throws Exception {
        var now = new AtomicLong();
        var files = new OpenFiles(now::get);
        var before = files.table().orElseThrow();
        assertTrue(before.used() > 0 && before.limit() >= before.used(), before.toString());
        try (var more = DatagramChannel.open()) {
            assertTrue(more.isOpen());
            assertEquals(before, files.table().orElseThrow());
            now.set(Duration.ofSeconds(5).toNanos());
            assertTrue(files.table().orElseThrow() != before, "counted anew");
        }
    }

    @Test
    void readsTheLimitOfOpenFiles() {
        assertEquals(OptionalInt.of(20_000), OpenFiles.limit(List.of(
                "Limit                     Soft Limit           Hard Limit           Units     ",
                "Max open files            20000                524288               files     ")));
        assertEquals(OptionalInt.empty(), OpenFiles.limit(List.of(
                "Max open files            unlimited            unlimited            files     ")));
        assertEquals(OptionalInt.empty(), OpenFiles.limit(List.of()));
    }
}
