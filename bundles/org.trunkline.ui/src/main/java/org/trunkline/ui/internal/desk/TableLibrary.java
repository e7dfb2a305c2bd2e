package org.trunkline.ui.internal.desk;

import java.net.URL;
import java.util.Enumeration;

import org.eclipse.core.runtime.Platform;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.LoggerFactory;

/**
 * The collections that the tables are built on: their factories look for the implementation once, when first touched,
 * by the class loader of the thread that touches them. A thread that has the right one touches them all beside the rest,
 * and the window waits. (Else a weaver has to rewrite each of their classes, while people wait for the window.)
 */
final class TableLibrary {
    private static final String API = "org.eclipse.collections.api";
    private static final String IMPLEMENTATION = "org.eclipse.collections.impl";

    private final Thread start = Thread.ofPlatform().name("desk-tables-start").daemon().unstarted(TableLibrary::touch);

    /** Returns at once. */
    static TableLibrary inBackground() {
        var library = new TableLibrary();
        library.start.start();
        return library;
    }

    private static void touch() {
        Bundle api = Platform.getBundle(API);
        Bundle implementation = Platform.getBundle(IMPLEMENTATION);
        if (api == null || implementation == null) {
            LoggerFactory.getLogger(TableLibrary.class).error("{} is missing: there will be no tables",
                    api == null ? API : IMPLEMENTATION);
            return;
        }
        Thread.currentThread().setContextClassLoader(implementation.adapt(BundleWiring.class).getClassLoader());
        Enumeration<URL> classes = api.findEntries("org/eclipse/collections/api/factory", "*s.class", true);
        while (classes.hasMoreElements())
            touch(api, className(classes.nextElement()));
    }

    private static String className(URL file) {
        return file.getPath().replaceFirst("^/", "").replaceFirst("\\.class$", "").replace('/', '.');
    }

    private static void touch(Bundle api, String name) {
        try {
            Class.forName(name, true, api.adapt(BundleWiring.class).getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            LoggerFactory.getLogger(TableLibrary.class).warn("{} cannot be loaded", name, e);
        }
    }

    void await() {
        try {
            start.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
