package org.trunkline.bench.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;

/**
 * Counts all records from the oldest on. Writes into its folder how many there were, how many of them came after the first
 * batch, and in how many nanoseconds.
 */
public final class Counter implements BundleActivator, RecordConsumer {
    private Path folder = Path.of(".");
    private String name = "";
    private long begun;
    private long before;
    private long count;

    @Override
    public void start(BundleContext context) {
        var own = context.getService(context.getServiceReference(PluginContext.class));
        folder = own.folder();
        name = own.id().replace('.', '-');
        context.registerService(RecordConsumer.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the service back
    }

    @Override
    public String name() {
        return name; // the node keeps an offset by it
    }

    @Override
    public StartAt startAt() {
        return StartAt.OLDEST;
    }

    @Override
    public void consume(RecordBatch batch) throws ExtensionException {
        count += batch.entries().size();
        if (before == 0) {
            before = count;
            begun = System.nanoTime();
        }
        try {
            Files.writeString(folder.resolve("count"), count + " " + (count - before) + " " + (System.nanoTime() - begun));
        } catch (IOException e) {
            throw new ExtensionException("the count cannot be written: " + e.getMessage(), true, e);
        }
    }
}
