package org.trunkline.cdr.journal.internal.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.cdr.journal.internal.segment.Changes;

/**
 * How far consumers are that keep no offset of their own: a small file each, replaced at once and forced. Those of a plug-in
 * are in a folder with its id.
 */
public final class ConsumerOffsets {
    /** @param position where to go on @param sequence of the last record delivered */
    record Offset(String journal, long position, long sequence) {}

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerOffsets.class);
    private static final int PARTS = 3;

    private final Path folder;

    /** @param folder made with the first offset */
    public ConsumerOffsets(Path folder) {
        this.folder = folder;
    }

    /** Empty for a consumer that is new. */
    Optional<Offset> read(ConsumerKey consumer) throws IOException {
        var file = file(consumer);
        if (!Files.exists(file))
            return Optional.empty();
        String[] parts = Files.readString(file).strip().split(" ");
        try {
            if (parts.length == PARTS)
                return Optional.of(new Offset(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        } catch (NumberFormatException e) {
            LOG.debug("{}: {}", file, e.toString());
        }
        LOG.warn("the offset in {} cannot be read: the consumer {} gets all records again", file, consumer);
        return Optional.of(new Offset("", 0, 0));
    }

    void write(ConsumerKey consumer, Offset offset) throws IOException {
        var file = file(consumer);
        Files.createDirectories(file.getParent());
        Changes.write(file, offset.journal() + " " + offset.position() + " " + offset.sequence() + "\n");
    }

    /** Deletes the offsets of a plug-in's consumers, which have ended. */
    void forget(String plugin) throws IOException {
        var own = folder.resolve(ConsumerKey.checkPlugin(plugin));
        if (!Files.isDirectory(own))
            return;
        try (var all = Files.walk(own)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList())
                Files.delete(path);
        }
    }

    private Path file(ConsumerKey consumer) {
        return consumer.plugin().map(folder::resolve).orElse(folder).resolve(consumer.name() + ".offset");
    }
}
