package org.trunkline.engine.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.cdr.RouteTrial;
import org.trunkline.engine.CallLimits;
import org.trunkline.engine.EnginePorts;
import org.trunkline.engine.call.hunt.RouteRehearsal;
import org.trunkline.engine.port.Calls;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.engine.port.application.NodeCall;
import org.trunkline.engine.port.application.NodeCalls;
import org.trunkline.engine.port.media.Media;
import org.trunkline.engine.port.media.MediaSession;
import org.trunkline.engine.port.media.Unheard;
import org.trunkline.engine.port.message.NodeMessages;
import org.trunkline.engine.port.message.WaitingMessages;
import org.trunkline.engine.port.routing.Directory.RouteRequest;

/**
 * The back-to-back user agent. Each call is run by its mailbox: on the thread that read the datagram, where the call is
 * idle and all its legs are over UDP, else on a virtual thread while there is something to do.
 */
public final class CallEngine implements Calls, NodeCalls {
    private static final Logger LOG = LoggerFactory.getLogger(CallEngine.class);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final EnginePorts ports;
    private final Switchboard board;
    private AutoCloseable attachment = () -> {};
    private AutoCloseable changes = () -> {};
    private AutoCloseable registrations = () -> {};
    private boolean stopped;

    public CallEngine(EnginePorts ports) {
        this(ports, CallLimits.DEFAULT);
    }

    public CallEngine(EnginePorts ports, CallLimits limits) {
        this(ports, limits, mailboxThreads(Thread.ofVirtual().name("call").factory()), true);
    }

    /** Threads come and go with timers and messages, so none is numbered or kept track of. */
    private static Executor mailboxThreads(ThreadFactory factory) {
        return task -> factory.newThread(task).start();
    }

    /** @param executor runs mailboxes, all of them always */
    public CallEngine(EnginePorts ports, Executor executor) {
        this(ports, CallLimits.DEFAULT, executor, false);
    }

    /** @param executor runs mailboxes, all of them always */
    public CallEngine(EnginePorts ports, CallLimits limits, Executor executor) {
        this(ports, limits, executor, false);
    }

    private CallEngine(EnginePorts ports, CallLimits limits, Executor executor, boolean direct) {
        this.ports = ports;
        this.board = new Switchboard(ports, limits, executor, direct);
    }

    /** Takes calls from now on. */
    public synchronized void start() {
        changes = ports.directory().onAdmissionChange(board::publish);
        board.publish();
        attachment = ports.signaling().attach(board);
        board.messages().start();
        registrations = ports.directory().onRegistrations(board.watchers()::registrationsChange);
    }

    /** Ends every call and takes no more; within 5 s. Again does nothing. */
    public synchronized void stop() {
        if (stopped)
            return;
        stopped = true;
        drain();
        endAll();
        board.watchers().endAll();
        try {
            registrations.close();
            board.messages().stop();
            changes.close();
            attachment.close();
        } catch (Exception e) { // AutoCloseable says so; nothing is lost by it
            LOG.warn("signalling did not stop cleanly", e);
        }
    }

    /**
     * Where a call would go, without one. Blocks up to a second for each policy question.
     *
     * @param at when it would arrive
     * @param askPolicies whether routing policies are asked
     */
    public RouteTrial tryRoute(RouteRequest request, Instant at, boolean askPolicies) {
        var id = CallId.next(ports.scheduler().instant(), ThreadLocalRandom.current());
        return RouteRehearsal.of(ports, board::callsOf, id, request, at, askPolicies);
    }

    /** Text messages that wait for their recipients. */
    public WaitingMessages messages() {
        return board.messages();
    }

    /** Text messages of the node itself. */
    public NodeMessages notices() {
        return board.messages();
    }

    @Override
    public NodeCalls.Outcome place(NodeCall call, Applications.Holder application) {
        return board.place(call, application);
    }

    @Override
    public List<LiveCall> snapshot() {
        return board.table().snapshot();
    }

    @Override
    public int count() {
        return board.table().count();
    }

    @Override
    public long total() {
        return board.table().total();
    }

    @Override
    public boolean hangUp(CallId call) {
        return board.table().hangUp(call);
    }

    @Override
    public CompletableFuture<Optional<SoFar>> soFar(CallId call) {
        return board.table().soFar(call);
    }

    @Override
    public List<Media.Mixed> mixes() {
        return ports.media().mixes();
    }

    @Override
    public boolean mute(CallId call, boolean muted) {
        return ports.media().mute(call, muted);
    }

    @Override
    public CompletableFuture<Optional<Unheard>> unheard(CallId call) {
        return board.table().unheard(call);
    }

    @Override
    public CompletableFuture<Optional<MediaSession.Listening>> listen(CallId call, String mix, Runnable ended) {
        return board.table().listen(call, mix, ended);
    }

    @Override
    public void drain() {
        board.drain();
    }

    @Override
    public void resume() {
        board.resume();
    }

    @Override
    public BorderStatus border() {
        return board.border();
    }

    @Override
    public boolean draining() {
        return board.draining();
    }

    @Override
    public void endAll() {
        board.table().endAll(PATIENCE);
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return board.table().onChange(listener);
    }

    @Override
    public AutoCloseable onEnded(Consumer<Boolean> answered) {
        return board.table().onEnded(answered);
    }
}
