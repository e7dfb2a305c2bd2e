package org.trunkline.http.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.export.CaseFile;
import org.trunkline.export.CaseFileWriter;
import org.trunkline.export.CaseText;
import org.trunkline.export.Pseudonyms;
import org.trunkline.wire.CaseJson;

/** All that is known of one call as a file. Where its numbers are pseudonyms, the key stays on the node, for its owner alone. */
final class CaseFileEndpoint {
    private static final String PATH = "/api/v1/cdrs/{id}/casefile";
    private static final String KEY_HEADER = "X-Trunkline-Case-Key";

    private static final Logger LOG = LoggerFactory.getLogger(CaseFileEndpoint.class);

    private final Node node;
    private final Path keys;

    /** @param keys folder of the keys */
    CaseFileEndpoint(Node node, Path keys) {
        this.node = node;
        this.keys = keys;
    }

    Endpoint endpoint() {
        return new Endpoint("GET", PATH, Set.of("pseudonyms", "format"), this::answer);
    }

    private Answer answer(Request request) throws Problem, NodeUnavailableException {
        boolean json = json(request);
        boolean pseudonyms = request.flag("pseudonyms");
        var id = CdrEndpoints.id(request).orElseThrow(() -> missing(request));
        var named = CaseFile.of(node.callCase(id).orElseThrow(() -> missing(request)));
        if (!pseudonyms || request.method().equals("HEAD"))
            return answer(named, json);
        var random = new SecureRandom();
        var key = Pseudonyms.fresh(random);
        var hidden = key.hide(named);
        String keyName = id + "-" + named.madeAt().toEpochMilli() + "-" + HexFormat.of().toHexDigits(random.nextInt())
                + ".case-key.json";
        keep(keyName, key.keyFile());
        return answer(hidden, json).with(Map.of(KEY_HEADER, keyName));
    }

    private static boolean json(Request request) throws Problem {
        var format = request.parameter("format").orElse("zip");
        if (!format.equals("zip") && !format.equals("json"))
            throw Problem.parameter("format", format, "zip or json");
        return format.equals("json");
    }

    private static Answer answer(CaseFile file, boolean json) {
        if (json)
            return Answer.ok(CaseJson.write(file.known(), file.pseudonymised()));
        return Answer.file(file.record().id().value() + "." + CaseFile.SUFFIX, "application/zip", out -> CaseFileWriter.write(
                file, CaseText.ladder(file.ladder(), file.record()), CaseText.why(file.record()), out));
    }

    private static Problem missing(Request request) {
        return Problem.notFound("There is no record \"" + request.vars().getFirst() + "\"");
    }

    /** Before the file goes out: one whose key was lost could never be read again. */
    private void keep(String name, byte[] key) throws Problem {
        try {
            write(keys.resolve(name), key);
        } catch (IOException e) {
            LOG.warn("the key of a case file's pseudonyms cannot be kept: {}", e.toString());
            throw Problem.of(507, "key-not-kept", "The key cannot be kept", "The key of the pseudonyms cannot be written to "
                    + keys.resolve(name) + " (" + e.getMessage() + "): make room there, or take the case file without"
                    + " pseudonyms");
        }
    }

    private static void write(Path file, byte[] key) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(file.getParent(), rights(posix, "rwx------"));
        try (var channel = FileChannel.open(file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights(posix, "rw-------"))) {
            var left = ByteBuffer.wrap(key);
            while (left.hasRemaining())
                channel.write(left);
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static FileAttribute<?>[] rights(boolean posix, String rights) {
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
