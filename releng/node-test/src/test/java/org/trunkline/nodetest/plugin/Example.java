package org.trunkline.nodetest.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** What a third party drops into the node: says that it was started. */
public final class Example implements BundleActivator {
    @Override
    public void start(BundleContext context) throws IOException {
        Files.createFile(Path.of(context.getProperty("trunkline.data")).resolve("example.started"));
    }

    @Override
    public void stop(BundleContext context) {
        // nothing to undo
    }
}
