package org.trunkline.node.internal.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.trunkline.node.internal.settings.NodeSettings.BadSetting;

/**
 * Limits of files in text messages.
 *
 * @param on whether subscribers may send files
 * @param maxBytes of one file
 * @param types media types, also {@code image/*}
 * @param room bytes of stored files
 * @param keep after which a file is deleted
 * @param address scheme, host and port of links; empty for those of the upload
 */
public record FileSettings(boolean on, long maxBytes, List<String> types, Room room, Duration keep, String address) {
    private static final long MIB = 1 << 20;

    /** @param subscriber of all files of one subscriber @param node of all files */
    public record Room(long subscriber, long node) {}

    public FileSettings {
        types = List.copyOf(types);
    }

    static FileSettings read(SettingReader reader) throws BadSetting {
        var types = Stream.of(reader.text("trunkline.files.types").toLowerCase(Locale.ROOT).split("\\s*,\\s*")).toList();
        return new FileSettings(reader.yes("trunkline.files"), reader.number("trunkline.files.size") * MIB, types,
                new Room(reader.number("trunkline.files.subscriber") * MIB, reader.number("trunkline.files.total") * MIB),
                Duration.ofDays(reader.number("trunkline.files.days")), reader.text("trunkline.files.address").replaceAll("/+$", ""));
    }
}
