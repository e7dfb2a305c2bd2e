package org.trunkline.http.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.export.CaseConfiguration;
import org.trunkline.export.CaseFile;
import org.trunkline.export.CaseFileWriter;
import org.trunkline.export.CaseText;
import org.trunkline.export.Pseudonyms;

/** All that is known of one call as a file. Where its numbers are pseudonyms, the key stays on the node, for its owner alone. */
final class CaseFileEndpoint {
    private static final String PATH = "/api/v1/cdrs/{id}/casefile";
    private static final String KEY_HEADER = "X-Trunkline-Case-Key";

    private final Node node;
    private final Path keys;
    private final InstantSource clock;

    /** @param keys folder of the keys */
    CaseFileEndpoint(Node node, Path keys, InstantSource clock) {
        this.node = node;
        this.keys = keys;
        this.clock = clock;
    }

    Endpoint endpoint() {
        return new Endpoint("GET", PATH, Set.of("pseudonyms"), this::answer);
    }

    private Answer answer(Request request) throws Problem, NodeUnavailableException {
        boolean pseudonyms = request.flag("pseudonyms");
        var file = read(CdrEndpoints.id(request).orElseThrow(() -> missing(request)), request);
        String id = file.record().id().value();
        String name = id + "." + CaseFile.SUFFIX;
        if (!pseudonyms)
            return Answer.file(name, "application/zip", out -> write(file, out));
        String keyName = id + "-" + file.madeAt().toEpochMilli() + ".case-key.json";
        var answer = Answer.file(name, "application/zip", out -> {
            var key = Pseudonyms.fresh(new SecureRandom());
            var hidden = key.hide(file);
            keep(keyName, key.keyFile());
            write(hidden, out);
        });
        return answer.with(Map.of(KEY_HEADER, keyName));
    }

    private CaseFile read(CallId id, Request request) throws Problem, NodeUnavailableException {
        var record = node.cdrs().find(id).orElseThrow(() -> missing(request));
        var ladder = node.cdrs().ladder(id).orElseGet(() -> new Ladder(id, List.of()));
        return new CaseFile(clock.instant().truncatedTo(ChronoUnit.MILLIS), node.name(), false, record, ladder,
                CaseConfiguration.read(node.history(), record));
    }

    private static Problem missing(Request request) {
        return Problem.notFound("There is no record \"" + request.vars().getFirst() + "\"");
    }

    private static void write(CaseFile file, OutputStream out) throws IOException {
        CaseFileWriter.write(file, CaseText.ladder(file.ladder(), file.record()), CaseText.why(file.record()), out);
    }

    /** Before the file goes out: one whose key was lost could never be read again. */
    private void keep(String name, byte[] key) throws IOException {
        boolean posix = keys.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(keys, rights(posix, "rwx------"));
        try (var channel = FileChannel.open(keys.resolve(name),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights(posix, "rw-------"))) {
            channel.write(ByteBuffer.wrap(key));
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] rights(boolean posix, String rights) {
        return posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
