package org.trunkline.ui.cdr.internal.search;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.RecordExports;
import org.trunkline.export.ResultExport.Progress;

/** A result in a format that only the node has. */
record NodeExport(RecordExports exports, Progress progress) {
    /** @return how many records */
    long writeTo(OutputStream out, String format, CdrQuery query, CdrOrder order) throws IOException, NodeUnavailableException {
        var chunk = begun(format, query, order);
        boolean over = false;
        try {
            while (true) {
                out.write(chunk.bytes());
                if (!progress.at(chunk.written().orElse(0), chunk.total().orElse(0)))
                    throw new CancellationException("stopped");
                if (chunk.last())
                    break;
                chunk = exports.next(chunk.export());
            }
            over = true;
            return chunk.written().orElse(chunk.total().orElse(0));
        } finally {
            if (!over)
                exports.cancel(chunk.export());
        }
    }

    private RecordExports.Chunk begun(String format, CdrQuery query, CdrOrder order) throws NodeUnavailableException {
        try {
            return exports.begin(format, query, order, ZoneId.systemDefault().getId());
        } catch (QueryException e) {
            throw new NodeUnavailableException("search-changed", List.of(), String.valueOf(e.getMessage()), e);
        }
    }
}
