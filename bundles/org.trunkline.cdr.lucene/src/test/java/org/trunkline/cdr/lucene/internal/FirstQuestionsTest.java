package org.trunkline.cdr.lucene.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.testkit.Await;
import org.trunkline.testkit.CdrGenerator;
import org.trunkline.testkit.MemoryRecordLog;

/** The index is asked before anybody does. */
class FirstQuestionsTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    Path dir;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Test
    void allAreUnderstoodAndAsked() throws Exception {
        var records = new CdrGenerator(1, START, 20);
        try (var fixture = SearchFixture.of(dir, Stream.generate(records::next).limit(200).toList(), START);
                var _ = new FirstQuestions(counted(fixture.search), 0)) {
            Await.until("all are asked", () -> asked.get() >= 18);
            assertEquals(0, failed.get());
        }
    }

    @Test
    void nothingIsAskedOnceClosed() throws Exception {
        try (var fixture = new SearchFixture(dir, new MemoryRecordLog("none"), START, SearchFixture.EAGER)) {
            new FirstQuestions(counted(fixture.search), 60_000).close();
            assertEquals(0, asked.get());
            assertTrue(fixture.indexer.trouble().isEmpty());
        }
    }

    private CdrSearch counted(CdrSearch search) {
        return (CdrSearch) Proxy.newProxyInstance(CdrSearch.class.getClassLoader(), new Class<?>[] { CdrSearch.class },
                (_, method, args) -> {
                    asked.incrementAndGet();
                    try {
                        return method.invoke(search, args);
                    } catch (InvocationTargetException e) {
                        failed.incrementAndGet();
                        throw e.getCause();
                    }
                });
    }
}
