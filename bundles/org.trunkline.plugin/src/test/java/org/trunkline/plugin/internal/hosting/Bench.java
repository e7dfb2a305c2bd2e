package org.trunkline.plugin.internal.hosting;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.trunkline.api.plugin.PluginStatus.Host;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.routing.RoutingPolicy;
import org.trunkline.testkit.Samples;

/** Measures what plug-ins cost. A program: run by hand. */
final class Bench {
    private Bench() {
    }

    public static void main(String[] args) throws Exception {
        try (var fixture = new HostingFixture(Files.createTempDirectory("bench"))) {
            for (var host : Host.values()) {
                long begun = System.nanoTime();
                var plugin = fixture.start(host.name().toLowerCase(java.util.Locale.ROOT), host, "fine");
                System.out.printf("%s: started in %d ms%n", host, (System.nanoTime() - begun) / 1_000_000);
                var id = host.name().toLowerCase(java.util.Locale.ROOT);
                calls(fixture.extension(id, RoutingPolicy.class), 4_000);
                calls(fixture.extension(id, RoutingPolicy.class), 5_000);
                records(fixture.extension(id, RecordConsumer.class));
                System.out.println("   " + plugin.cost());
                ProcessHandle.current().children().forEach(Bench::rss);
            }
        }
        System.exit(0);
    }

    private static void rss(ProcessHandle process) {
        try {
            System.out.println("   RSS " + Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(l -> l.startsWith("VmRSS") || l.startsWith("RssAnon") || l.startsWith("Threads")).toList()
                    + " cpu " + process.info().totalCpuDuration());
        } catch (Exception e) {
            System.out.println(e);
        }
    }

    private static Duration childrenCpu() {
        return ProcessHandle.current().children().map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static void calls(RoutingPolicy policy, int count) throws Exception {
        var os = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var question = HostingFixture.question();
        var times = new long[count];
        long failed = 0;
        long cpu = os.getProcessCpuTime();
        var children = childrenCpu();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            long next = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int n = i;
                pool.execute(() -> {
                    long t = System.nanoTime();
                    try {
                        policy.advise(question);
                        times[n] = System.nanoTime() - t;
                    } catch (RuntimeException e) {
                        times[n] = Long.MAX_VALUE;
                    }
                });
                next += 2_000_000; // 500 a second
                while (System.nanoTime() < next)
                    LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        double used = (os.getProcessCpuTime() - cpu) / 1e6 / count;
        double child = childrenCpu().minus(children).toNanos() / 1e6 / count;
        Arrays.sort(times);
        failed = Arrays.stream(times).filter(t -> t == Long.MAX_VALUE).count();
        System.out.printf("   advise at 500/s: p50 %.3f ms p99 %.3f ms; CPU per call %.3f ms here (pacing included) + %.3f ms there; failed %d%n",
                times[count / 2] / 1e6, times[(int) (count * 0.99)] / 1e6, used, child, failed);
    }

    private static void records(RecordConsumer consumer) throws Exception {
        var cdrs = IntStream.range(0, 2_000).mapToObj(i -> new RecordBatch.Entry(i + 1, i, Samples.cdr(i % 30), LadderSteps.NONE)).toList();
        var batch = new RecordBatch("main", cdrs, 2_000);
        for (int round = 0; round < 3; round++) {
            long begun = System.nanoTime();
            int batches = 30;
            for (int i = 0; i < batches; i++)
                consumer.consume(batch);
            System.out.printf("   %.0f records/s%n", batches * 2_000 / ((System.nanoTime() - begun) / 1e9));
        }
    }
}
