package org.trunkline.ui.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.ui.NodeJobs;
import org.trunkline.ui.Texts;
import org.trunkline.ui.plugins.internal.desk.PartsMemory;

/** Changes to the plug-ins, as jobs; what became of each stands in the notice. UI thread. */
final class PluginChanges {
    private static final String INSTALLED = "already-installed";
    private static final String UNKNOWN = "unknown-publisher";
    private static final int CERTIFICATE = 2;

    private final NodeJobs jobs;
    private final Texts texts;
    private final PluginText words;
    private final Notice notice;
    private final Consumer<String> settled;

    /** @param settled told the id of a plug-in that was installed or changed */
    PluginChanges(NodeJobs jobs, Texts texts, PluginText words, Notice notice, Consumer<String> settled) {
        this.settled = settled;
        this.jobs = jobs;
        this.texts = texts;
        this.words = words;
        this.notice = notice;
    }

    @FunctionalInterface
    private interface Change {
        PluginResult on(Plugins plugins) throws NodeUnavailableException;
    }

    /** What became of a file. */
    private sealed interface Attempt {
        Path file();
    }

    private record Installed(Path file, PluginResult result) implements Attempt {}

    /** The version may do more than the installed one: nothing is done before somebody agrees. */
    private record Asks(ArchiveFile archive, String id, String question) implements Attempt {
        @Override
        public Path file() {
            return archive.file();
        }
    }

    /** Installs archives, or updates what is installed of them. */
    void installFiles(List<Path> files) {
        if (files.isEmpty())
            return;
        String title = texts.get("install.running", files.getFirst().getFileName());
        jobs.run(title, (node, monitor) -> {
            var done = new ArrayList<Attempt>();
            for (Path file : files)
                if (!monitor.isCanceled())
                    done.add(install(node.plugins(), file));
            return done;
        }, this::told, failure -> notice.error(texts.get("change.failed", title, failure.message())));
    }

    private Attempt install(Plugins plugins, Path file) throws NodeUnavailableException {
        ArchiveFile archive;
        try {
            if (Files.size(file) > Plugins.MAX_ARCHIVE)
                return refused(file, "archive-too-large", List.of(String.valueOf(Files.size(file)), String.valueOf(Plugins.MAX_ARCHIVE)),
                        "The archive is larger than 64 MB");
            archive = ArchiveFile.read(file);
        } catch (IOException e) {
            return refused(file, "file-unreadable", List.of(file.toString(), String.valueOf(e.getMessage())),
                    file + " cannot be read: " + e.getMessage());
        }
        PluginResult result = plugins.install(archive.bytes());
        Optional<String> id = alreadyInstalled(result);
        return id.isPresent() ? update(plugins, id.get(), archive) : new Installed(file, result);
    }

    /** What is there already is updated: that is what somebody wants who drops a newer archive. */
    private static Optional<String> alreadyInstalled(PluginResult result) {
        return result instanceof PluginResult.Refused(List<FieldError> errors) ? errors.stream()
                .filter(e -> e.code().equals(INSTALLED)).flatMap(e -> e.args().stream()).findFirst() : Optional.empty();
    }

    private Attempt update(Plugins plugins, String id, ArchiveFile archive) throws NodeUnavailableException {
        for (PluginStatus status : plugins.list())
            if (status.id().equals(id) && archive.about().isPresent()) {
                List<String> more = words.morePermissions(status.about(), archive.about().get());
                if (!more.isEmpty())
                    return new Asks(archive, id, words.question(archive.about().get(), more));
            }
        return new Installed(archive.file(), plugins.update(id, archive.bytes()));
    }

    /** @param told what became of the other files */
    private void ask(List<Asks> asks, List<String> told) {
        String question = Stream.concat(told.stream(), asks.stream().map(Asks::question)).collect(Collectors.joining("\n"));
        notice.ask(question, texts.get("action.update-now"), () -> updateAll(asks));
    }

