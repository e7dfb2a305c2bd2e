package org.trunkline.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.SearchPart;
import org.trunkline.api.cdr.SearchRequest;

/** What is asked of all records, as the search service and as PostgreSQL understand it. */
final class Questions {
    static final Set<CdrField> FACETS = EnumSet.of(CdrField.TRUNK, CdrField.CAUSE, CdrField.STATUS, CdrField.DIRECTION,
            CdrField.CODEC);
    static final int BUCKETS = 60;
    private static final int PAGES = 500;
    private static final String NOBODY = " -trunk:bench";

    private Questions() {}

    static CdrQuery query(String text) {
        return new CdrQuery(text, Optional.empty(), Optional.empty());
    }

    private static void page(CdrSearch search, String text, long offset) throws Exception {
        search.rows(query(text), CdrOrder.NEWEST_FIRST, offset, 100);
    }

    /** Until the figures are there: facets that the text asks values of follow, counted over ten times as many records. */
    private static void counted(CdrSearch search, String text) throws Exception {
        try (var answer = search.search(new SearchRequest(query(text), CdrOrder.NEWEST_FIRST, 100, FACETS, Set.of(), BUCKETS))) {
            var part = answer.next();
            while (part.isPresent() && !(part.get() instanceof SearchPart.Figures))
                part = answer.next();
        }
    }

    /** @param stored records @param ladders records that have one */
    static List<Question> of(CdrSearch search, long stored, int ladders) throws Exception {
        var numbers = numbers(search, stored);
        String facets = " group by grouping sets ((trunk), (cause), (status), (direction), (codec), (width_bucket("
                + "extract(epoch from started), " + RecordsBench.START.getEpochSecond() + ", "
                + (RecordsBench.START.getEpochSecond() + RecordsBench.DAYS * 86_400) + ", 60)))";
        String counts = "select count(*), trunk, cause, status, direction, codec from cdr where ";
        String latest = "select * from cdr where ";
        String hundred = " order by started desc limit 100";
        return List.of(
                new Question("exact number, latest 100", 2, r -> page(search, "to:" + any(numbers, r), 0),
                        r -> new String[] { latest + "to_number = '" + any(numbers, r) + "'" + hundred }),
                new Question("number by its end, latest 100", 5,
                        r -> page(search, "to:*" + end(any(numbers, r)), 0),
                        r -> new String[] { latest + "to_number like '%" + end(any(numbers, r)) + "'" + hundred }),
                new Question("number by any part, latest 100", 5,
                        r -> page(search, "to:*" + middle(any(numbers, r)) + "*", 0),
                        r -> new String[] { latest + "to_number like '%" + middle(any(numbers, r)) + "%'" + hundred }),
                new Question("filter of 1%, page, counts and histogram of what it finds", 5, r -> counted(search,
                        "cause:declined trunk:\"Carrier B\"" + unlike(r)), _ -> new String[] { latest + "cause = 'declined' and trunk = 'Carrier B'" + hundred,
                        counts + "cause = 'declined' and trunk = 'Carrier B'" + facets }),
                new Question("  and the two facets asked about, as if they were not", 30, r -> {
                    String text = "cause:declined trunk:\"Carrier B\"" + unlike(r);
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[0]),
                new Question("filter of 10%, page, 5 facets, histogram", 12, r -> {
                    String text = "cause:busy" + unlike(r);
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[] { latest + "cause = 'busy'" + hundred, counts + "cause = 'busy'" + facets }),
                new Question("all, page, 5 facets, histogram, by a text not seen before", 15, r -> {
                    String text = unlike(r).strip();
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[] { latest + "true" + hundred, counts + "true" + facets }),
                new Question("all but one cause, the same, each record counted", 15, r -> {
                    String text = "-cause:timeout" + unlike(r);
                    page(search, text, 0);
                    search.summarize(query(text), FACETS, BUCKETS);
                }, _ -> new String[] { latest + "cause <> 'timeout'" + hundred, counts + "cause <> 'timeout'" + facets }),
                new Question("all, 5 facets, histogram, counts kept", 1,
                        _ -> search.summarize(CdrQuery.ALL, FACETS, BUCKETS), _ -> new String[0]),
                new Question("ASR, ACD, p95 PDD by trunk and hour over 30 days", 40,
                        _ -> search.trunkPeriods(CdrQuery.ALL, Duration.ofHours(1)),
                        _ -> new String[] { "select trunk, date_trunc('hour', started), count(*), avg(answered::int),"
                                + " avg(duration_ms), percentile_disc(0.95) within group (order by pdd_ms) from cdr"
                                + " group by 1, 2" }),
                new Question("page 10,000 of a result (or the middle)", 2, r -> page(search, "answered:true",
                        Math.min(1_000_000, stored / 4) - 100L * r.nextInt(10)), r -> new String[] { latest + "answered"
                                + " order by started desc offset " + (Math.min(1_000_000, stored / 4) - 100L * r.nextInt(10))
                                + " limit 100" }),
                new Question("ladder sequence with a gap, over " + ladders + " ladders", 300,
                        r -> page(search, "ladder:\"180 then no 200 within " + (10_000 + r.nextInt(20_000)) + "ms\"", 0),
                        _ -> new String[0]));
    }

    /** Many, and each once: far more than there is room for what they find, so that it is sought each time. */
    private static List<String> numbers(CdrSearch search, long stored) throws Exception {
        var numbers = new LinkedHashSet<String>();
        for (int i = 0; i < PAGES; i++)
            search.rows(CdrQuery.ALL, CdrOrder.NEWEST_FIRST, i * (stored / PAGES), 5).items()
                    .forEach(row -> numbers.add(row.to()));
        return List.copyOf(numbers);
    }

    private static String any(List<String> numbers, Random random) {
        return numbers.get(random.nextInt(numbers.size()));
    }

    private static String end(String number) {
        return number.substring(Math.max(0, number.length() - 5));
    }

    private static String middle(String number) {
        return number.substring(Math.max(0, number.length() - 8), Math.max(0, number.length() - 2));
    }

    /** Makes no difference to what is found, but to what is remembered. */
    private static String unlike(Random random) {
        return NOBODY + random.nextLong(Long.MAX_VALUE);
    }
}
