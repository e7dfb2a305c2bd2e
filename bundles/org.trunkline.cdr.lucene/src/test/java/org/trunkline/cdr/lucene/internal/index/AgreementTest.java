package org.trunkline.cdr.lucene.internal.index;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.LadderSteps;
import org.trunkline.query.QueryText;
import org.trunkline.query.record.RecordQuery;
import org.trunkline.testkit.CdrGenerator;

/** What the index finds for a search, and what the search says of each record without an index, are the same. */
class AgreementTest {
    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant NOW = START.plusSeconds(7_200);
    private static final List<String> FIXED = List.of("", "*:*", "mos:<3.5", "mos:*", "mos:[3 TO 4}", "loss:>1%", "jitter:>5ms",
            "pdd:>2s", "duration:>1m", "duration:[10s TO 2m]", "duration:*", "answered:yes", "-answered:true", "status:>=400",
            "status:4xx", "status:[200 TO 486}", "trunk:*", "-trunk:*", "codec:*", "cost:*", "cost:>0", "currency:*", "finding:*",
            "emergency:true", "ladder:*", "started:today", "started:[-1h TO now]", "started:<-90m", "from:*", "from:+46*", "to:07*",
            "number:*4?", "cause:busy", "cause:n*", "direction:(inbound OR internal)", "endedby:caller", "rejected:*", "origin:*",
            "started:today OR cause:busy", "-started:[-1h TO now]", "NOT (cause:busy OR mos:<3)", "peer:*", "peer:192*", "46", "busy");

    @TempDir
    Path dir;
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private List<Cdr> cdrs = List.of();

    private String any(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private String clause(int depth) {
        var cdr = cdrs.get(random.nextInt(cdrs.size()));
        String number = random.nextBoolean() ? cdr.from().normalised() : cdr.to().dialled();
        String part = number.substring(Math.min(number.length(), random.nextInt(4)));
        return switch (random.nextInt(depth > 2 ? 9 : 12)) {
            case 0 -> any("from:", "to:", "number:") + QueryText.quote(number);
            case 1 -> any("from:", "to:", "number:", "") + any("*", "") + part.replaceAll("[^0-9+]", "") + any("*", "?", "0*");
            case 2 -> cdr.trunk().map(trunk -> QueryText.clause(CdrField.TRUNK, trunk)).orElse("-trunk:*");
            case 3 -> QueryText.clause(CdrField.CAUSE, cdr.cause().code());
            case 4 -> cdr.legs().isEmpty() ? "peer:*" : QueryText.clause(CdrField.CALL_ID, cdr.legs().getFirst().sipCallId());
            case 5 -> cdr.legs().isEmpty() ? "peer:*" : QueryText.clause(CdrField.PEER, cdr.legs().getFirst().peer());
            case 6 -> "id:" + cdr.id();
            case 7 -> "started:" + any("<", ">", "<=", ">=") + cdr.startedAt();
            case 8 -> any(FIXED.subList(2, FIXED.size()).toArray(String[]::new));
            case 9 -> "(" + clause(depth + 1) + " OR " + clause(depth + 1) + ")";
            case 10 -> "(" + clause(depth + 1) + any(" ", " AND ") + clause(depth + 1) + ")";
            default -> any("-", "NOT ") + "(" + clause(depth + 1) + ")";
        };
    }

    @Test
    void theIndexAndOneRecordAtATimeAgree() throws Exception {
        var generator = new CdrGenerator(seed, START, 20);
        cdrs = Stream.generate(generator::next).limit(400).toList();
        try (var fixture = SearchFixture.of(dir, cdrs, NOW)) {
            int some = 0;
            for (int i = 0; i < 600; i++)
                some += agree(fixture, i < FIXED.size() ? FIXED.get(i) : clause(0));
            assertTrue(some > 200, "too few searches found some records and not others: " + some);
        }
    }

    private int agree(SearchFixture fixture, String query) throws Exception {
        var found = fixture.search.rows(new CdrQuery(query, Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 500)
                .items().stream().map(CdrRow::id).collect(toCollection(TreeSet::new));
        var alone = RecordQuery.compile(query, NOW, ZoneId.of("Europe/Stockholm"), List.of());
        var matching = new TreeSet<CallId>();
        for (var entry : cdrs)
            if (alone.matches(entry, steps(fixture, entry)))
                matching.add(entry.id());
        assertEquals(found, matching, "seed " + seed + ": " + query);
        return found.isEmpty() || found.size() == cdrs.size() ? 0 : 1;
    }

    private static LadderSteps steps(SearchFixture fixture, Cdr cdr) throws Exception {
        return fixture.search.ladder(cdr.id()).map(LadderSteps::of).orElse(LadderSteps.NONE);
    }
}