    private void updateAll(List<Asks> asks) {
        String title = texts.get("install.running", asks.getFirst().file().getFileName());
        jobs.run(title, (node, monitor) -> {
            var done = new ArrayList<Attempt>();
            for (Asks it : asks)
                done.add(new Installed(it.file(), node.plugins().update(it.id(), it.archive().bytes())));
            return done;
        }, this::told, failure -> notice.error(texts.get("change.failed", title, failure.message())));
    }

    /** One that lacks settings does not run yet. */
    private String installed(PluginStatus status) {
        String reason = words.reason(new PluginRow(status.id(), Optional.of(status), Optional.empty()));
        return status.state() == PluginStatus.State.FAILED
                ? texts.get("install.waits", words.title(status.about()), status.about().version(), reason)
                : texts.get("install.done", words.title(status.about()), status.about().version());
    }

    private static Optional<String> id(PluginResult result) {
        return result instanceof PluginResult.Done(PluginStatus status) ? Optional.of(status.id()) : Optional.empty();
    }

    private static Attempt refused(Path file, String code, List<String> args, String message) {
        return new Installed(file, new PluginResult.Refused(List.of(new FieldError("archive", code, args, message))));
    }

    private void told(List<Attempt> attempts) {
        var good = new ArrayList<String>();
        var bad = new ArrayList<String>();
        List<Asks> asks = attempts.stream().filter(Asks.class::isInstance).map(Asks.class::cast).toList();
        List<Installed> done = attempts.stream().filter(Installed.class::isInstance).map(Installed.class::cast).toList();
        for (Installed one : done)
            switch (one.result()) {
                case PluginResult.Done(PluginStatus status) -> good.add(installed(status));
                case PluginResult.Refused(List<FieldError> errors) -> bad.add(texts.get("install.refused",
                        one.file().getFileName(), words.sentences(errors)));
                case PluginResult.Missing(String id) -> bad.add(texts.get("change.missing", id));
                case PluginResult.Trusted trusted -> { }
            }
        Optional<FieldError> unknown = done.stream().flatMap(one -> unknownPublisher(one.result()).stream()).findFirst();
        if (unknown.isPresent())
            askToTrust(unknown.get(), () -> installFiles(Stream.concat(asks.stream().map(Asks::file),
                    done.stream().filter(one -> unknownPublisher(one.result()).isPresent()).map(Installed::file)).toList()));
        done.stream().flatMap(one -> id(one.result()).stream()).reduce((a, b) -> b).ifPresent(settled);
        if (unknown.isPresent())
            return;
        if (!asks.isEmpty())
            ask(asks, Stream.concat(bad.stream(), good.stream()).toList());
        else if (bad.isEmpty())
            notice.note(String.join(" ", good));
        else
            notice.error(String.join("\n", bad));
    }

    /** @return the error that says whose signature it is: subject, fingerprint, certificate */
    private static Optional<FieldError> unknownPublisher(PluginResult result) {
        return result instanceof PluginResult.Refused(List<FieldError> errors) ? errors.stream()
                .filter(e -> e.code().equals(UNKNOWN) && e.args().size() > CERTIFICATE).findFirst() : Optional.empty();
    }

    /** Shows the certificate of an archive; where it is trusted, what was refused for it is done. */
    private void askToTrust(FieldError unknown, Runnable again) {
        String pem = unknown.args().get(CERTIFICATE);
        notice.ask(words.certificate(pem, unknown.args().getFirst()), texts.get("action.trust.install"), texts.get("trust.inside"),
                inside -> trust(pem, inside, again));
    }

    void installOffered(String file) {
        change(texts.get("install.running", file), plugins -> plugins.installFromCatalogue(file), this::installed);
    }

    void update(String id, Path file) {
        String title = texts.get("update.running", id);
        jobs.run(title, (node, monitor) -> update(node.plugins(), id, ArchiveFile.read(file)), attempt -> {
            switch (attempt) {
                case Installed(_, PluginResult result) -> told(title, result, this::installed, () -> update(id, file));
                case Asks asks -> ask(List.of(asks), List.of());
            }
        }, failure -> notice.error(texts.get("change.failed", title, failure.message())));
    }

