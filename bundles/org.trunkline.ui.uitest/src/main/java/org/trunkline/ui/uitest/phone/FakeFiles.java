package org.trunkline.ui.uitest.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.trunkline.domain.format.FileMessage;
import org.trunkline.domain.format.FileTypes;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneFiles;

/** A node for files in memory. Uploads wait until the test ends them. */
final class FakeFiles implements PhoneFiles {
    static final URI NODE = URI.create("https://node.test:8060");

    private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    private volatile Optional<Waiting> waiting = Optional.empty();

    private record Waiting(Path file, Listener listener) {}

    /** Puts a file on the node. */
    FileMessage has(String name, byte[] content) {
        String id = String.format("%43s", stored.size()).replace(' ', 'x');
        stored.put("/files/" + id + "/" + name, content);
        return new FileMessage(name, content.length, FileTypes.ofName(name), NODE + "/files/" + id + "/" + name,
                Optional.of(Instant.parse("2026-12-24T15:00:00Z")));
    }

    boolean isUploading() {
        return waiting.isPresent();
    }

    void progresses(double share) {
        waiting.orElseThrow().listener().progress(share);
    }

    /** The upload is over. */
    void arrives() throws IOException {
        var over = waiting.orElseThrow();
        waiting = Optional.empty();
        over.listener().done(has(over.file().getFileName().toString(), Files.readAllBytes(over.file())));
    }

    void refuses(LocalizableText why) {
        var over = waiting.orElseThrow();
        waiting = Optional.empty();
        over.listener().failed(why);
    }

    /** Names of files that were fetched. */
    List<String> fetched() {
        return List.copyOf(fetched);
    }

    List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    @Override
    public boolean accepts(String account) {
        return true;
    }

    @Override
    public boolean isOwn(String account, FileMessage file) {
        return stored.containsKey(URI.create(file.url()).getPath());
    }

    @Override
    public Transfer upload(String account, Path file, Listener listener) {
        waiting = Optional.of(new Waiting(file, listener));
        return () -> {
            waiting = Optional.empty();
            cancelled.add(file.getFileName().toString());
        };
    }

    @Override
    public Transfer download(String account, FileMessage file, Path to, long most, Listener listener) {
        fetched.add(file.name());
        try {
            Files.write(to, stored.get(URI.create(file.url()).getPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> listener.done(file));
        return () -> { };
    }
}
