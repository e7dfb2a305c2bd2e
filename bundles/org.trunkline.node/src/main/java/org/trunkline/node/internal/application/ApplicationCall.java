package org.trunkline.node.internal.application;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Party;
import org.trunkline.engine.port.Scheduler;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;
import org.trunkline.node.internal.application.Application.Outcome;
import org.trunkline.spi.call.CallCommand;
import org.trunkline.spi.call.CallEvent;

/** A call that an application has: its events, numbered, one at a time. <b>Threads:</b> any. */
final class ApplicationCall implements Applications.Holder {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationCall.class);
    private static final int MOST_WAITING = 256;

    private final CallId id;
    private final Application application;
    private final Applications.Handle handle;
    private final Deque<CallEvent> waiting = new ArrayDeque<>(4);
    private int number;
    private Party from = Party.of("");
    private Party to = Party.of("");
    private boolean answered;
    /** Whether the application has taken an event of the call. */
    private boolean known;
    private Optional<CallEvent> resumed = Optional.empty();
    private boolean telling;
    private boolean stuck;
    private boolean over;
    private @Nullable Thread teller;

    ApplicationCall(CallId id, Application application, Applications.Handle handle) {
        this.id = id;
        this.application = application;
        this.handle = handle;
    }

    CallId id() {
        return id;
    }

    @Override
    public Optional<Path> folder() {
        return application.folder();
    }

    void command(CallCommand command) {
        handle.command(CallWords.command(command));
    }

    // ---- events

    @Override
    public void on(ApplicationEvent event) {
        boolean full;
        synchronized (this) {
            if (over)
                return;
            if (event instanceof ApplicationEvent.Offered offered) {
                from = offered.from();
                to = offered.to();
            }
            answered |= event instanceof ApplicationEvent.Answered;
            waiting.add(CallWords.event(id, ++number, event));
            full = waiting.size() > MOST_WAITING;
        }
        if (full)
            abandon("it is " + MOST_WAITING + " events behind");
        else
            begin();
    }

    private synchronized void begin() {
        if (telling || stuck || over || waiting.isEmpty() && resumed.isEmpty())
            return;
        telling = true;
        application.desk().threads().execute(this::tellAll);
    }

    private void tellAll() {
        for (var event = next(); event.isPresent(); event = next()) {
            switch (told(event.get())) {
                case Outcome.Done(var commands) -> {
                    if (done(event.get()))
                        commands.forEach(this::command);
                }
                case Outcome.Gone() -> {
                    wait(event.get());
                    application.gone();
                    return;
                }
                case Outcome.Failed(var how) -> {
                    abandon(how);
                    return;
                }
            }
        }
    }

    private synchronized Optional<CallEvent> next() {
        var next = over ? Optional.<CallEvent>empty() : resumed.or(() -> Optional.ofNullable(waiting.peekFirst()));
        telling = next.isPresent();
        return next;
    }

    private Outcome told(CallEvent event) {
        Scheduler.Timer late;
        synchronized (this) {
            teller = Thread.currentThread();
            late = application.desk().scheduler().after(application.desk().patience().event(), () -> late(event));
        }
        try {
            return application.tell(event);
        } finally {
            late.cancel();
            synchronized (this) {
                teller = null;
            }
        }
    }

    private void late(CallEvent event) {
        Thread waits;
        synchronized (this) {
            waits = teller;
        }
        if (waits == null)
            return;
        abandon("it did not answer event " + event.number() + " within "
                + application.desk().patience().event().toMillis() + " ms");
        waits.interrupt();
    }

    /** @return whether its commands count */
    private boolean done(CallEvent event) {
        synchronized (this) {
            if (over)
                return false;
            known = true;
            if (resumed.filter(each -> each == event).isPresent())
                resumed = Optional.empty();
            else
                waiting.pollFirst();
            over = event instanceof CallEvent.HungUp;
        }
        if (over)
            application.remove(this);
        return true;
    }

    /** The application was not there; the event is kept. */
    private synchronized void wait(CallEvent event) {
        telling = false;
        stuck = true;
    }

    /** Whether an event could not be told. */
    synchronized boolean waits() {
        return stuck;
    }

    /** The application is there again, or another one in its place. */
    void resume() {
        synchronized (this) {
            if (over)
                return;
            stuck = false;
            if (known && resumed.isEmpty() && !(waiting.peekFirst() instanceof CallEvent.HungUp))
                resumed = Optional.of(new CallEvent.Resumed(id, ++number, from, to, answered));
        }
        begin();
    }

    /** The application has the call no longer. */
    void abandon(String why) {
        synchronized (this) {
            if (over)
                return;
            over = true;
            waiting.clear();
        }
        LOG.warn("{} continues without its application {}: {}", id, application.name(), why);
        application.remove(this);
        handle.abandon(application.routesOtherwise());
    }
}
