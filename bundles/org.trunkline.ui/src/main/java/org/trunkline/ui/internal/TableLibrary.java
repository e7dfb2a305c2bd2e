package org.trunkline.ui.internal;

/**
 * The collections that the tables are built on: their implementation registers itself as hundreds of services when its
 * bundle is started, and a table made before that is broken. So it is started beside the rest, and the window waits.
 */
final class TableLibrary {
    private final Thread start = Thread.ofPlatform().name("desk-tables-start").daemon()
            .unstarted(() -> new BundleStart().accept("org.eclipse.collections.impl"));

    /** Returns at once. */
    static TableLibrary inBackground() {
        var library = new TableLibrary();
        library.start.start();
        return library;
    }

    void await() {
        try {
            start.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
