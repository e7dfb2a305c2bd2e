package org.trunkline.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import org.trunkline.domain.call.CallId;
import org.trunkline.engine.port.application.ApplicationCommand;
import org.trunkline.engine.port.application.ApplicationEvent;
import org.trunkline.engine.port.application.Applications;

/** An application that is a test: it reads the events of the last call and says the commands. */
public final class FakeApplications implements Applications {
    private final Set<String> names = new HashSet<>();
    private final List<ApplicationEvent> events = new ArrayList<>();
    private Optional<String> unassigned = Optional.empty();
    private final Map<String, String> owners = new HashMap<>();
    private Optional<Handle> handle = Optional.empty();
    private final List<CallId> calls = new ArrayList<>();
    private final Map<CallId, Handle> handles = new HashMap<>();
    private Optional<Path> folder = Optional.empty();

    /** There is an application of that name. */
    public FakeApplications add(String name) {
        names.add(name);
        return this;
    }

    /** It is gone, and its numbers are its own still. */
    public FakeApplications remove(String name) {
        names.remove(name);
        return this;
    }

    public FakeApplications takesUnassigned(String name) {
        unassigned = Optional.of(name);
        return add(name);
    }

    public FakeApplications folder(Path path) {
        folder = Optional.of(path);
        return this;
    }

    public void command(ApplicationCommand... commands) {
        for (var command : commands)
            handle.orElseThrow(() -> new AssertionError("no application has a call")).command(command);
    }

    /** For one of several calls. */
    public void command(CallId call, ApplicationCommand command) {
        handles.get(call).command(command);
    }

    /** Those that applications were given, in that order. */
    public List<CallId> calls() {
        return List.copyOf(calls);
    }

    /** The application fails. */
    public void abandon(boolean route) {
        handle.orElseThrow().abandon(route);
    }

    public List<ApplicationEvent> events() {
        return List.copyOf(events);
    }

    public ApplicationEvent last() {
        return events.getLast();
    }

    @Override
    public Optional<String> unassigned() {
        return unassigned;
    }

    /** A number is an application's own. */
    public FakeApplications owns(String number, String name) {
        owners.put(number, name);
        return add(name);
    }

    @Override
    public Optional<String> owner(String number) {
        return Optional.ofNullable(owners.get(number));
    }

    @Override
    public Optional<Holder> take(String application, CallId call, Handle given) {
        if (!names.contains(application))
            return Optional.empty();
        handle = Optional.of(given);
        calls.add(call);
        handles.put(call, given);
        return Optional.of(listening(events, () -> folder));
    }

    /** An application without a name: the events of its call. */
    public static Holder listening(List<ApplicationEvent> events) {
        return listening(events, Optional::empty);
    }

    private static Holder listening(List<ApplicationEvent> events, Supplier<Optional<Path>> folder) {
        return new Holder() {
            @Override
            public void on(ApplicationEvent event) {
                events.add(event);
            }

            @Override
            public Optional<Path> folder() {
                return folder.get();
            }
        };
    }
}
