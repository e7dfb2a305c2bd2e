package org.trunkline.apps.park.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.EntryReader;
import org.trunkline.spi.call.CallCommand.Audio;

/** The lots there are and what they play, read again every two seconds, so that calls do not wait for store or disk. <b>Threads:</b> any. */
final class Lots {
    private static final Logger LOG = LoggerFactory.getLogger(Lots.class);
    private static final int READ_SECONDS = 2;
    private static final int LARGEST_WAVE = 4 * 1024 * 1024;

    /** A file as it was read; empty bytes where it cannot be. */
    private record Sound(FileTime changed, byte[] bytes) {}

    private final EntryReader entries;
    private final Audio music = new Audio.Wave(HoldMusic.wave());
    private volatile List<Lot> lots = List.of();
    private volatile Map<Path, Sound> sounds = Map.of();

    Lots(EntryReader entries, ScheduledExecutorService reader) {
        this.entries = entries;
        read(); // calls come as soon as this is a service
        reader.scheduleWithFixedDelay(this::read, READ_SECONDS, READ_SECONDS, TimeUnit.SECONDS);
    }

    private void read() {
        try {
            var now = new ArrayList<Lot>();
            for (var entry : entries.entries(LotKind.OWNER, LotKind.KIND))
                now.add(Lot.of(entry));
            now.sort(Comparator.comparing(Lot::number));
            readSounds(now);
            lots = List.copyOf(now);
        } catch (RuntimeException e) { // it is read again
            LOG.warn("The parking lots cannot be read: {}", e.toString());
        }
    }

    private void readSounds(List<Lot> of) {
        var now = new HashMap<Path, Sound>();
        for (var lot : of)
            lot.audio().ifPresent(path -> now.computeIfAbsent(path, this::read));
        sounds = Map.copyOf(now);
    }

    private Sound read(Path path) {
        var before = sounds.get(path);
        var changed = FileTime.fromMillis(0);
        try {
            changed = Files.getLastModifiedTime(path);
            if (before != null && before.changed().equals(changed))
                return before;
            if (Files.size(path) > LARGEST_WAVE)
                throw new IOException("it has " + Files.size(path) + " bytes, at most " + LARGEST_WAVE + " are played");
            return new Sound(changed, Files.readAllBytes(path));
        } catch (IOException e) {
            if (before == null || !before.changed().equals(changed))
                LOG.warn("The audio file {} of a parking lot cannot be read, so the node's music is played. Replace the file; it is read again within {} s: {}",
                        path, READ_SECONDS, e.toString());
            return new Sound(changed, new byte[0]);
        }
    }

    /** Ordered by number. */
    List<Lot> all() {
        return lots;
    }

    /** The lot whose own number, or one of whose slots, this is. */
    Optional<Lot> of(String number) {
        return lots.stream().filter(lot -> lot.number().equals(number) || lot.slots().contains(number)).findFirst();
    }

    /** What parked callers hear. */
    Audio audio(Lot lot) {
        return lot.audio().map(sounds::get).filter(sound -> sound.bytes().length > 0).<Audio>map(sound -> new Audio.Wave(sound.bytes())).orElse(music);
    }

    Audio music() {
        return music;
    }
}
