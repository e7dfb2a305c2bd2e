package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.plugin.Publisher;
import org.trunkline.plugin.internal.install.PluginRecord.Build;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** The state as a JSON file, replaced as a whole: after a crash it is the old one or the new one. */
final class StateFile {
    private static final int FORMAT = 1;
    private static final int LARGEST = 16 << 20;

    private final Path file;

    StateFile(Path file) {
        this.file = file;
    }

    Path path() {
        return file;
    }

    /** @throws IOException if it is there and cannot be used; the message says why */
    PluginState read() throws IOException {
        try {
            if (Files.size(file) > LARGEST)
                throw new IOException("it exceeds " + LARGEST + " bytes");
            return read(Json.parseRequest(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return PluginState.NOTHING;
        } catch (MalformedJsonException e) {
            throw new IOException("line " + e.line() + ", column " + e.column() + ": " + e.getMessage(), e);
        }
    }

    void write(PluginState state) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(Json.bytes(write(state, Json.object())));
            while (bytes.hasRemaining())
                channel.write(bytes);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ObjectNode write(PluginState state, ObjectNode out) {
        out.put("format", FORMAT);
        var plugins = out.putArray("plugins");
        state.plugins().values().forEach(p -> write(p, plugins.addObject()));
        var publishers = out.putArray("publishers");
        state.publishers().values().forEach(p -> publishers.addObject().put("name", p.name())
                .put("fingerprint", p.fingerprint()).put("until", p.until().toString()).put("inside", p.inside()));
        return out;
    }

    private static void write(PluginRecord p, ObjectNode out) {
        out.put("id", p.id()).put("enabled", p.enabled()).put("trial", p.trial());
        write(p.current(), out.putObject("current"));
        p.previous().ifPresent(build -> write(build, out.putObject("previous")));
        write(p.settings(), out.putObject("settings"));
        write(p.sealed(), out.putObject("sealed"));
    }

    private static void write(Build b, ObjectNode out) {
        out.put("version", b.version()).put("folder", b.folder()).put("sha256", b.sha256()).put("publisher", b.publisher())
                .put("fingerprint", b.fingerprint()).put("key", b.key());
    }

    private static void write(Map<String, String> texts, ObjectNode out) {
        new TreeMap<>(texts).forEach((name, text) -> out.put(name, text));
    }

    private static PluginState read(JsonNode node) throws IOException {
        if (node.path("format").asInt() != FORMAT)
            throw new IOException("its format is " + node.path("format") + ", not " + FORMAT);
        var plugins = new TreeMap<String, PluginRecord>();
        for (var p : node.path("plugins"))
            plugins.put(text(p, "id"), new PluginRecord(text(p, "id"), p.path("enabled").asBoolean(),
                    p.path("trial").asBoolean(), build(p.path("current")),
                    p.has("previous") ? Optional.of(build(p.path("previous"))) : Optional.empty(),
                    texts(p.path("settings")), texts(p.path("sealed"))));
        var publishers = new TreeMap<String, Publisher>();
        for (var p : node.path("publishers"))
            publishers.put(text(p, "fingerprint"), new Publisher(text(p, "name"), text(p, "fingerprint"), instant(p),
                    p.path("inside").asBoolean()));
        return new PluginState(plugins, publishers);
    }

    private static Instant instant(JsonNode publisher) throws IOException {
        try {
            return Instant.parse(text(publisher, "until"));
        } catch (DateTimeException e) {
            throw new IOException("until is not a time", e);
        }
    }

    /** A name becomes part of a path. */
    private static Build build(JsonNode b) throws IOException {
        var folder = text(b, "folder");
        if (folder.contains("/") || folder.contains("\\") || folder.startsWith("."))
            throw new IOException("\"" + folder + "\" is not the name of a folder");
        return new Build(text(b, "version"), folder, text(b, "sha256"), text(b, "publisher"), text(b, "fingerprint"), text(b, "key"));
    }

    private static Map<String, String> texts(JsonNode node) {
        var texts = new TreeMap<String, String>();
        node.properties().forEach(p -> texts.put(p.getKey(), p.getValue().asText()));
        return texts;
    }

    private static String text(JsonNode node, String name) throws IOException {
        if (!node.path(name).isTextual())
            throw new IOException(name + " is missing");
        return node.path(name).textValue();
    }
}
