package org.trunkline.node.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;

/** A plug-in's format is offered and written by the node. */
class FormatExportsTest {
    private final FakeNode node = new FakeNode();
    private final List<RecordFormat> registered = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
    private final FormatExports exports = new FormatExports(node.cdrs(), () -> registered, now::get);

    private static final class Ids implements RecordFormat {
        final List<String> cancelled = new ArrayList<>();
        private final String id;
        private int begun;
        boolean fails;

        Ids(String id) {
            this.id = id;
        }

        @Override
        public FormatInfo info() {
            return new FormatInfo(id, LocalizedText.of("Ids", "Id:n", "编号", "Id"), "txt", "text/plain");
        }

        @Override
        public Started begin(ExportOptions options) {
            return new Started(id + ++begun, bytes(options.zone() + " " + options.rows().orElseThrow() + "\n"));
        }

        @Override
        public byte[] page(String export, List<Cdr> records) throws ExtensionException {
            if (fails)
                throw new ExtensionException("the template is missing", false);
            var text = new StringBuilder();
            records.forEach(cdr -> text.append(cdr.id().value()).append('\n'));
            return bytes(text.toString());
        }

        @Override
        public byte[] end(String export) {
            return bytes("end\n");
        }

        @Override
        public void cancel(String export) {
            cancelled.add(export);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private void records(int count) {
        var records = new CdrGenerator(1, now.get(), 20);
        for (int i = 0; i < count; i++)
            node.cdrs().add(records.next());
    }

    private String file(String format) throws Exception {
        var file = new ByteArrayOutputStream();
        var chunk = exports.begin(format, CdrQuery.ALL, CdrOrder.NEWEST_FIRST, "Asia/Jakarta");
        file.write(chunk.bytes());
        while (!chunk.last()) {
            chunk = exports.next(chunk.export());
            file.write(chunk.bytes());
        }
        return file.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPluginsFormatIsOfferedInEachLanguageAndWritten() throws Exception {
        records(1_234);
        registered.add(new Ids("ids"));
        assertEquals("Id:n", exports.formats().getFirst().labels().get("sv"));
        var lines = file("ids").lines().toList();
        assertEquals("Asia/Jakarta 1234", lines.getFirst());
        assertEquals(1_236, lines.size());
        assertEquals("end", lines.getLast());
        registered.clear();
        assertEquals(List.of(), exports.formats());
        assertEquals("no-export-format", assertThrows(NodeUnavailableException.class, () -> file("ids")).code());
    }

    @Test
    void aResultOfNothingIsAFileToo() throws Exception {
        registered.add(new Ids("ids"));
        assertEquals("Asia/Jakarta 0\nend\n", file("ids"));
    }

    @Test
    void oneThatFailsIsCancelledAndSaysWhy() {
        records(10);
        var format = new Ids("ids");
        format.fails = true;
        registered.add(format);
        var failure = assertThrows(NodeUnavailableException.class, () -> file("ids"));
        assertEquals(List.of("ids", "the template is missing"), failure.args());
        assertEquals(List.of("ids1"), format.cancelled);
    }

    @Test
    void exportsUnderWayAreBoundedAndThoseThatNobodyContinuesForgotten() throws Exception {
        records(10);
        var format = new Ids("ids");
        registered.add(format);
        var first = exports.begin("ids", CdrQuery.ALL, CdrOrder.NEWEST_FIRST, "UTC");
        for (int i = 1; i < FormatExports.MOST; i++)
            exports.begin("ids", CdrQuery.ALL, CdrOrder.NEWEST_FIRST, "UTC");
        assertEquals("exports-busy", assertThrows(NodeUnavailableException.class, () -> file("ids")).code());
        now.set(now.get().plus(FormatExports.FORGOTTEN).plus(Duration.ofSeconds(1)));
        assertTrue(file("ids").endsWith("end\n"));
        assertEquals(FormatExports.MOST, format.cancelled.size());
        assertEquals("export-ended", assertThrows(NodeUnavailableException.class, () -> exports.next(first.export())).code());
    }

    @Test
    void oneThatIsCancelledIsOver() throws Exception {
        records(10);
        var format = new Ids("ids");
        registered.add(format);
        var chunk = exports.begin("ids", CdrQuery.ALL, CdrOrder.NEWEST_FIRST, "UTC");
        exports.cancel(chunk.export());
        exports.cancel(chunk.export());
        assertEquals(List.of("ids1"), format.cancelled);
        assertThrows(NodeUnavailableException.class, () -> exports.next(chunk.export()));
    }

    @Test
    void ofTwoWithOneIdTheBetterCounts() throws Exception {
        registered.add(new Ids("ids"));
        registered.add(new Ids("ids"));
        assertEquals(1, exports.formats().size());
    }
}
