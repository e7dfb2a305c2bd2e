package org.trunkline.phone.internal.border;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.config.Transport;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.media.rtp.PhoneRelay;
import org.trunkline.phone.internal.sip.CallFailure;
import org.trunkline.phone.internal.sip.CallMedia;
import org.trunkline.phone.internal.sip.CallMedia.Direction;
import org.trunkline.phone.internal.sip.FakeMedia;
import org.trunkline.phone.internal.work.DrivenWork;

/** The life of the relay, which the test starts. */
class MediaBorderTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);

    private final Deque<MediaBorder.Starter> starts = new ArrayDeque<>();
    private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final MediaBorder border = new MediaBorder(new DrivenWork(), (_, _) -> { }, () -> starts.remove().start());
    private final FakeMedia sound = new FakeMedia();

    private MediaBorder.Started real(String name) throws MediaUnavailableException {
        var relay = PhoneRelay.start();
        return new MediaBorder.Started(relay.media(), () -> {
            relay.close();
            ended.add(name);
        });
    }

    private CallMedia call() {
        sound.says("v=0\r\n");
        return border.to(SERVER, Transport.UDP, sound);
    }

    private static String failure(CallMedia call) {
        var failure = assertThrows(ExecutionException.class, () -> call.offer(Direction.BOTH).get(30, TimeUnit.SECONDS));
        return CallFailure.text(failure.getCause()).code();
    }

    @Test
    void aRelayThatCannotBeLoadedFailsTheCallAndIsTriedAgain() {
        starts.add(() -> {
            throw new UnsatisfiedLinkError("no library");
        });
        starts.add(() -> {
            throw new MediaUnavailableException("no selector", new IllegalStateException());
        });
        starts.add(() -> {
            throw new StackOverflowError();
        });
        for (int i = 0; i < 3; i++)
            assertEquals("phone-no-border", failure(call()));
        assertTrue(starts.isEmpty());
    }

    /** Its loops may take seconds to end. */
    @Test
    void thePhoneDoesNotWaitForTheEnd() throws InterruptedException {
        var caller = Thread.currentThread();
        var closer = new LinkedBlockingQueue<Thread>();
        starts.add(() -> {
            var relay = PhoneRelay.start();
            return new MediaBorder.Started(relay.media(), () -> {
                relay.close();
                closer.add(Thread.currentThread());
            });
        });
        assertEquals("phone-bad-media", failure(call()));
        border.close();
        var by = closer.poll(30, TimeUnit.SECONDS);
        assertNotNull(by);
        assertNotSame(caller, by);
    }

    @Test
    void aRelayThatStartsTooLateIsEnded() throws InterruptedException {
        var late = new CountDownLatch(1);
        starts.add(() -> {
            try {
                late.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return real("first");
        });
        starts.add(() -> real("second"));
        border.begin();
        var call = call();
        border.close();
        assertEquals("phone-border-failed", failure(call));
        late.countDown();
        assertEquals("first", ended.poll(30, TimeUnit.SECONDS));
        assertEquals("phone-bad-media", failure(call())); // by the second one, which runs
        border.close();
        assertEquals("second", ended.poll(30, TimeUnit.SECONDS));
        border.close();
        assertEquals(List.of(), List.copyOf(ended));
    }
}
