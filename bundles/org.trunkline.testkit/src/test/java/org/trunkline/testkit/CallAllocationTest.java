package org.trunkline.testkit;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;

import org.junit.jupiter.api.Test;

/** What the collector costs is the largest single cost of a call: what a plain one allocates must not creep up. */
class CallAllocationTest {
    /** With what the fakes allocate. Compiled code allocates less, never more. */
    private static final long MOST_BYTES = 82_000;
    private static final int CALLS = 200;

    private final EngineFixture f = new EngineFixture();

    @Test
    void aPlainCall() {
        f.directory.register("bob", "192.0.2.20:5060");
        for (int i = 0; i < 10; i++)
            call("warm" + i);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++)
            call("c" + i);
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
        assertTrue(each < MOST_BYTES, each + " bytes a call");
        assertTrue(each > MOST_BYTES / 10, each + " bytes a call: nothing was measured");
    }

    private void call(String id) {
        var invite = f.sip.receive(FakeRequest.invite("bob").callId(id));
        f.sip.respond(f.callee(), 180);
        f.answer(f.callee());
        f.acknowledge(invite);
        f.hangUp(invite);
        f.sip.respond(f.sip.last("BYE"), 200);
        f.after(ofSeconds(40));
    }
}
