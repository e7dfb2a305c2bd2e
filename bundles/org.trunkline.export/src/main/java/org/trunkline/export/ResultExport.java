package org.trunkline.export;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.Partial;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.record.RecordFormat;
import org.trunkline.spi.record.RecordFormat.ExportOptions;

/**
 * A whole result on its way out, a page at a time: memory does not grow with the result. Records that come meanwhile
 * may be in it or not. One thread.
 */
public final class ResultExport {
    /** Told between pages, on the exporting thread. */
    @FunctionalInterface
    public interface Progress {
        /** @return whether to go on */
        boolean at(long written, long total);
    }

    private static final int PAGE = 500;

    private final CdrSearch search;
    private final CdrQuery query;
    private final CdrOrder order;
    private final List<RecordColumn> columns;
    private Page<Cdr> page;
    private Optional<Partial> partial;

    private ResultExport(CdrSearch search, CdrQuery query, CdrOrder order, List<RecordColumn> columns, Page<Cdr> first) {
        this.search = requireNonNull(search);
        this.query = requireNonNull(query);
        this.order = requireNonNull(order);
        this.columns = columns;
        this.page = first;
        partial = first.partial();
    }

    /** Reads the first page, so that a query that cannot be understood is told before anything is written. */
    public static ResultExport of(CdrSearch search, CdrQuery query, CdrOrder order)
            throws QueryException, NodeUnavailableException {
        var columns = RecordColumn.with(search.attributes().stream().map(AttributeAbout::name).toList());
        return new ResultExport(search, query, order, columns, search.wholeRecords(query, order, Optional.empty(), PAGE));
    }

    /** Why the result is not whole; empty where all of it was found, as far as it was read. */
    public Optional<Partial> partial() {
        return partial;
    }

    /** Records found when it began. */
    public long total() {
        return page.total();
    }

    /** What writes pages, as they come. */
    private interface Pages {
        void page(List<Cdr> records) throws IOException;

        void end() throws IOException;
    }

    /**
     * Writes all of it, once.
     *
     * @return how many records
     * @throws CancellationException where the progress said to stop
     */
    public long writeTo(OutputStream out, ResultFormat format, Progress progress)
            throws IOException, NodeUnavailableException {
        var writer = format.writer(out, columns);
        return write(new Pages() {
            @Override
            public void page(List<Cdr> records) throws IOException {
                for (Cdr cdr : records)
                    writer.write(cdr);
            }

            @Override
            public void end() throws IOException {
                writer.end();
            }
        }, progress);
    }

    /**
     * The same in any format there is, a plug-in's too. However it ends, the format hears of it.
     *
     * @throws FormatFailure where the format fails: what was written is no whole file
     */
    public long writeTo(OutputStream out, RecordFormat format, ExportOptions options, Progress progress)
            throws IOException, NodeUnavailableException {
        var export = FormattedExport.begin(format, options, out);
        boolean whole = false;
        try {
            long written = write(new Pages() {
                @Override
                public void page(List<Cdr> records) throws IOException {
                    export.page(records);
                }

                @Override
                public void end() throws IOException {
                    export.end();
                }
            }, progress);
            whole = true;
            return written;
        } finally {
            if (!whole)
                export.cancel();
        }
    }

    private long write(Pages pages, Progress progress) throws IOException, NodeUnavailableException {
        long total = page.total();
        long written = 0;
        while (true) {
            if (!progress.at(written, total))
                throw new CancellationException("stopped after " + written + " records");
            pages.page(page.items());
            written += page.items().size();
            if (page.next().isEmpty())
                break;
            page = next();
            partial = partial.or(page::partial);
        }
        pages.end();
        progress.at(written, total);
        return written;
    }

    private Page<Cdr> next() throws NodeUnavailableException {
        try {
            return search.wholeRecords(query, order, page.next(), PAGE);
        } catch (QueryException e) {
            throw new NodeUnavailableException("search-changed", List.of(),
                    "The search changed while it was exported: " + e.getMessage(), e);
        }
    }
}
