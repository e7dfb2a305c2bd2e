package org.trunkline.plugin.internal.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Reads what a process writes to standard output and keeps the last of it. */
final class ProcessOutput {
    private static final int KEPT = 1_000;

    private final StringBuilder last = new StringBuilder();

    ProcessOutput(Process process) {
        var thread = new Thread(() -> read(process), "plugin-output-" + process.pid());
        thread.setDaemon(true);
        thread.start();
    }

    /** The last 1,000 characters, on one line. */
    synchronized String tail() {
        return last.toString().strip().replaceAll("\\R+", " | ");
    }

    private void read(Process process) {
        var buffer = new byte[4 << 10];
        try (var in = process.getInputStream()) {
            for (int count; (count = in.read(buffer)) >= 0;)
                keep(new String(buffer, 0, count, UTF_8));
        } catch (IOException e) {
            // the process has ended
        }
    }

    private synchronized void keep(String text) {
        last.append(text);
        if (last.length() > KEPT)
            last.delete(0, last.length() - KEPT);
    }
}
