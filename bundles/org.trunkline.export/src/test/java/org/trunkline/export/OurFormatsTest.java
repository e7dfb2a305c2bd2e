package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.spi.record.RecordFormat.ExportOptions;
import org.trunkline.spi.testkit.RecordFormatContract;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.Samples;
import org.trunkline.testkit.node.FakeNode;

/** Our formats do what those of plug-ins must, and an export takes any. */
class OurFormatsTest {
    private static final ExportOptions OPTIONS = new ExportOptions(List.of(), List.of(), "UTC", "", Optional.empty(),
            List.of(new AttributeField("customer", AttributeField.Type.TEXT, LocalizedText.of("Customer"), true)));

    private static long lines(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).lines().count();
    }

    @Nested
    class Csv extends RecordFormatContract {
        @Override
        protected RecordFormat format() {
            return new CsvFormat();
        }

        @Override
        protected long read(byte[] file) {
            return lines(file) - 1;
        }
    }

    @Nested
    class JsonLines extends RecordFormatContract {
        @Override
        protected RecordFormat format() {
            return new JsonLinesFormat();
        }

        @Override
        protected long read(byte[] file) {
            return lines(file);
        }
    }

    @Nested
    class Excel extends RecordFormatContract {
        @Override
        protected RecordFormat format() {
            return new ExcelFormat();
        }

        @Override
        protected long read(byte[] file) throws IOException {
            try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                    if (entry.getName().endsWith("sheet1.xml"))
                        return new String(zip.readAllBytes(), StandardCharsets.UTF_8).split("<row", -1).length - 2L;
            }
            return 0;
        }
    }

    @Test
    void fieldsOfPlugInsAreTheLastColumns() throws Exception {
        var format = new CsvFormat();
        var export = format.begin(OPTIONS);
        String file = new String(export.bytes(), StandardCharsets.UTF_8)
                + new String(format.page(export.export(), List.of(Samples.cdr(1))), StandardCharsets.UTF_8)
                + new String(format.end(export.export()), StandardCharsets.UTF_8);
        var lines = file.lines().toList();
        assertTrue(lines.getFirst().endsWith(",currency,customer"), lines.getFirst());
        assertTrue(lines.get(1).endsWith(",SEK,Åkerlund AB"), lines.get(1));
    }

    @Test
    void exportsThatNobodyContinuesAreForgotten() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
        var format = new CsvFormat(now::get);
        for (int i = 0; i < WrittenFormat.MOST; i++)
            format.begin(OPTIONS);
        assertThrows(ExtensionException.class, () -> format.begin(OPTIONS));
        now.set(now.get().plus(WrittenFormat.FORGOTTEN).plus(Duration.ofSeconds(1)));
        format.begin(OPTIONS);
        assertEquals(1, format.size());
    }

    /** A plug-in's. */
    private static final class Failing implements RecordFormat {
        int cancelled;

        @Override
        public FormatInfo info() {
            return new FormatInfo("failing", LocalizedText.of("Failing"), "txt", "text/plain");
        }

        @Override
        public Started begin(ExportOptions options) {
            return new Started("one", new byte[] {1});
        }

        @Override
        public byte[] page(String export, List<Cdr> records) throws ExtensionException {
            throw new ExtensionException("the template is missing", false);
        }

        @Override
        public byte[] end(String export) {
            throw new NoClassDefFoundError("com/example/Missing");
        }

        @Override
        public void cancel(String export) {
            cancelled++;
        }
    }

    private static ResultExport export(int count) throws Exception {
        var search = new FakeNode().cdrs();
        var records = new CdrGenerator(1, Instant.parse("2026-03-02T08:00:00Z"), 20);
        Stream.generate(records::next).limit(count).forEach(search::add);
        return ResultExport.of(search, CdrQuery.ALL, CdrOrder.NEWEST_FIRST);
    }

    @Test
    void aFormatThatFailsLeavesNoFileAndSaysWhy(@TempDir Path dir) throws Exception {
        var failing = new Failing();
        var file = dir.resolve("calls.txt");
        var export = export(10);
        var why = assertThrows(WholeFile.NotWritten.class,
                () -> WholeFile.write(file, out -> export.writeTo(out, failing, OPTIONS, (_, _) -> true)));
        assertTrue(why.reason().contains("failing") && why.reason().contains("the template is missing"), why.reason());
        assertEquals(1, failing.cancelled);
        try (var files = Files.list(dir)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aFormatWithoutItsClassesIsAFailureToo() throws Exception {
        var export = export(0);
        assertThrows(FormatFailure.class, () -> export.writeTo(new ByteArrayOutputStream(), new Failing(), OPTIONS, (_, _) -> true));
    }

    @Test
    void anExportThatIsStoppedIsCancelled() throws Exception {
        var format = new CsvFormat();
        var export = export(1_200);
        assertThrows(CancellationException.class,
                () -> export.writeTo(new ByteArrayOutputStream(), format, OPTIONS, (written, _) -> written < 500));
        assertEquals(0, format.size());
    }

    @Test
    void aServiceWritesWhatTheDeskWrites() throws Exception {
        var here = new ByteArrayOutputStream();
        var there = new ByteArrayOutputStream();
        export(1_200).writeTo(here, ResultFormat.CSV, (_, _) -> true);
        var plain = new ExportOptions(List.of(), List.of(), "UTC", "", Optional.empty(), List.of());
        export(1_200).writeTo(there, new CsvFormat(), plain, (_, _) -> true);
        assertEquals(here.toString(StandardCharsets.UTF_8), there.toString(StandardCharsets.UTF_8));
    }
}
