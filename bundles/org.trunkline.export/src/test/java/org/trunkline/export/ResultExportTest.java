package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipInputStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.wire.CdrJson;
import org.trunkline.wire.json.Json;

class ResultExportTest {
    private static final int RECORDS = 1_203;

    private final FakeNode node = new FakeNode();
    private final List<Cdr> added = new ArrayList<>();

    private ResultExport export() throws Exception {
        var generator = new CdrGenerator(3, Instant.parse("2026-11-21T08:00:00Z"), 0.1);
        for (int i = 0; i < RECORDS; i++) {
            added.add(generator.next());
            node.cdrs().add(added.getLast());
        }
        return ResultExport.of(node.cdrs(), CdrQuery.ALL, new CdrOrder(CdrOrder.NEWEST_FIRST.field(), false));
    }

    private String text(ResultFormat format) throws Exception {
        var out = new ByteArrayOutputStream();
        assertEquals(RECORDS, export().writeTo(out, format, (_, _) -> true));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfCsvForEachRecordOfAllPages() throws Exception {
        var lines = text(ResultFormat.CSV).split("\r\n");
        assertEquals(RECORDS + 1, lines.length);
        assertTrue(lines[0].startsWith("id,started,ringing,answered,ended,direction,from,from_name,to,dialled,trunk"));
        for (int i = 0; i < RECORDS; i++)
            assertTrue(lines[i + 1].startsWith(added.get(i).id().value() + "," + added.get(i).startedAt() + ","),
                    lines[i + 1]);
    }

    @Test
    void linesOfJsonReadBackAsTheSameRecords() throws Exception {
        var lines = text(ResultFormat.JSON_LINES).split("\n");
        for (int i = 0; i < RECORDS; i++)
            assertEquals(added.get(i), CdrJson.read(Json.parseAnswer(lines[i].getBytes(StandardCharsets.UTF_8))));
    }

    private static Map<String, byte[]> parts(byte[] zipped) throws IOException {
        var parts = new HashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                parts.put(entry.getName(), zip.readAllBytes());
        }
        return parts;
    }

    @Test
    void aWorkbookGoesOnWithAnotherSheetWhereOneIsFull() throws Exception {
        export();
        var out = new ByteArrayOutputStream();
        var writer = new SpreadsheetWriter(out, RecordColumn.ALL, 501);
        for (var cdr : added)
            writer.write(cdr);
        writer.end();
        var parts = parts(out.toByteArray());
        int rows = 0;
        for (int sheet = 1; sheet <= 3; sheet++) {
            var document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new ByteArrayInputStream(parts.get("xl/worksheets/sheet" + sheet + ".xml")));
            rows += document.getElementsByTagName("row").getLength() - 1;
        }
        assertEquals(RECORDS, rows);
        assertFalse(parts.containsKey("xl/worksheets/sheet4.xml"));
        assertTrue(new String(parts.get("[Content_Types].xml"), StandardCharsets.UTF_8).contains("/xl/worksheets/sheet3.xml"));
    }

    @Test
    void aQueryNotUnderstoodIsToldBeforeAnythingIsWritten() {
        assertThrows(QueryException.class,
                () -> ResultExport.of(node.cdrs(), new CdrQuery("nonsense:1", CdrQuery.ALL.from(), CdrQuery.ALL.to()),
                        CdrOrder.NEWEST_FIRST));
    }

    @Test
    void cancellingLeavesNoFileAndKeepsTheOneThatWas(@TempDir Path folder) throws Exception {
        var export = export();
        var file = Files.writeString(folder.resolve("calls.csv"), "of yesterday");
        assertThrows(CancellationException.class, () -> WholeFile.write(file,
                out -> export.writeTo(out, ResultFormat.CSV, (written, _) -> written < 500)));
        assertEquals("of yesterday", Files.readString(file));
        assertEquals(1, Files.list(folder).count());
    }

    @Test
    void aFullDiskIsToldAndLeavesNothing(@TempDir Path folder) throws Exception {
        var export = export();
        var file = folder.resolve("calls.xlsx");
        var told = assertThrows(IOException.class, () -> WholeFile.write(file,
                out -> export.writeTo(new FullAfter(out, 20_000), ResultFormat.XLSX, (_, _) -> true)));
        assertTrue(told.getMessage().startsWith("The disk of " + file + " is full"), told.getMessage());
        assertEquals(0, Files.list(folder).count());
    }

    @Test
    void whatIsForItsOwnerIsReadByNobodyElse(@TempDir Path folder) throws Exception {
        var elsewhere = Files.writeString(folder.resolve("elsewhere"), "of somebody");
        var file = folder.resolve("person.zip");
        Files.createSymbolicLink(folder.resolve("person.zip.part"), elsewhere);
        assertEquals(3, WholeFile.<Integer, IOException>writeForOwner(file, out -> {
            assertEquals("rw-------", mode(folder.resolve("person.zip.part")), "from the first byte");
            out.write(new byte[3]);
            return 3;
        }));
        assertEquals("rw-------", mode(file));
        assertEquals("of somebody", Files.readString(elsewhere));
        var told = assertThrows(WholeFile.NotWritten.class,
                () -> WholeFile.<Integer, IOException>write(folder.resolve("none/calls.csv"), out -> 1));
        assertFalse(told.full());
        assertEquals(folder.resolve("none/calls.csv").toString(), told.file());
    }

    /** Otherwise one would end up with the other's beginning. */
    @Test
    void aSecondExportToTheSameFileIsToldAndTheFirstGoesOn(@TempDir Path folder) throws Exception {
        var file = folder.resolve("calls.csv");
        int written = WholeFile.<Integer, IOException>write(file, out -> {
            out.write('a');
            var told = assertThrows(WholeFile.NotWritten.class,
                    () -> WholeFile.<Integer, IOException>write(folder.resolve("../" + folder.getFileName() + "/calls.csv"), other -> {
                        other.write('b');
                        return 0;
                    }));
            assertTrue(told.busy());
            assertFalse(told.full());
            out.write('c');
            return 2;
        });
        assertEquals(2, written);
        assertEquals("ac", Files.readString(file));
        assertEquals(3, WholeFile.<Integer, IOException>write(file, out -> 3), "afterwards it can be written again");
    }

    /** Of a process that was killed. */
    @Test
    void aPartThatWasLeftIsReplaced(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("calls.csv.part"), "half of a long file");
        WholeFile.<Void, IOException>write(folder.resolve("calls.csv"), out -> {
            out.write('a');
            return null;
        });
        assertEquals("a", Files.readString(folder.resolve("calls.csv")));
        assertFalse(Files.exists(folder.resolve("calls.csv.part")));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** What a file on a full disk says. */
    private static final class FullAfter extends OutputStream {
        private final OutputStream out;
        private long left;

        FullAfter(OutputStream out, long room) {
            this.out = out;
            left = room;
        }

        @Override
        public void write(int b) throws IOException {
            if (--left < 0)
                throw new IOException("No space left on device");
            out.write(b);
        }
    }
}
