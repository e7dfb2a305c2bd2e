package org.trunkline.ui.cdr.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.AttributeCounts;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSummary.Count;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.node.FakeNode;

class AddedCountsTest {
    private final FakeNode node = new FakeNode();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<List<AttributeCounts>> shown = new ArrayList<>();
    private final AddedCounts counts = new AddedCounts((task, done) -> waiting.add(() -> {
        try {
            done.accept(task.run(node, new NullProgressMonitor()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }));

    @BeforeEach
    void someCalls() {
        var calls = new CdrGenerator(1, Instant.parse("2026-03-01T11:00:00Z"), 0.1);
        node.cdrs().declare(new AttributeAbout("customer", Attribute.Type.TEXT, Map.of("en", "Customer"), true, "com.example.crm"));
        for (String customer : List.of("Acme AB", "Bolt", "Bolt")) {
            Cdr call = calls.next();
            node.cdrs().add(call.with(call.marks().withAttributes(List.of(new Attribute("customer", Attribute.Type.TEXT, customer,
                    "com.example.crm")))));
        }
    }

    private static CdrQuery query(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.of(Instant.parse("2026-03-01T11:00:00Z").plus(Duration.ofDays(1))));
    }

    private void all() {
        while (!waiting.isEmpty())
            waiting.poll().run();
    }

    @Test
    void nothingIsAskedWhereNoFieldIsCounted() {
        counts.ask(query(""), shown::add);
        assertEquals(0, waiting.size());
    }

    @Test
    void theOtherValuesOfAFieldThatIsAskedForStayInView() {
        counts.of(Set.of("customer"));
        counts.ask(query("customer:Bolt"), shown::add);
        all();
        assertEquals(List.of(List.of(new AttributeCounts("customer", List.of(new Count("Acme AB", 1), new Count("Bolt", 2))))), shown);
    }

    @Test
    void countsOfAnEarlierSearchAreNotShown() {
        counts.of(Set.of("customer"));
        counts.ask(query(""), shown::add);
        counts.ask(query("customer:nobody"), shown::add);
        all();
        assertEquals(1, shown.size());
    }
}
