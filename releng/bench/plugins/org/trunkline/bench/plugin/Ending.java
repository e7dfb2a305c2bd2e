package org.trunkline.bench.plugin;

/** Ends the process; apart, because an archive that runs inside the node may not hold such code. */
final class Ending {
    private Ending() {
    }

    static void end() {
        System.exit(3);
    }
}
