package org.trunkline.cdr.lucene.internal;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch.Completion;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.cdr.lucene.internal.index.SearchFixture;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Origin;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.quality.StreamReport;

/** Queries over a handful of records that are known by a letter; answers are the letters, oldest first. */
class QueryLanguageTest {
    /** Noon of a Monday in Stockholm. */
    private static final Instant NOW = Instant.parse("2026-03-02T11:00:00Z");

    @TempDir
    static Path dir;
    private static SearchFixture fixture;
    private static final Map<CallId, String> NAMES = new HashMap<>();

    @BeforeAll
    static void index() throws Exception {
        var all = new ArrayList<Cdr>();
        // a: today 09:00 local, answered 90 s
        all.add(call("a", "2026-03-02T08:00:00Z").from("4711", "+46850014711").to("0701234567", "+46701234567")
                .trunk("Telia A").talk(Duration.ofSeconds(90)).pdd(1_200).mos(4.2, 0.001, 5).codec("PCMA")
                .transferredBy("Bertil").found("echo-heard").cdr());
        // b: today, busy at the carrier
        all.add(call("b", "2026-03-02T09:15:30Z").from("4712", "+46850014712").to("0737654321", "+46737654321")
                .trunk("Telia A").ended(Cause.BUSY, 486, EndedBy.CALLEE).pdd(3_500).forwarded()
                .advised("quiet", PolicyAdvice.Verdict.NONE).advised("acme.guard", PolicyAdvice.Verdict.REJECTED)
                .advised("acme.guard", PolicyAdvice.Verdict.HANDED_OVER).cdr());
        // c: yesterday, inbound, long, bad
        all.add(call("c", "2026-03-01T10:00:00Z").from("493012345678", "+493012345678").to("4711", "+46850014711")
                .direction(Direction.INBOUND).trunk("Carrier B").talk(Duration.ofMinutes(75)).mos(2.9, 0.08, 60)
                .codec("G729").cdr());
        // d: a week ago, caps
        all.add(call("d", "2026-02-23T12:00:00Z").from("4711", "+46850014711").to("+16505550123", "+16505550123")
                .ended(Cause.CALLS_CAP, 503, EndedBy.NODE)
                .candidate("Carrier B", Verdict.PASSED_OVER, Reason.CALLS_CAP).cdr());
        // e: a month ago, internal between names
        all.add(call("e", "2026-02-02T07:30:00Z").from("anna", "").to("bertil.ek", "").direction(Direction.INTERNAL)
                .talk(Duration.ofSeconds(12)).mos(4.4, 0, 2).codec("opus").cdr());
        // f: 30 minutes ago, cancelled, failed over
        all.add(call("f", "2026-03-02T10:30:00Z").from("anna", "+46850014999").to("0701234567", "+46701234567")
                .trunk("Backup").ended(Cause.CANCELLED, 487, EndedBy.CALLER)
                .candidate("Telia A", Verdict.FAILED, Reason.TIMEOUT).pdd(6_000).cdr());
        // g: transit, odd characters
        all.add(call("g", "2026-03-02T10:45:00Z").from("*31#4711", "").to("004670999", "").trunk("Ö \"x\" AB")
                .direction(Direction.TRANSIT).ended(Cause.NO_ANSWER, 408, EndedBy.NODE).cdr());
        fixture = SearchFixture.of(dir, all, NOW);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static String found(String query) throws Exception {
        var page = fixture.search.rows(new CdrQuery(query, Optional.empty(), Optional.empty()),
                new CdrOrder(CdrField.STARTED, false), 0, 500);
        return page.items().stream().map(r -> NAMES.get(r.id())).sorted().collect(joining());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                              | abcdefg
            *:*                             | abcdefg
            from:4711                       | ad
            from:*4711                      | adg
            from:*711                       | adg
            from:4711*                      | ad
            from:47*                        | abd
            from:*471*                      | abdg
            from:+46850014711               | ad
            from:46850014711                | ad
            from:0046850014711              | ad
            from:"+46 8 500 147 11"         | ad
            from:+46 8 500*                 | abdf
            from:+46850014???               | abdf
            from:+4685?0147*                | abd
            from:0850014711                 | ad
            from:anna                       | ef
            from:ANNA                       | ef
            from:an*                        | ef
            from:*nn*                       | ef
            from:\\*31*                     | g
            to:+4670*                       | af
            to:004670*                      | afg
            to:+46 70 123 45 67             | af
            to:"+46 (0)70 123 45 67"        | af
            to:+46 (0)70 123 45 67          | af
            to:+46(0)701234567              | af
            +46 (0)70-123 45 67 from:anna   | f
            to:0046 (0)70 123 45 67         | af
            to:(070) 123 45 67              | af
            (070) 123 45 67                 | af
            (070) 123 45* from:anna         | f
            to:*123 45 67                   | af
            *23 45 67 from:anna             | f
            0046701234567                   | af
            08-500 147 11                   | acd
            to:08-500 147 11                | c
            to:sweden                       | abcf
            to:SVERIGE                      | abcf
            to:瑞典                          | abcf
            to:"Swedia"                     | abcf
            -to:sverige                     | deg
            from:germany                    | c
            number:tyskland to:sweden       | c
            to:usa                          | d
            to:"united states"              | d
            to:canada                       | ``
            from:anna OR to:usa             | def
            00467012345                     | af
            (4711) anna                     | ``
            to:"070-123 45 67"              | af
            0850014711                      | acd
            08-500 147 11                   | acd
            from:085001*                    | abdf
            to:*0123                        | d
            to:bertil.ek                    | e
            to:004670999                    | g
            number:4711                     | acd
            number:*4711*                   | acdg
            NUMBER:4711                     | acd
            4711                            | acdg
            4711 OR anna                    | acdefg
            anna                            | ef
            telia                           | ab
            busy                            | b
            "Telia A"                       | ab
            trunk:"Telia A"                 | ab
            trunk:"telia a"                 | ab
            trunk:telia*                    | ab
            trunk:*b*                       | cfg
            trunk:*                         | abcfg
            -trunk:*                        | de
            trunk:"Ö \\"x\\" AB"            | g
            cause:busy                      | b
            cause:BUSY                      | b
            cause:(busy OR cancelled)       | bf
            cause:(busy cancelled)          | ``
            cause:no_answer                 | g
            cause:no-answer                 | g
            cause:no*                       | aceg
            NOT cause:normal                | bdfg
            -cause:normal                   | bdfg
            !cause:normal                   | bdfg
            cause:normal AND NOT trunk:*    | e
            cause:normal -trunk:*           | e
            trunk:"Telia A" AND NOT cause:normal | b
            +cause:busy                     | b
            (cause:busy OR status:487) AND from:anna | f
            cause:busy OR status:487 from:anna | bf
            status:486                      | b
            status:4xx                      | bfg
            status:>=500                    | d
            status:<300                     | ace
            status:>4xx                     | d
            status:>4*                      | d
            status:4*                       | bfg
            status:<=4x                     | abcefg
            started:<2026-03-02T23:59:59.999+14:00 | abcde
            status:[400 TO 487]             | bfg
            status:[400 TO 487}             | bg
            direction:inbound               | c
            endedby:caller                  | acef
            codec:pcma                      | a
            codec:(g729 OR opus)            | ce
            answered:true                   | ace
            answered:no                     | bdfg
            rejected:calls-cap              | d
            rejected:cps                    | ``
            rejected:calls                  | d
            rejected:timeout                | f
            origin:forward-busy             | b
            origin:forward_busy             | b
            origin:forward*                 | b
            origin:*                        | b
            policy:acme.guard               | b
            policy:acme*                    | b
            -policy:quiet                   | abcdefg
            policy:*                        | b
            advice:rejected                 | b
            advice:handed_over              | b
            advice:*                        | b
            emergency:true                  | ``
            finding:callee-silent           | ace
            finding:no-audio                | ``
            finding:* duration:>1h          | c
            finding:echo-heard              | a
            finding:echo*                   | a
            finding:Echo_Heard              | a
            finding:nobody-found-this       | ``
            -finding:echo-heard finding:callee-silent | ce
            emergency:no cause:busy         | b
            peer:bertil                     | a
            ladder:*                        | abcdefg
            ladder:"INVITE 486"             | b
            ladder:"INVITE 180 200 BYE"     | ``
            ladder:"1xx then 4xx" -cause:busy | fg
            duration:>1h                    | c
            duration:>=90s                  | ac
            duration:>90s                   | c
            duration:<1m                    | e
            duration:90                     | a
            duration:1m30s                  | a
            duration:[10s TO 2m]            | ae
            duration:{12s TO 2m]            | a
            duration:[* TO 1h]              | ae
            duration:*                      | ace
            pdd:>3s                         | bf
            pdd:[3s TO *]                   | bf
            pdd:3500ms                      | b
            mos:<3.5                        | c
            mos:>=4.2                       | ae
            mos:bad                         | c
            mos:Good                        | ae
            mos:4.2                         | a
            mos:[2 TO 3]                    | c
            loss:>1%                        | c
            loss:>0.01                      | c
            jitter:>50ms                    | c
            jitter:<=5                      | ae
            started:today                   | abfg
            started:yesterday               | c
            started:2026-03-01              | c
            started:2026-03-02T09           | a
            started:"2026-03-02 09:00"      | a
            started:2026-03-02T08:00:00Z    | a
            started:[-7d TO now]            | abcdfg
            started:[-6d TO now]            | abcfg
            started:>-1h                    | fg
            started:<2026-02-23             | e
            started:<=2026-02-23            | de
            started:[2026-02-23 TO 2026-03-01] | cd
            started:>=2026-03-01 cause:normal | ac
            NOT started:today               | cde
            started:today OR cause:calls-cap | abdfg
            peer:10.0.0.1                   | abcdefg
            peer:192.0.2.*                  | abcdefg
            callid:a-leg-1                  | a
            id:*                            | abcdefg
            """)
    void finds(String query, String expected) throws Exception {
        assertEquals(expected, found(query), query);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trnk:telia                 | 0  | trunk:telia
            cause:busy AND form:4711   | 15 | cause:busy AND from:4711
            stated:today               | 0  | started:today
            xyzzy:1                    | 0  | 1
            sip:anna                   | 0  | anna
            cause:bussy                | 6  | cause:busy
            cause:(busy OR canceled)   | 15 | cause:(busy OR cancelled)
            direction:inbuond          | 10 | direction:inbound
            status:abc                 | 7  | status:4xx
            status:777                 | 7  | status:4xx
            duration:>1x               | 10 | duration:>90s
            duration:[10s TO soon]     | 17 | duration:[10s TO 90s]
            duration:[10s 2m]          | 14 | duration:[10s TO 2m]
            duration:[10s              | 13 | duration:[10s TO *]
            duration:[10s ]            | 14 | duration:[10s  TO *]
            duration:[10s TO           | 9  | duration:[10s TO *]
            duration:[                 | 9  | duration:[ * TO *]
            duration:[]                | 10 | duration:[ * TO *]
            pdd:[TO 5s]                | 5  | pdd:[* TO 5s]
            started:[today TO]         | 17 | started:[today TO *]
            duration:[10s TO 2m        | 9  | duration:[10s TO 2m]
            mos:<good                  | 5  | mos:<3.5
            started:tomorow            | 8  | started:today
            started:yest               | 8  | started:yesterday
            started:2026-13-01         | 8  | started:today
            answered:maybe             | 9  | answered:true
            trunk:"Telia A             | 6  | trunk:"Telia A"
            (cause:busy                | 0  | (cause:busy)
            cause:busy)                | 10 | cause:busy
            cause:busy AND             | 14 | cause:busy
            cause:                     | 6  | cause:*
            duration:>                 | 10 | duration:>90s
            mos:<                      | 5  | mos:<3.5
            cost:>much                 | 6  | cost:>10
            cause:bussy form:1         | 12 | cause:busy from:1
            OR cause:busy              | 0  | cause:busy
            AND busy                   | 0  | busy
            busy AND OR telia          | 9  | busy AND telia
            busy OR                    | 7  | busy
            (busy OR ) telia           | 9  | (busy) telia
            busy )( telia              | 5  | busy ( telia)
            ()                         | 1  | ``
            busy ()                    | 6  | busy
            from:>4711                 | 6  | from:4711
            trunk:[a TO b]             | 7  | ``
            callid:abc*                | 7  | callid:abc
            id:01H*                    | 3  | id:01H
            rejected:foo               | 9  | rejected:*
            ladder:"INVITE within"     | 21 | ladder:"INVITE within 60s"
            ladder:"INVITE then foo"   | 20 | ladder:"INVITE then "
            ladder:"183 no"            | 14 | ladder:"183 no 200"
            ladder:"foo"               | 8  | ladder:"INVITE 183 CANCEL"
            ladder:"within 60s INVITE" | 8  | ladder:"INVITE within 60s INVITE"
            origin:forward-bussy       | 7  | origin:forward-busy
            ladder:"INVITE 183 CANCLE" | 19 | ladder:"INVITE 183 CANCEL"
            cause:busy ]               | 11 | cause:busy
            busy~                      | 4  | busy
            busy^2 telia               | 4  | busy telia
            "Telia A"~2                | 9  | "Telia A"
            started:+999999999-12-31T23:59:59Z | 8 | started:today
            number:*1*2*3*4*5*6*7*8*9*0*1*2*3*4*5*6*7*8* | 40 | number:*1*2*3*4*5*6*7*8*9*0*1*2*3*4*5*6*
            +1?2?3?4?5?6?7?8?9?0?1?2?3?4?5?6?7 busy | 33 | +1?2?3?4?5?6?7?8?9?0?1?2?3?4?5?6?* busy
            """)
    void anErrorPointsAtTheCharacterAndSuggestsTheMend(String query, int position, String suggestion) {
        var wrong = assertThrows(QueryException.class, () -> found(query));
        assertEquals(position, wrong.position(), wrong.getMessage());
        assertEquals(suggestion, wrong.suggestion().orElse(""), wrong.getMessage());
        if (!suggestion.isEmpty())
            assertDoesNotThrow(() -> found(suggestion));
    }

    @Test
    void whatWouldRunAwayIsRefused() throws Exception {
        assertThrows(QueryException.class, () -> found("(".repeat(100) + "a" + ")".repeat(100)));
        assertThrows(QueryException.class, () -> found("a ".repeat(2_000)));
        assertThrows(QueryException.class, () -> found("a".repeat(400_001)));
        found("a".repeat(20_000)); // a long word is but a word
        assertThrows(QueryException.class, () -> found("-".repeat(100) + "a"));
    }

    @Test
    void anyTextIsFoundOrRefusedButNeverBreaks() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var pieces = List.of("from:", "cause:", "(", ")", "\"", "[", "]", "{", " TO ", "*", "?", "+", "-", "\\", " AND ",
                " OR ", "NOT ", "busy", "4711", ":", ">", "<=", "1h", "today", "\u0000", "å", "\ud83d\ude00", " ",
                "started:", "duration:", "status:", "mos:", "99999999999999999999", "-7d", "!", "&&", "||", "/", "callid:");
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--)
                text.append(pieces.get(random.nextInt(pieces.size())));
            String query = text.toString();
            try {
                found(query);
            } catch (QueryException e) {
                assertTrue(e.position() >= 0 && e.position() <= query.length(), query);
                assertDoesNotThrow(() -> found(e.suggestion().orElse("")), () -> "suggested for: " + query);
            } catch (RuntimeException e) {
                throw new AssertionError("broke on: " + query, e);
            }
            int caret = random.nextInt(query.length() + 1);
            for (var completion : fixture.search.complete(query, caret))
                assertTrue(completion.start() <= caret && completion.end() >= caret
                        && completion.end() <= query.length(), query);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                     | id:
            tr                     | trunk:
            fro                    | from:
            cause:busy du          | cause:busy duration:
            cause:                 | cause:normal
            cause:b                | cause:busy
            cause:(busy OR can     | cause:(busy OR cancelled
            trunk:te               | trunk:"Telia A"
            trunk:"Tel             | trunk:"Telia A"
            -trunk:b               | -trunk:Backup
            direction:             | direction:outbound
            started:               | started:today
            duration:              | duration:>1m
            from:471               | from:4711
            answered:              | answered:true
            rejected:              | rejected:calls-cap
            codec:                 | codec:G729
            status:4               | status:408
            cause:busy a           | cause:busy answered:
            (caus                  | (cause:
            ladder:                | ladder:"INVITE 183 CANCEL"
            ladder:"               | ladder:"INVITE 183 CANCEL"
            ladder:"INV            | ladder:"INVITE
            ladder:"INVITE can     | ladder:"INVITE CANCEL
            ladder:"INVITE 18      | ladder:"INVITE 180
            ladder:"183 th         | ladder:"183 then
            ladder:"183 then n     | ladder:"183 then no
            `ladder:"183 no 200 within ` | ladder:"183 no 200 within 500ms
            ladder:("INVITE 486" OR "by | ladder:("INVITE 486" OR "BYE
            """)
    void completesAtTheCaret(String text, String completed) throws Exception {
        var first = fixture.search.complete(text, text.length()).getFirst();
        assertEquals(completed, text.substring(0, first.start()) + first.insert() + text.substring(first.end()));
    }

    @Test
    void completesAStepInTheMiddleOfASequence() throws Exception {
        var steps = fixture.search.complete("ladder:\"INV 183 CANCEL\" busy", 11);
        assertEquals(List.of(new Completion(8, 11, "INVITE", "INVITE")), steps);
        assertEquals(new Completion(15, 16, "CANCEL", "CANCEL"), fixture.search.complete("ladder:\"INVITE C\" busy", 16).getFirst());
    }

    @Test
    void namesOfCountriesAreOfferedWhereNumbersAre() throws Exception {
        assertEquals(List.of(new Completion(3, 6, "Sweden", "Sweden")), fixture.search.complete("to:swe AND trunk:x", 6));
        assertEquals(List.of("Österrike"), fixture.search.complete("from:oste", 9).stream().map(Completion::insert).toList());
        assertEquals(List.of("瑞典", "瑞士"), fixture.search.complete("to:瑞", 4).stream().map(Completion::insert).sorted().toList());
        assertTrue(fixture.search.complete("to:\"united st", 13).contains(new Completion(3, 13, "\"United States\"", "United States")));
        assertEquals(List.of(), fixture.search.complete("to:s", 4), "one letter begins too many");
    }

    @Test
    void completesInTheMiddleAndTellsHowOften() throws Exception {
        var completions = fixture.search.complete("cause:no AND from:4711", 8);
        assertEquals(new Completion(6, 8, "normal", "normal  (3)"), completions.getFirst());
        assertTrue(completions.size() <= 20);
    }

    private static Call call(String name, String started) {
        return new Call(name, Instant.parse(started));
    }

    /** A record, made word by word. */
    private static final class Call {
        private final String name;
        private final Instant start;
        private Direction direction = Direction.OUTBOUND;
        private Party from = Party.of("");
        private Party to = Party.of("");
        private Optional<String> trunk = Optional.empty();
        private Cause cause = Cause.NORMAL;
        private int status = 200;
        private EndedBy endedBy = EndedBy.CALLER;
        private Optional<Duration> talk = Optional.empty();
        private Optional<Duration> pdd = Optional.empty();
        private Optional<String> codec = Optional.empty();
        private final List<StreamReport> quality = new ArrayList<>();
        private final List<Candidate> candidates = new ArrayList<>();
        private final List<PolicyAdvice> advice = new ArrayList<>();
        private CallMarks marks = CallMarks.NONE;

        Call(String name, Instant start) {
            this.name = name;
            this.start = start;
        }

        Call from(String dialled, String number) {
            from = party(dialled, number);
            return this;
        }

        Call to(String dialled, String number) {
            to = party(dialled, number);
            return this;
        }

        private static Party party(String dialled, String number) {
            return new Party(dialled, number.isEmpty() ? Optional.empty() : Optional.of(number), "");
        }

        Call direction(Direction it) {
            direction = it;
            return this;
        }

        Call trunk(String it) {
            trunk = Optional.of(it);
            return this;
        }

        Call talk(Duration it) {
            talk = Optional.of(it);
            pdd = pdd.or(() -> Optional.of(Duration.ofMillis(500)));
            return this;
        }

        Call pdd(long millis) {
            pdd = Optional.of(Duration.ofMillis(millis));
            return this;
        }

        Call mos(double mos, double loss, long jitterMs) {
            long lost = Math.round(loss * 10_000);
            quality.add(new StreamReport(LegSide.CALLER, 0, "audio", "PCMA", 10_000 - lost, 1_600_000, lost, 0, 0,
                    Duration.ofMillis(1), Duration.ofMillis(jitterMs), Optional.empty(), 1, Optional.of(80.0),
                    Optional.of(mos)));
            return this;
        }

        Call codec(String it) {
            codec = Optional.of(it);
            return this;
        }

        Call ended(Cause why, int sipStatus, EndedBy by) {
            cause = why;
            status = sipStatus;
            endedBy = by;
            return this;
        }

        Call candidate(String target, Verdict verdict, Reason reason) {
            candidates.add(new Candidate(target, verdict, reason, 30, 30, 0));
            return this;
        }

        /** The target that was tried last is where somebody forwarded to. */
        Call forwarded() {
            candidates.add(new Candidate("Telia A", Verdict.CHOSEN, Reason.NONE, 0, 0, status, Origin.FORWARD_BUSY, "anna"));
            return this;
        }

        Call advised(String policy, PolicyAdvice.Verdict verdict) {
            advice.add(new PolicyAdvice(policy, verdict, "", 1));
            return this;
        }

        Call transferredBy(String who) {
            marks = new CallMarks(false, Optional.empty(), Optional.empty(), Optional.of(who));
            return this;
        }

        Call found(String code) {
            marks = marks.with(List.of(new Finding(code, Finding.Severity.INFO, Map.of("en", "Noticed."), "acme.ears")));
            return this;
        }

        Cdr cdr() {
            var id = CallId.next(start, new Random(name.hashCode()));
            NAMES.put(id, name);
            var ringing = pdd.map(start::plus);
            var answer = talk.map(_ -> start.plusSeconds(8));
            var end = talk.map(t -> start.plusSeconds(8).plus(t)).orElse(start.plusSeconds(9));
            var legs = List.of(leg(LegSide.CALLER, from.dialled(), "10.0.0.1:5060", 0, answer, end),
                    leg(LegSide.CALLEE, trunk.orElse(to.dialled()), "192.0.2.9:5060", 1, answer, end));
            return new Cdr(id, direction, from, to, trunk, Optional.empty(), start, ringing, answer, end, endedBy,
                    status, cause, Optional.empty(), legs, quality,
                    new Why(1, Optional.empty(), to.dialled(), to.normalised(), candidates, advice), marks);
        }

        private CdrLeg leg(LegSide side, String peer, String address, int n, Optional<Instant> answer, Instant end) {
            return new CdrLeg(side, peer, name + "-leg-" + n, address, "udp", start, Optional.empty(), answer, end,
                    status, codec, Optional.empty());
        }
    }
}
