package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.spi.record.RecordFormat.ExportOptions;

/** What a {@link RecordFormat} does, whatever its file looks like. */
public abstract class RecordFormatContract {
    /** One as the node uses it. */
    protected abstract RecordFormat format() throws Exception;

    /** How many records a file has that the format made, as a reader of such files counts them. */
    protected abstract long read(byte[] file) throws Exception;

    private static ExportOptions options(long rows) {
        return new ExportOptions(List.of(), List.of(), "Europe/Stockholm", "cause:busy", Optional.of(rows), List.of());
    }

    private static byte[] file(RecordFormat format, List<Cdr> records) throws Exception {
        var file = new ByteArrayOutputStream();
        var started = format.begin(options(records.size()));
        file.write(started.bytes());
        for (int from = 0; from < records.size(); from += 500)
            file.write(format.page(started.export(), records.subList(from, Math.min(records.size(), from + 500))));
        file.write(format.end(started.export()));
        return file.toByteArray();
    }

    @Test
    protected void itSaysWhatItIsTheSameEachTime() throws Exception {
        var info = format().info();
        assertTrue(info.id().matches("[a-z0-9][a-z0-9-]{0,39}"), info.id());
        assertTrue(info.fileExtension().matches("[a-z0-9.]{1,20}"), info.fileExtension());
        assertTrue(info.contentType().contains("/"), info.contentType());
        assertEquals(info, format().info());
    }

    @Test
    protected void aFileHasEachRecordOfManyPages() throws Exception {
        assertEquals(1_234, read(file(format(), SpiSamples.records(1, 1_234))));
    }

    @Test
    protected void aFileOfNoRecordsIsAFile() throws Exception {
        assertEquals(0, read(file(format(), List.of())));
    }

    @Test
    protected void exportsUnderWayDoNotMix() throws Exception {
        var format = format();
        var records = SpiSamples.records(1, 300);
        var one = format.begin(options(300));
        var other = format.begin(options(100));
        assertNotEquals(one.export(), other.export());
        var first = new ByteArrayOutputStream();
        var second = new ByteArrayOutputStream();
        first.write(one.bytes());
        second.write(other.bytes());
        for (int from = 0; from < 300; from += 100) {
            first.write(format.page(one.export(), records.subList(from, from + 100)));
            if (from == 100)
                second.write(format.page(other.export(), records.subList(0, 100)));
        }
        second.write(format.end(other.export()));
        first.write(format.end(one.export()));
        assertEquals(300, read(first.toByteArray()));
        assertEquals(100, read(second.toByteArray()));
    }

    @Test
    protected void oneThatWasCancelledOrHasEndedIsOver() throws Exception {
        var format = format();
        var cancelled = format.begin(options(1)).export();
        format.cancel(cancelled);
        format.cancel(cancelled);
        assertThrows(ExtensionException.class, () -> format.page(cancelled, SpiSamples.records(1, 1)));
        var ended = format.begin(options(0)).export();
        format.end(ended);
        assertThrows(ExtensionException.class, () -> format.end(ended));
    }

    /** Nobody continues most of them: what they hold is let go, or a further one is refused; memory does not grow. */
    @Test
    protected void exportsThatNobodyContinuesAreBounded() throws Exception {
        var format = format();
        for (int i = 0; i < 1_000; i++)
            try {
                format.begin(options(1));
            } catch (ExtensionException refused) {
                assertTrue(refused.retryable(), "it says that it may work later");
                return;
            }
    }

    @Test
    protected void theSameRecordsMakeAFileThatReadsTheSame() throws Exception {
        var records = SpiSamples.records(1, 50);
        assertArrayEquals(new long[] {read(file(format(), records))}, new long[] {read(file(format(), records))});
    }
}
