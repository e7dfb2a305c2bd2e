package org.trunkline.ui;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.eclipse.core.runtime.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.secure.OwnerOnly;

/**
 * The links {@code tel:}, {@code sip:} and {@code callto:} that the system gives to the desk. Each is a file in the workspace, so
 * that a second desk hands its links over to the one that runs.
 */
public final class CallLinks {
    private static final Logger LOG = LoggerFactory.getLogger(CallLinks.class);
    private static final Pattern LINK = Pattern.compile("(?i)(tel|sips?|callto):[\\x21-\\x7e]{1,500}");
    private static final String ENDING = ".link";

    private final Path folder;

    CallLinks(Path folder) {
        this.folder = folder;
    }

    /** Of the workspace of this desk, also where another desk has it open. */
    public static CallLinks ofWorkspace() {
        return new CallLinks(Platform.getStateLocation(Platform.getBundle("org.trunkline.ui")).toPath().resolve("links"));
    }

    /** Hands over what is a link among the arguments. @return whether there was one */
    public boolean offer(List<String> arguments) {
        return arguments.stream().filter(argument -> LINK.matcher(argument).matches()).limit(1).map(this::store).findFirst()
                .orElse(false);
    }

    private boolean store(String link) {
        try {
            OwnerOnly.folder(folder);
            Path whole = folder.resolve(UUID.randomUUID() + ".new");
            OwnerOnly.create(whole, link.getBytes(StandardCharsets.US_ASCII));
            Files.move(whole, whole.resolveSibling(whole.getFileName() + ENDING));
            return true;
        } catch (IOException e) {
            LOG.warn("a link cannot be handed over in {}: {}", folder, e.getMessage());
            return false;
        }
    }

    /** Gives each link once, those that are there already first, on a thread of its own, as long as the desk runs. */
    public void follow(Consumer<String> listener) {
        Thread.ofPlatform().daemon().name("desk-links").start(() -> {
            try (var watch = OwnerOnly.folder(folder).getFileSystem().newWatchService()) {
                folder.register(watch, ENTRY_CREATE);
                take().forEach(listener);
                for (var key = watch.take(); key.isValid(); key = watch.take()) {
                    key.pollEvents();
                    take().forEach(listener);
                    key.reset();
                }
            } catch (IOException e) {
                LOG.warn("links to the desk are not heard of: {}: {}", folder, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** All links there are, which are gone afterwards. */
    List<String> take() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING)).sorted().map(CallLinks::read)
                    .filter(link -> LINK.matcher(link).matches()).toList();
        }
    }

    private static String read(Path file) {
        try {
            String link = Files.readString(file, StandardCharsets.US_ASCII);
            Files.deleteIfExists(file);
            return link;
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.getMessage());
            return "";
        }
    }
}
