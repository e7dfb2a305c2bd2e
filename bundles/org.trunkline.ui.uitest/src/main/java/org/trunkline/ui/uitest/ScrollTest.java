package org.trunkline.ui.uitest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.Platform;
import org.eclipse.nebula.widgets.nattable.NatTable;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.Node;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.engine.port.record.CdrSink;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.EmbeddedNode;
import org.trunkline.ui.UiFreezes;
import org.trunkline.ui.search.CdrNavigator;

/** A table of many records of a real node, scrolled by the keyboard from end to end: nothing may stand still. */
class ScrollTest {
    private static final int CALLS = Integer.getInteger("test.scroll.calls");
    private static final int PRESSES = 300;
    /** The window system draws several presses at once. */
    private static final int FEWEST_PAINTS = 20;
    private static final String WHOLE = "org.trunkline.node";
    /** Of work: a busy machine may take the processor away for any time. */
    private static final Duration BOUND = Duration.ofSeconds(2);
    /** Of so many events one may work for longer than people take for at once; on a quiet machine none does. */
    private static final int SELDOM = 100;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final BundleContext context = FrameworkUtil.getBundle(ScrollTest.class).getBundleContext();
    private final CdrGenerator generator = new CdrGenerator(7, Instant.now().minus(Duration.ofDays(30)), 0.1);
    private Path data;
    private List<Alarm> failures = List.of();

    @BeforeEach
    void begin() throws IOException {
        data = Files.createTempDirectory("trunkline-scroll");
        System.setProperty("trunkline.data", data.toString());
        System.setProperty("trunkline.bind", "127.0.0.1");
        System.setProperty("trunkline.sip.port", "0");
        System.setProperty("trunkline.http.port", "0");
        System.setProperty("trunkline.node", "");
        service(EmbeddedNode.class).startAgain();
    }

    @AfterEach
    void end() throws BundleException {
        System.setProperty("trunkline.node", "off");
        Platform.getBundle(WHOLE).stop();
        Desk.perspective("operations");
        delete(data.toFile());
    }

    /** As far as it is there: what is stopping deletes and renames beside. */
    private static void delete(File file) {
        Optional.ofNullable(file.listFiles()).stream().flatMap(Stream::of).forEach(ScrollTest::delete);
        file.delete();
    }

    @Test
    void aTableOfManyCallsScrollsFromEndToEnd() {
        Node node = Desk.await("the embedded node", LONG, this::embedded);
        write();
        Desk.await(CALLS + " calls in the index", LONG, () -> Optional.of(node).filter(n -> found(n) >= CALLS));
        Desk.perspective("records");
        Desk.command(CdrNavigator.COMMAND, Map.of(CdrNavigator.QUERY, ""));
        NatTable table = Desk.find(NatTable.class, "all calls", t -> t.getRowCount() > 5
                && t.getUnderlyingLayerByPosition(1, 1) != null);
        Desk.ui(() -> table.setFocus());

        UiFreezes freezes = service(UiFreezes.class);
        freezes.restart();
        var paints = new Paints(table);
        press(table, SWT.ARROW_DOWN, SWT.NONE, 1);
        press(table, SWT.PAGE_DOWN, SWT.NONE, PRESSES);
        press(table, SWT.END, SWT.MOD1, 1);
        Desk.await("the oldest call", () -> lastCell(table).map(cell -> !cell.isBlank()).orElse(false));
        press(table, SWT.PAGE_UP, SWT.NONE, PRESSES);
        press(table, SWT.HOME, SWT.MOD1, 1);
        press(table, SWT.ARROW_DOWN, SWT.NONE, PRESSES);
        Desk.await("the newest calls", () -> lastCell(table).map(cell -> !cell.isBlank()).orElse(false));

        var figures = freezes.figures();
        Duration paint = paints.end();
        System.out.printf("scroll of %,d calls: %,d events, %d over %d ms, the longest %d ms, %d of them by work, at most %d ms; "
                + "%d paints, p95 of a paint %.1f ms of CPU%n", CALLS, figures.events(), figures.frozen(), UiFreezes.AT_ONCE.toMillis(),
                figures.longest().toMillis(), figures.working(), figures.mostWork().toMillis(), paints.nanos.size(), paint.toNanos() / 1e6);
        assertTrue(paint.compareTo(UiFreezes.AT_ONCE) < 0, "p95 of a paint " + paint);
        assertTrue(figures.events() > 3 * PRESSES, "the watchdog saw " + figures.events() + " events");
        assertTrue(figures.mostWork().compareTo(BOUND) < 0, "most work of an event " + figures.mostWork());
        assertTrue(figures.working() * SELDOM <= figures.events(), figures.working() + " events worked too long");
        Desk.picture("records-" + CALLS);
    }

    /** The CPU time of each paint of a table. */
    private static final class Paints {
        private final NatTable table;
        private final List<Long> nanos = new ArrayList<>(); // this and the next on the UI thread
        private long begun;
        private final Listener before = e -> begun = cpu();
        private final Listener after = e -> nanos.add(cpu() - begun);

        Paints(NatTable table) {
            this.table = table;
            Desk.ui(() -> {
                table.getDisplay().addFilter(SWT.Paint, before); // filters come before the table's own listeners
                table.addListener(SWT.Paint, after);
            });
        }

        private static long cpu() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        /** @return that of 95 in 100 */
        Duration end() {
            return Desk.ui(() -> {
                table.getDisplay().removeFilter(SWT.Paint, before);
                table.removeListener(SWT.Paint, after);
                assertTrue(nanos.size() > FEWEST_PAINTS, nanos.size() + " paints");
                return Duration.ofNanos(nanos.stream().sorted().toList().get(nanos.size() * 95 / 100));
            });
        }
    }

    /** A port that was free a moment ago may be taken: then another is tried, as a person would. */
    private Optional<Node> embedded() {
        find(ActiveNode.class).ifPresent(active -> {
            List<Alarm> now = active.state().failures();
            if (!now.isEmpty() && !now.equals(failures))
                active.retry();
            failures = now;
        });
        return find(Node.class);
    }

    private void write() {
        CdrSink sink = service(CdrSink.class);
        for (int i = 0; i < CALLS; i++) {
            Cdr cdr = generator.next();
            if (i % 1000 == 0)
                Desk.await("room in the journal", LONG, () -> Optional.of(sink).filter(CdrSink::accepting));
            sink.ended(cdr, new Ladder(cdr.id(), List.of()));
        }
    }

    private static long found(Node node) {
        try {
            var status = node.status();
            return status.recordsWritten() - status.recordsBehind();
        } catch (NodeUnavailableException e) {
            return 0;
        }
    }

    /** One key after the other, each painted before the next, as by somebody who holds it down. */
    private static void press(NatTable table, int key, int mask, int times) {
        for (int i = 0; i < times; i++)
            Desk.ui(() -> {
                var event = new Event();
                event.keyCode = key;
                event.stateMask = mask;
                table.notifyListeners(SWT.KeyDown, event);
                table.update();
            });
    }

    /** What stands in the second column of the lowest row in view. */
    private static Optional<String> lastCell(NatTable table) {
        Object value = table.getDataValueByPosition(1, table.getRowCount() - 1);
        return Optional.ofNullable(value).map(Object::toString);
    }

    private <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(context.getServiceReference(type)).map(context::getService);
    }

    private <T> T service(Class<T> type) {
        return Desk.await(type.getSimpleName(), LONG, () -> find(type));
    }
}
