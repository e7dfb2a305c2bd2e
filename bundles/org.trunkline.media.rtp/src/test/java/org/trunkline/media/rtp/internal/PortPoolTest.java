package org.trunkline.media.rtp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.trunkline.engine.port.MediaUnavailableException;

class PortPoolTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static PortPool pool(int min, int most) {
        return new PortPool(Sockets.best(), min, min + 19, most, new Random(1), System::nanoTime);
    }

    @Test
    void opensNoMoreThanFilesAllow() throws Exception {
        try (var pool = pool(Relay.freeRange(20), 3)) {
            assertEquals(3, pool.total());
            assertTrue(pool.isShortOfFiles());
            var first = pool.open(LOOPBACK);
            pool.open(LOOPBACK);
            pool.open(LOOPBACK);

            var refused = assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
            assertTrue(refused.getMessage().contains("LimitNOFILE"), refused.getMessage());
            assertEquals(3, pool.used());

            first.close(); // one at rest is better than none
            pool.open(LOOPBACK);
            assertEquals(3, pool.used());
            assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
        }
    }

    @Test
    void opensAllPortsWhereFilesSuffice() throws Exception {
        try (var pool = pool(Relay.freeRange(20), 100)) {
            assertEquals(10, pool.total());
            assertFalse(pool.isShortOfFiles());
            for (int i = 0; i < 10; i++)
                pool.open(LOOPBACK);
            var refused = assertThrows(MediaUnavailableException.class, () -> pool.open(LOOPBACK));
            assertTrue(refused.getMessage().contains("widen the range"), refused.getMessage());
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
