package org.trunkline.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;
import org.trunkline.api.node.Node;
import org.trunkline.http.internal.AdminServer;
import org.trunkline.remote.internal.HttpNodeConnector;
import org.trunkline.testkit.node.FakeNode;

/**
 * What one Enter in the desk's search box takes: until its first 200 rows are with the desk, and until all of the answer is; at
 * the node inside the desk, and at one that is asked over HTTP. The desk's own painting comes on top.
 */
final class Enter {
    private static final Set<CdrField> FACETS = EnumSet.of(CdrField.TRUNK, CdrField.CAUSE, CdrField.DIRECTION, CdrField.CODEC,
            CdrField.STATUS);
    private static final int ROWS = 200;
    private static final int BUCKETS = 96;
    private static final int ASKED = 200;
    private static final long WARM_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final double PART = 0.95;
    /** In milliseconds. */
    private static final double NEAR = 100;
    private static final double REMOTE = 150;

    private final Parts parts;
    private final Path data;
    private final Figures figures;
    private final AtomicInteger requests = new AtomicInteger();

    Enter(Parts parts, Path data, Figures figures) {
        this.parts = parts;
        this.data = data;
        this.figures = figures;
    }

    void run() throws Exception {
        parts.openIndex();
        Intake.await(parts, parts.log().lastSequence());
        var numbers = numbers(parts.search());
        var node = node();
        measure("at the node inside the desk", node.cdrs(), numbers, NEAR);
        var server = AdminServer.start(node, "127.0.0.1", 0, Files.createDirectories(data), failure -> {
            throw new IllegalStateException(failure.toString());
        });
        try (var remote = new HttpNodeConnector().connect(URI.create(server.url().orElseThrow().toString()),
                Files.readString(data.resolve("admin.token")).strip())) {
            measure("at a node over HTTP", remote.cdrs(), numbers, REMOTE);
        } finally {
            server.stop();
        }
    }

    private void measure(String where, CdrSearch search, List<String> numbers, double target) throws Exception {
        var random = new Random(7);
        for (long begun = System.nanoTime(); System.nanoTime() - begun < WARM_NANOS;)
            ask(search, text(random, numbers));
        requests.set(0);
        var rows = new ArrayList<Double>();
        var all = new ArrayList<Double>();
        for (int i = 0; i < ASKED; i++) {
            double[] took = ask(search, text(random, numbers));
            rows.add(took[0]);
            all.add(took[1]);
        }
        figures.atMost("rows of one Enter " + where + ", p95", p95(rows), "ms", target,
                String.format(Locale.ROOT, "all of its answer %.1f ms", p95(all)));
        figures.atMost("requests for one Enter " + where, (double) requests.get() / ASKED, "", 1, "");
    }

    /** What people ask, each time in words not seen before: a number, a hundredth, a tenth, all. */
    private static String text(Random random, List<String> numbers) {
        String unlike = " -trunk:bench" + random.nextLong(Long.MAX_VALUE);
        return switch (random.nextInt(4)) {
            case 0 -> "to:" + numbers.get(random.nextInt(numbers.size()));
            case 1 -> "cause:declined trunk:\"Carrier B\"" + unlike;
            case 2 -> "cause:busy" + unlike;
            default -> unlike.strip();
        };
    }

    /** @return milliseconds until the rows, and until the last part */
    private static double[] ask(CdrSearch search, String text) throws Exception {
        long begun = System.nanoTime();
        double rows = 0;
        try (var answer = search.search(new SearchRequest(Questions.query(text), CdrOrder.NEWEST_FIRST, ROWS, FACETS, Set.of(), BUCKETS))) {
            for (var part = answer.next(); part.isPresent(); part = answer.next())
                if (part.get() instanceof SearchPart.Rows)
                    rows = (System.nanoTime() - begun) / 1e6;
        }
        return new double[] { rows, (System.nanoTime() - begun) / 1e6 };
    }

    private static double p95(List<Double> times) {
        return times.stream().sorted().toList().get((int) Math.ceil(PART * times.size()) - 1);
    }

    private static List<String> numbers(CdrSearch search) throws Exception {
        return search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, 0, SearchRequest.MOST_ROWS).items().stream().map(row -> row.to())
                .filter(number -> number.startsWith("+")).distinct().toList();
    }

    /** A node that has nothing but these records; what is asked of them is counted. */
    private Node node() {
        var rest = new FakeNode();
        var search = proxy(CdrSearch.class, parts.search(), _ -> {
            requests.incrementAndGet();
            return null;
        });
        return proxy(Node.class, rest, method -> method.equals("cdrs") ? search : null);
    }

    /** Calls which the function answers, or where it does not, the real one. */
    private static <T> T proxy(Class<T> type, T real, Function<String, Object> first) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (_, method, args) -> {
            var own = first.apply(method.getName());
            if (own != null)
                return own;
            try {
                return method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