    void rollback(String id, String title) {
        change(texts.get("rollback.running", title), plugins -> plugins.rollback(id), status ->
                texts.get("rollback.done", title, status.about().version()));
    }

    void enable(String id, String title, boolean enabled) {
        change(texts.get(enabled ? "enable.running" : "disable.running", title), plugins -> plugins.enable(id, enabled),
                status -> status.state() == PluginStatus.State.FAILED ? installed(status)
                        : texts.get(enabled ? "enable.done" : "disable.done", title));
    }

    /** @param removed told the sentence that says so: the plug-in is no longer there to say it at */
    void remove(String id, String title, Consumer<String> removed) {
        String running = texts.get("remove.running", title);
        jobs.run(running, (node, monitor) -> node.plugins().remove(id), result -> {
            if (result instanceof PluginResult.Done)
                removed.accept(texts.get("remove.done", title));
            else
                told(running, result, status -> "", () -> { });
        }, failure -> notice.error(texts.get("change.failed", running, failure.message())));
    }

    /** @param wanted whether this desk gets the parts of a plug-in, or loses them */
    void parts(PluginStatus status, String title, boolean wanted) {
        String running = texts.get(wanted ? "parts.installing" : "parts.removing", title);
        jobs.run(running, (node, monitor) -> {
            if (wanted)
                PartsMemory.ofWorkspace().askAgain(node.name(), status.id(), status.about().version());
            else
                PartsMemory.ofWorkspace().leave(node.name(), status.id(), status.about().version());
            return wanted;
        }, done -> notice.note(texts.get(done ? "parts.asked" : "parts.removed", title)),
                failure -> notice.error(texts.get("change.failed", running, failure.message())));
    }

    void trust(String pem, boolean inside) {
        trust(pem, inside, () -> { });
    }

    private void trust(String pem, boolean inside, Runnable then) {
        String title = texts.get("trust.running");
        jobs.run(title, (node, monitor) -> node.plugins().trust(pem, inside), result -> {
            if (result instanceof PluginResult.Trusted(var publisher)) {
                notice.note(texts.get("trust.done", PluginText.publisher(publisher.name())));
                then.run();
            } else
                told(title, result, status -> "", () -> { });
        }, failure -> notice.error(texts.get("change.failed", title, failure.message())));
    }

    /** @param refused told the errors of single settings */
    void configure(String id, String title, Map<String, Optional<String>> settings, Runnable done,
            Consumer<List<FieldError>> refused) {
        String running = texts.get("settings.saving", title);
        jobs.run(running, (node, monitor) -> node.plugins().configure(id, settings), result -> {
            switch (result) {
                case PluginResult.Refused(List<FieldError> errors) -> refused.accept(errors);
                case PluginResult.Done saved -> {
                    notice.note(texts.get("settings.saved", title));
                    done.run();
                }
                case PluginResult.Missing(String gone) -> notice.error(texts.get("change.missing", gone));
                case PluginResult.Trusted trusted -> done.run();
            }
        }, failure -> {
            refused.accept(List.of());
            notice.error(texts.get("change.failed", running, failure.message()));
        });
    }

    private void change(String title, Change change, Function<PluginStatus, String> done) {
        jobs.run(title, (node, monitor) -> change.on(node.plugins()), result -> told(title, result, done, () -> change(title, change, done)),
                failure -> notice.error(texts.get("change.failed", title, failure.message())));
    }

    /** @param again does it once more, after the publisher was trusted */
    private void told(String title, PluginResult result, Function<PluginStatus, String> done, Runnable again) {
        switch (result) {
            case PluginResult.Done(PluginStatus status) -> {
                settled.accept(status.id());
                notice.note(done.apply(status));
            }
            case PluginResult.Refused(List<FieldError> errors) -> unknownPublisher(result).ifPresentOrElse(
                    unknown -> askToTrust(unknown, again), () -> notice.error(texts.get("change.failed", title,
                            words.sentences(errors))));
            case PluginResult.Missing(String id) -> notice.error(texts.get("change.missing", id));
            case PluginResult.Trusted trusted -> { }
        }
    }
}
