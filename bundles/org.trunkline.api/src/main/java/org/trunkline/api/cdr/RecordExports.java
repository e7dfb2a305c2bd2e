package org.trunkline.api.cdr;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

import org.trunkline.api.NodeUnavailableException;

/**
 * Search results as files, in every format that the node has: its own and those of plug-ins.
 *
 * <p>An export begins, takes any number of {@link #next} calls, and ends with the chunk that is the last; the bytes of all
 * chunks, one after another, are the file. An export without a call for a minute is cancelled. A chunk that fails ends the
 * export: the written file is incomplete. <b>Threads:</b> any; those of one export one after another; each may block.
 */
public interface RecordExports {
    /** Exports of a node without formats. */
    RecordExports NONE = new RecordExports() {
        @Override
        public List<Format> formats() {
            return List.of();
        }

        @Override
        public Chunk begin(String format, CdrQuery query, CdrOrder order, String zone) throws NodeUnavailableException {
            throw unknown(format);
        }

        @Override
        public Chunk next(String export) throws NodeUnavailableException {
            throw ended();
        }

        @Override
        public void cancel(String export) {
            // there is none
        }
    };

    /** Up to 100, the node's own first. */
    List<Format> formats() throws NodeUnavailableException;

    /**
     * @param format its id
     * @param zone of times: {@code Europe/Stockholm}
     * @throws QueryException where the text cannot be understood
     * @throws NodeUnavailableException where there is no such format, if it fails, or if too many exports are in progress
     */
    Chunk begin(String format, CdrQuery query, CdrOrder order, String zone) throws QueryException, NodeUnavailableException;

    /** @param export of the chunk before */
    Chunk next(String export) throws NodeUnavailableException;

    /** Cancels an export; ignored if it has already ended. */
    void cancel(String export) throws NodeUnavailableException;

    /**
     * @param id as in the API: {@code csv}
     * @param labels by ISO 639-1 code; {@code en} is always among them
     * @param extension of file names, without the dot
     * @param contentType of HTTP
     */
    record Format(String id, Map<String, String> labels, String extension, String contentType) {
        public Format {
            requireNonNull(id);
            labels = Map.copyOf(labels);
            requireNonNull(extension);
            requireNonNull(contentType);
        }

        public String label(Locale locale) {
            return labels.getOrDefault(locale.getLanguage(), labels.getOrDefault("en", id));
        }
    }

    /**
     * Up to some 1 MB of a file, perhaps empty.
     *
     * @param export names it in the next call
     * @param written records up to here, where that is known
     * @param total records that will be written, where that is known
     */
    record Chunk(String export, byte[] bytes, OptionalLong written, OptionalLong total, boolean last) {
        public Chunk {
            requireNonNull(export);
            requireNonNull(bytes);
            requireNonNull(written);
            requireNonNull(total);
        }
    }

    /** Thrown by {@link #begin} for an unknown format. */
    static NodeUnavailableException unknown(String format) {
        return new NodeUnavailableException("no-export-format", List.of(format), "The node has no export format \"" + format
                + "\": choose another, or enable its plug-in");
    }

    /** Thrown by {@link #next} for an export that has ended. */
    static NodeUnavailableException ended() {
        return new NodeUnavailableException("export-ended", List.of(), "The export no longer exists: start it again");
    }
}
