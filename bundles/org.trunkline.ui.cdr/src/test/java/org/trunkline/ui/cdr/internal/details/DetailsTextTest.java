package org.trunkline.ui.cdr.internal.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.CdrLeg;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.PolicyAdvice;
import org.trunkline.domain.cdr.Why;
import org.trunkline.domain.quality.CodecImpairment;
import org.trunkline.domain.quality.Rating;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.Tone;
import org.trunkline.ui.cdr.internal.widget.RichText;

class DetailsTextTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private final Texts texts = Texts.of(RichText.class, Locale.ENGLISH);
    private final Formats formats = new Formats(ZoneId.of("UTC"), Locale.ENGLISH);
    private final StateText states = new StateText(Texts.of(StateText.class, Locale.ENGLISH));
    private final WhyText why = new WhyText(texts, formats, states);

    @Test
    void aWhyRecordReadsAsSentences() {
        var record = Why.byDialPlan(12, Optional.of("+46"), "0704567890", "+46704567890", List.of(
                new Candidate("Carrier A", Verdict.FAILED, Reason.REFUSED, 0, 0, 503),
                new Candidate("Carrier B", Verdict.PASSED_OVER, Reason.CALLS_CAP, 30, 30, 0),
                new Candidate("Carrier C", Verdict.CHOSEN, Reason.NONE, 0, 0, 200)));
        assertEquals(List.of("The dialled number 0704567890 was read as +46704567890.",
                "Route +46 matches, with 3 targets considered in this order:",
                "Carrier A was tried and refused the call with 503 Service Unavailable. The search continued.",
                "Carrier B was passed over: 30 of 30 calls in use.", "Carrier C answered the call.",
                "The call was answered and lasted 1:15. It was ended by: Caller.",
                "Decided with configuration revision 12."), sentences(cdr(true, 200, Cause.NORMAL, record)));
    }

    @Test
    void theNamesInTheSentencesAreKnown() {
        var record = Why.byDialPlan(12, Optional.of("+46"), "0704567890", "+46704567890", List.of(
                new Candidate("Carrier A", Verdict.CHOSEN, Reason.NONE, 0, 0, 200)));
        assertTrue(WhyText.names(cdr(true, 200, Cause.NORMAL, record)).containsAll(
                List.of("0704567890", "+46704567890", "+46", "Carrier A")));
    }

    @Test
    void aCallWithoutAWhyRecordStillSaysHowItEnded() {
        assertEquals(List.of("The call was not answered. Cause: Busy. The caller received 486 Busy Here."),
                sentences(cdr(false, 486, Cause.BUSY, Why.NOTHING)));
    }

    @Test
    void theSearchDidNotGoOnPastTheLastTargetLookedAt() {
        var record = Why.byDialPlan(0, Optional.of("+46"), "1", "1", List.of(
                new Candidate("A", Verdict.FAILED, Reason.REFUSED, 0, 0, 603),
                new Candidate("B", Verdict.PASSED_OVER, Reason.NOT_NEEDED, 0, 0, 0)));
        List<String> said = sentences(cdr(false, 603, Cause.DECLINED, record));
        assertTrue(said.contains("A was tried and refused the call with 603 Decline."), said.toString());
        assertTrue(said.contains("B was not needed."), said.toString());
    }

    @Test
    void whatPoliciesSaidIsTold() {
        var record = Why.byDialPlan(0, Optional.of("+46"), "1", "1", List.of()).withAdvice(List.of(
                new PolicyAdvice("quiet", PolicyAdvice.Verdict.NONE, "", 0),
                new PolicyAdvice("cheapest", PolicyAdvice.Verdict.LATE, "", 1_021),
                new PolicyAdvice("guard", PolicyAdvice.Verdict.REJECTED, "anna {0} spent 300 SEK", 1),
                new PolicyAdvice("dial-plan", PolicyAdvice.Verdict.CHANGED, "", 0)));
        List<String> said = sentences(cdr(false, 403, Cause.FORBIDDEN, record));
        assertEquals(List.of("The policy cheapest answered too late, after 1,021 ms; its advice was not used.",
                "The policy guard rejected the call. Reason: anna {0} spent 300 SEK.",
                "The dial plan changed the targets."), said.subList(2, 5));
    }

    @Test
    void whatAnalysersFoundIsToldInTheLanguageOfTheDesk() {
        var call = cdr(true, 200, Cause.NORMAL, Why.NOTHING);
        call = call.with(call.marks().with(List.of(new Finding("no-audio", Finding.Severity.PROBLEM, Map.of("en", "Ours."),
                Finding.HOUSE), new Finding("echo", Finding.Severity.WARNING, Map.of("en", "Echo {0}.", "sv", "Eko {0}."),
                        "acme.ears"))));
        assertEquals(new WhyText.Line(0, Tone.WARN, "Warning from acme.ears: Echo {0}."), why.lines(call).getLast());
        assertEquals(2, why.lines(call).size(), "ours are told by their codes");

        var swedish = Locale.of("sv");
        var words = new WhyText(Texts.of(RichText.class, swedish), new Formats(ZoneId.of("UTC"), swedish), states);
        assertEquals("Varning från acme.ears: Eko {0}.", words.lines(call).getLast().text());
    }

    @Test
    void eachSeverityHasWordsInEachLanguage() {
        for (String language : List.of("en", "sv", "zh", "id")) {
            var words = new WhyText(Texts.of(RichText.class, Locale.of(language)), formats, states);
            for (var severity : Finding.Severity.values()) {
                var call = cdr(true, 200, Cause.NORMAL, Why.NOTHING);
                call = call.with(call.marks().with(List.of(new Finding("x", severity, Map.of("en", "Said."), "acme"))));
                String line = words.lines(call).getLast().text();
                assertTrue(line.contains("acme") && line.endsWith("Said.") && !line.contains("why."), line);
            }
        }
    }

    @Test
    void allAdviceHasWordsInEachLanguage() {
        for (String language : List.of("en", "sv", "zh", "id")) {
            var words = new WhyText(Texts.of(RichText.class, Locale.of(language)), formats, states);
            for (var verdict : PolicyAdvice.Verdict.values()) {
                String sentence = words.sentence(new PolicyAdvice("guard", verdict, "because", 7));
                assertTrue(sentence.contains("guard") && sentence.contains("because") && !sentence.contains("{")
                        && !sentence.contains("why."), sentence);
            }
        }
    }

    @Test
    void everyVerdictAndReasonHasWords() {
        for (Verdict verdict : Verdict.values())
            for (Reason reason : Reason.values())
                for (int status : new int[] {0, 200, 486}) {
                    String sentence = why.sentence(new Candidate("Telia A", verdict, reason, 3, 4, status), "Telia A");
                    assertTrue(sentence.startsWith("Telia A "), sentence);
                    assertFalse(sentence.contains("{"), sentence);
                }
    }

    @Test
    void theWordsOfEachLanguageTakeTheSameValues() {
        for (String language : List.of("sv", "zh", "id")) {
            var other = new WhyText(Texts.of(RichText.class, Locale.of(language)), formats, states);
            for (Verdict verdict : Verdict.values())
                for (Reason reason : Reason.values()) {
                    String sentence = other.sentence(new Candidate("Telia A", verdict, reason, 3, 4, 486), "Telia A");
                    assertTrue(sentence.contains("Telia A") && !sentence.contains("{"), sentence);
                }
        }
    }

    @Test
    void theFactsOfACall() {
        var facts = new CallSummaryText(texts, formats, states);
        Cdr answered = cdr(true, 200, Cause.NORMAL, Why.NOTHING);
        assertEquals("Answered for 1:15", facts.outcome(answered));
        assertEquals("Busy, 486 Busy Here", facts.outcome(cdr(false, 486, Cause.BUSY, Why.NOTHING)));
        assertEquals("Alice  +46850010001  (signalled as 4001)", facts.party(answered.from()));
        assertEquals(Formats.NONE, facts.party(new Party("", Optional.empty(), "")));
        var billed = facts.times(answered, false).stream().filter(f -> f.label().equals("Billed")).findFirst().orElseThrow();
        assertEquals("76 seconds", billed.value());
        assertEquals(Tone.OFF, facts.parties(cdr(false, 486, Cause.BUSY, Why.NOTHING), false, Map.of()).getFirst().tone());
    }

    @Test
    void aCallInProgressHasNoEnd() {
        var facts = new CallSummaryText(texts, formats, states);
        Cdr answered = cdr(true, 200, Cause.INTERRUPTED, Why.NOTHING);
        var parties = facts.parties(answered, true, Map.of());
        assertEquals("In progress for 1:15", parties.getFirst().value());
        assertEquals(Tone.PLAIN, parties.getFirst().tone());
        assertTrue(parties.stream().noneMatch(f -> f.label().equals(texts.get("summary.endedby"))));
        var ended = facts.times(answered, true).stream().filter(f -> f.label().equals(texts.get("summary.ended"))).findFirst();
        assertEquals(Formats.NONE, ended.orElseThrow().value());
        assertTrue(facts.parties(cdr(false, 500, Cause.INTERRUPTED, Why.NOTHING), true, Map.of()).getFirst().value()
                .startsWith("Being set up for "));
    }

    @Test
    void codecsOfBothSidesAreNamedAndWhatTheNodeConverted() {
        assertEquals(List.of(), codecs(List.of()));
        assertEquals(List.of("PCMA"), codecs(List.of(leg(LegSide.CALLER, 80, "PCMA"), leg(LegSide.CALLEE, 80, "PCMA"))));
        assertEquals(List.of("opus ↔ PCMA, converted by the node"),
                codecs(List.of(leg(LegSide.CALLER, 80, "opus"), leg(LegSide.CALLEE, 20, "opus"), leg(LegSide.CALLEE, 80, "PCMA"))));
    }

    private List<String> codecs(List<CdrLeg> legs) {
        var plain = cdr(true, 200, Cause.NORMAL, Why.NOTHING);
        var call = new Cdr(plain.id(), plain.direction(), plain.from(), plain.to(), plain.trunk(), plain.route(), plain.startedAt(),
                plain.ringingAt(), plain.answeredAt(), plain.endedAt(), plain.endedBy(), plain.sipStatus(), plain.cause(), plain.reason(), legs,
                List.of(), plain.why());
        return new CallSummaryText(texts, formats, states).times(call, false).stream().filter(fact -> fact.label().equals("Codecs"))
                .map(CallSummaryText.Fact::value).toList();
    }

    private static CdrLeg leg(LegSide side, int endedAfter, String codec) {
        return new CdrLeg(side, "peer", "id", "192.0.2.1:5060", "udp", START, Optional.empty(), Optional.of(START.plusSeconds(5)),
                START.plusSeconds(endedAfter), 200, Optional.of(codec), Optional.empty());
    }

    @Test
    void aFieldOfAPluginHasItsLabelAndItsTooltipTheNameInSearches() {
        var facts = new CallSummaryText(texts, formats, states);
        Cdr plain = cdr(true, 200, Cause.NORMAL, Why.NOTHING);
        var call = plain.with(plain.marks().withAttributes(List.of(new Attribute("customer", Attribute.Type.TEXT, "Acme AB", "com.example.crm"),
                new Attribute("score", Attribute.Type.NUMBER, "7", "com.example.spam"))));
        var told = facts.parties(call, false, Map.of("customer", "Kund")).stream().filter(f -> f.tooltip().startsWith("Added by")).toList();
        assertEquals(List.of("Kund Acme AB", "score 7"), told.stream().map(f -> f.label() + " " + f.value()).toList());
        assertEquals("Added by com.example.crm. In searches: customer", told.getFirst().tooltip());
    }

    @Test
    void whatTookHowMuchAddsUpToTheRating() {
        var bad = stream("G729", 9_480, 520, Duration.ofMillis(180));
        var explanation = MosExplanation.of(cdr(List.of(bad)), CodecImpairment.standard()).getFirst();
        double sum = explanation.losses().stream().mapToDouble(MosExplanation.Part::points).sum();
        assertEquals(explanation.start() - explanation.r(), sum, 0.2);
        assertEquals(MosExplanation.What.LOSS, explanation.losses().getFirst().what());
        List<String> lines = explanation.sentences(bad, texts, formats);
        assertTrue(lines.getFirst().startsWith("5.2% of the packets were lost: −"), lines.toString());
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("The codec is G729: −11.0")), lines.toString());
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("Delay and echo: round trip 180 ms")), lines.toString());
    }

    @Test
    void aCodecOfAPluginIsExplainedByItsFigures() {
        var bad = stream("G729", 9_480, 520, Duration.ofMillis(180));
        var call = cdr(List.of(bad));
        var figures = new CodecImpairment(30, 40, Duration.ZERO, CodecImpairment.Source.APPROXIMATE);
        var explanation = MosExplanation.of(call, Map.of("G729", figures)).getFirst();
        assertEquals(List.of(30.0), explanation.losses().stream().filter(p -> p.what() == MosExplanation.What.CODEC)
                .map(MosExplanation.Part::points).toList());
        assertEquals(List.of(), MosExplanation.of(call, Map.of()));
    }

    @Test
    void streamsWithoutARatingAreNotExplained() {
        var silent = new StreamReport(LegSide.CALLER, 0, "audio", "", 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO,
                Optional.empty(), 1, Optional.empty(), Optional.empty());
        assertEquals(List.of(), MosExplanation.of(cdr(List.of(silent)), CodecImpairment.standard()));
        assertEquals("0.05%", MosExplanation.percent(0.0005, formats));
        assertEquals("0.0%", MosExplanation.percent(0, formats));
    }

    private static StreamReport stream(String codec, long packets, long lost, Duration rtt) {
        var jitter = Duration.ofMillis(4);
        Rating rating = Rating.of(codec, (double) lost / (packets + lost), 1, jitter, Optional.of(rtt),
                Optional.empty()).orElseThrow();
        return new StreamReport(LegSide.CALLER, 0, "audio", codec, packets, packets * 20, lost, 0, 0, jitter, jitter,
                Optional.of(rtt), 1, Optional.of(rating.r()), Optional.of(rating.mos()));
    }

    private List<String> sentences(Cdr cdr) {
        return why.lines(cdr).stream().map(WhyText.Line::text).toList();
    }

    private static Cdr cdr(List<StreamReport> streams) {
        return cdr(true, 200, Cause.NORMAL, Why.NOTHING, streams);
    }

    private static Cdr cdr(boolean answered, int status, Cause cause, Why why) {
        return cdr(answered, status, cause, why, List.of());
    }

    private static Cdr cdr(boolean answered, int status, Cause cause, Why why, List<StreamReport> streams) {
        var answer = answered ? Optional.of(START.plusSeconds(5)) : Optional.<Instant>empty();
        return new Cdr(new CallId("00000000000000000001"), Direction.OUTBOUND,
                new Party("4001", Optional.of("+46850010001"), "Alice"), Party.of("+46704567890"), Optional.empty(),
                Optional.empty(), START, Optional.empty(), answer, START.plusMillis(80_300), EndedBy.CALLER, status,
                cause, Optional.empty(), List.of(), streams, why);
    }
}
