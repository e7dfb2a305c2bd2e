package org.trunkline.export;

import java.io.IOException;

import org.trunkline.domain.cdr.Cdr;

/** Writes records one after the other. One thread. */
interface RecordWriter {
    void write(Cdr cdr) throws IOException;

    /** Writes what ends the file, and flushes; without it the file is no whole one. The stream stays open. */
    void end() throws IOException;
}
