package org.trunkline.bench.plugin;


import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.spi.routing.RoutingQuestion;

/**
 * A routing policy that leaves calls as they are, or misbehaves from the moment that its setting {@code fault} names a
 * fault. Loaded into a packaged node by bench-plugins.sh.
 */
public final class Policy implements BundleActivator, RoutingPolicy {
    private volatile String fault = "none";
    private volatile java.nio.file.Path folder = java.nio.file.Path.of(".");
    private volatile Object kept = "";

    @Override
    public void start(BundleContext context) {
        var own = context.getServiceReference(PluginContext.class);
        if (own != null) {
            fault = context.getService(own).settings().getOrDefault("fault", "none");
            folder = context.getService(own).folder();
        }
        context.registerService(RoutingPolicy.class, this, null);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework takes the service back
    }

    @Override
    public RoutingAdvice advise(RoutingQuestion question) {
        switch (fault) {
            case "throws" -> throw new IllegalStateException("on purpose");
            case "linkage" -> throw new NoClassDefFoundError("com/example/Missing");
            case "hangs" -> hang();
            case "loops" -> loop();
            case "allocates" -> allocate();
            case "threads" -> leakThreads();
            case "deadlocks" -> deadlock();
            case "fills" -> fill();
            case "exits" -> Ending.end();
            case "nonsense" -> {
                return RoutingAdvice.order(java.util.Collections.nCopies(1_000_000, "nobody"), "on purpose");
            }
            default -> {
            }
        }
        return RoutingAdvice.none();
    }

    private void hang() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            hang();
        }
    }

    private void loop() {
        long turns = 0;
        while (!fault.isEmpty())
            turns++;
        kept = turns;
    }

    private void allocate() {
        var all = new java.util.ArrayList<byte[]>();
        while (!fault.isEmpty()) {
            all.add(new byte[1 << 20]);
            kept = all;
        }
    }

    private void deadlock() {
        var a = new Object();
        var b = new Object();
        synchronized (a) {
            var held = new java.util.concurrent.CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() -> {
                synchronized (b) {
                    held.countDown();
                    synchronized (a) {
                        kept = b;
                    }
                }
            });
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (b) {
                kept = a;
            }
        }
    }

    private void fill() {
        try {
            for (int i = 0; i < 64; i++)
                java.nio.file.Files.write(folder.resolve("f" + i), new byte[1 << 20]);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void leakThreads() {
        for (int i = 0; i < 10_000; i++)
            Thread.ofPlatform().daemon().start(this::hang);
    }
}
