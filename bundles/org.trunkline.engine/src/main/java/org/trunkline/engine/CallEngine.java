package org.trunkline.engine;

import java.util.List;
import java.util.function.Consumer;

import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.engine.port.Calls;

/** The back-to-back user agent: every call's mailbox, and the way from a SIP message to it. */
public final class CallEngine implements Calls {
    private final EnginePorts ports;

    public CallEngine(EnginePorts ports) {
        this.ports = ports;
    }

    /** Takes calls from now on. */
    public void start() {}

    /** Ends every call and takes no more; within 5 s. Again does nothing. */
    public void stop() {}

    @Override
    public List<LiveCall> snapshot() {
        return List.of();
    }

    @Override
    public int count() {
        return 0;
    }

    @Override
    public long total() {
        return 0;
    }

    @Override
    public boolean hangUp(CallId call) {
        return false;
    }

    @Override
    public void drain() {}

    @Override
    public boolean draining() {
        return false;
    }

    @Override
    public void endAll() {}

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return () -> {};
    }

    @Override
    public AutoCloseable onEnded(Consumer<Boolean> answered) {
        return () -> {};
    }
}
