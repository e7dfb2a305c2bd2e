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
    private volatile Object kept = "";

    @Override
    public void start(BundleContext context) {
        var own = context.getServiceReference(PluginContext.class);
        fault = own == null ? "none" : context.getService(own).settings().getOrDefault("fault", "none");
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

    private void leakThreads() {
        for (int i = 0; i < 10_000; i++)
            Thread.ofPlatform().daemon().start(this::hang);
    }
}
