package org.trunkline.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

class FrameworkLogTest {
    private final List<String> written = new ArrayList<>();
    private final FrameworkLog log = new FrameworkLog() {
        @Override
        void write(Bundle bundle, ServiceReference reference, int level, String message, Throwable why) {
            written.add(message);
        }
    };
    private int state = Bundle.ACTIVE;

    private void fails(String message, Throwable why) {
        log.log((Bundle) null, FrameworkLog.LOG_ERROR, message, why);
    }

    /** Seen where the SIP port was taken: a service came while its bundle went. */
    @Test
    void whatFailsSinceABundleIsStoppedIsNotWritten() {
        fails("early", new IllegalStateException());
        log.of((Bundle) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Bundle.class}, (_, _, _) -> state));
        fails("running", new IllegalStateException());
        state = Bundle.STOPPING;
        fails("stopping", new IllegalStateException());
        fails("other", new NullPointerException());
        fails("plain", null);
        assertEquals(List.of("early", "running", "other", "plain"), written);
    }
}
