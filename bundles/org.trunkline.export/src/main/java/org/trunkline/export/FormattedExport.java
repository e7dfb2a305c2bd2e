package org.trunkline.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.spi.record.RecordFormat.ExportOptions;

/** One export in a format that may be anybody's: whatever it throws is a {@link FormatFailure}. One thread. */
final class FormattedExport {
    /** What a call of the format answers. */
    @FunctionalInterface
    private interface Call {
        byte[] bytes() throws ExtensionException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(FormattedExport.class);

    private final RecordFormat format;
    private final String name;
    private final OutputStream out;
    private String export = "";
    private boolean over;

    private FormattedExport(RecordFormat format, OutputStream out) throws IOException {
        this.format = format;
        this.out = out;
        String[] id = {format.getClass().getName()};
        tried(() -> {
            id[0] = format.info().id();
            return new byte[0];
        }, id[0]);
        name = id[0];
    }

    static FormattedExport begin(RecordFormat format, ExportOptions options, OutputStream out) throws IOException {
        var it = new FormattedExport(format, out);
        it.write(() -> {
            var started = format.begin(options);
            it.export = started.export();
            return started.bytes();
        });
        return it;
    }

    void page(List<Cdr> records) throws IOException {
        if (!records.isEmpty())
            write(() -> format.page(export, records));
    }

    void end() throws IOException {
        over = true;
        write(() -> format.end(export));
        out.flush();
    }

    /** What is begun and not ended is cancelled. */
    void cancel() {
        if (over)
            return;
        over = true;
        try {
            format.cancel(export);
        } catch (Throwable e) { // code of others, and nobody waits for it
            LOG.warn("the format {} does not cancel an export: {}", name, e.toString());
        }
    }

    private void write(Call call) throws IOException {
        byte[] bytes = tried(call, name);
        try {
            out.write(bytes);
        } catch (IOException e) {
            cancel();
            throw e;
        }
    }

    private byte[] tried(Call call, String name) throws FormatFailure {
        try {
            return call.bytes();
        } catch (ExtensionException | RuntimeException | LinkageError e) {
            if (!export.isEmpty())
                cancel();
            throw new FormatFailure(name, e);
        }
    }
}
