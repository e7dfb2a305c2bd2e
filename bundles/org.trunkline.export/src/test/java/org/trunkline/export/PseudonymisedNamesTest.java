package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.ConfigHistory;
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
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.cdr.Why;
import org.trunkline.testkit.SampleLadder;
import org.trunkline.wire.CaseKeyJson;

/** Names of subscribers stand in more places of a case file than numbers do. */
class PseudonymisedNamesTest {
    private static final Instant AT = Instant.parse("2026-11-21T15:00:00Z");
    private static final String TRUNK = "Telia A";
    private static final ConfigHistory.Then TRUNK_THEN = then("trunk " + TRUNK, Map.of("name", TRUNK));

    private final Pseudonyms pseudonyms = Pseudonyms.of(new byte[32]);

    @Test
    void aSubscriberThatIsNotRegistered() throws Exception {
        var file = file(List.of(passedOver("anna.svensson", Reason.NOT_REGISTERED, Origin.DIALLED, "")), List.of(TRUNK),
                CallMarks.NONE, "User anna.svensson.", then("number +46850010000", Map.of("number", "+46850010000",
                        "subscriber", "anna.svensson")));
        var parts = hidden(file, "anna", "svensson", "8500100");
        String anna = pseudonymOf("anna.svensson");
        assertTrue(parts.get("why.txt").contains("1. " + anna + " was passed over: not registered."), parts.get("why.txt"));
        assertTrue(parts.get("why.txt").contains("Reason from the far end: User " + anna + "."), parts.get("why.txt"));
        assertTrue(parts.get("configuration.txt").contains("  subscriber: " + anna + "\n"), parts.get("configuration.txt"));
        assertTrue(parts.get("ladder.txt").contains("X-Seen: pc-" + anna + ".lan"), "bare in a message");
        assertTrue(parts.get("ladder.pcap").contains(anna));
        assertTrue(parts.get("record.json").contains(TRUNK), "trunks keep their names");
        assertTrue(parts.get("configuration.txt").contains("trunk " + TRUNK));
    }

    @Test
    void membersOfARingGroup() throws Exception {
        var file = file(List.of(passedOver("anna.svensson", Reason.DO_NOT_DISTURB, Origin.GROUP, "frontdesk"),
                passedOver("bo", Reason.NOT_REGISTERED, Origin.GROUP, "frontdesk"),
                passedOver("karin_berg", Reason.FORWARDED, Origin.GROUP_FALLBACK, "frontdesk")),
                List.of(TRUNK, "anna.svensson"), CallMarks.NONE, "", then("subscriber anna.svensson",
                        Map.of("username", "anna.svensson", "displayName", "Anna Svensson", "handling",
                                "forwardAlways none; forwardBusy bo; forwardNoAnswer eva.lind; noAnswerSeconds 20")),
                then("ring group frontdesk", Map.of("name", "frontdesk", "members", "anna.svensson bo karin_berg gun",
                        "fallback", "maj.holm")));
        var parts = hidden(file, "anna", "svensson", "Anna", "Svensson", "karin", "frontdesk", "eva.lind", "maj", "gun");
        String bo = pseudonymOf("bo");
        assertTrue(parts.get("why.txt").contains("2. " + bo + " was passed over"), parts.get("why.txt"));
        assertTrue(parts.get("why.txt").contains("(group, " + pseudonymOf("frontdesk") + ")"), parts.get("why.txt"));
        assertTrue(parts.get("configuration.txt").contains("forwardBusy " + bo + ";"), parts.get("configuration.txt"));
        assertTrue(parts.get("configuration.txt").contains(bo + " " + pseudonymOf("karin_berg")), "members");
        assertTrue(parts.get("ladder.txt").contains(pseudonymOf("anna.svensson")), "a leg's peer");
    }

    @Test
    void whoForwardedAndWhoTransferred() throws Exception {
        var file = file(List.of(passedOver("anna.svensson", Reason.FORWARDED, Origin.DIALLED, ""),
                new Candidate("Telia B", Verdict.FAILED, Reason.REFUSED, 0, 0, 503, Origin.FORWARD_ALWAYS, "anna.svensson"),
                new Candidate("192.0.2.9:5060", Verdict.CHOSEN, Reason.NONE, 0, 0, 200, Origin.REDIRECT, TRUNK)),
                List.of(TRUNK, "eva.lind"), new CallMarks(false, Optional.empty(), Optional.empty(), Optional.of("eva.lind"))
                        .with(List.of(new Finding("spend", Finding.Severity.WARNING, Map.of("en", "By anna.svensson."), "acme"))),
                "", then("trunk Telia B", Map.of("name", "Telia B")), new ConfigHistory.Then("trunk eva.lind", 3, AT,
                        "anna.svensson", Map.of(), Map.of()));
        var parts = hidden(file, "anna", "svensson", "eva", "lind");
        assertTrue(parts.get("why.txt").contains("2. Telia B was tried without success: refused, it answered 503 ("
                + "forward always, " + pseudonymOf("anna.svensson") + ")"), parts.get("why.txt"));
        assertTrue(parts.get("why.txt").contains("(redirect, " + TRUNK + ")"), parts.get("why.txt"));
        assertTrue(parts.get("record.json").contains(pseudonymOf("eva.lind")));
        assertTrue(parts.get("record.json").contains("By " + pseudonymOf("anna.svensson") + "."), parts.get("record.json"));
    }

    /** A status code is no number, also where somebody has that number. */
    @Test
    void aShortNumberLeavesTheMessagesReadable() throws Exception {
        var file = file(List.of(passedOver("180", Reason.NOT_REGISTERED, Origin.DIALLED, "")), List.of(TRUNK),
                CallMarks.NONE, "");
        var parts = hidden(file, "anna");
        assertTrue(parts.get("ladder.txt").contains("SIP/2.0 180 Ringing"), parts.get("ladder.txt"));
        assertFalse(parts.get("why.txt").contains("1. 180 "), parts.get("why.txt"));
    }

    private static Candidate passedOver(String target, Reason reason, Origin origin, String by) {
        return new Candidate(target, Verdict.PASSED_OVER, reason, 0, 0, 0, origin, by);
    }

    private static ConfigHistory.Then then(String subject, Map<String, String> fields) {
        return new ConfigHistory.Then(subject, 3, AT, "admin", new LinkedHashMap<>(fields), fields);
    }

    /** A call over the trunk to the number of Anna's. @param peers of the caller's leg, then of the callee's */
    private static CaseFile file(List<Candidate> candidates, List<String> peers, CallMarks marks, String reason,
            ConfigHistory.Then... configuration) {
        var legs = peers.stream().map(peer -> new CdrLeg(peer.equals(TRUNK) ? LegSide.CALLER : LegSide.CALLEE, peer,
                "a84b4c76e66710@pc-anna.svensson.lan", "198.51.100.7:5060", "udp", AT, Optional.empty(), Optional.empty(),
                AT, 480, Optional.empty(), Optional.of("phone of anna.svensson"))).toList();
        var record = new Cdr(SampleLadder.CALL, Direction.INBOUND, new Party("+46704567890", Optional.of("+46704567890"), ""),
                new Party("0850010000", Optional.of("+46850010000"), ""), Optional.of(TRUNK), Optional.of("+46850010000"),
                AT, Optional.empty(), Optional.empty(), AT.plusSeconds(1), EndedBy.NODE, 480, Cause.NOT_REGISTERED,
                Optional.of(reason).filter(it -> !it.isEmpty()), legs, List.of(),
                Why.byDialPlan(3, Optional.of("+46850010000"), "0850010000", "+46850010000", candidates), marks);
        var ladder = new Ladder(SampleLadder.CALL, List.of(
                SampleLadder.entry(0, 0, false, "198.51.100.7:5060", "INVITE", 0, invite()),
                SampleLadder.entry(1, 1, false, "192.0.2.9:5060", "180 Ringing", 0, SampleLadder.response("180 Ringing", "")),
                SampleLadder.entry(2, 0, true, "198.51.100.7:5060", "480 anna.svensson is away", 0,
                        SampleLadder.response("480 anna.svensson is away", ""))));
        var entries = new ArrayList<>(List.of(TRUNK_THEN));
        entries.addAll(List.of(configuration));
        return new CaseFile(AT, "embedded", false, record, ladder, entries);
    }

    /** Its name stands bare before the URI that tells that it is one. */
    private static String invite() {
        return "INVITE sip:+46850010000@192.0.2.1 SIP/2.0\r\nX-Seen: pc-anna.svensson.lan\r\n"
                + "Call-ID: a84b4c76e66710@pc-anna.svensson.lan\r\nTo: \"Anna Svensson\" <sip:anna.svensson@192.0.2.1>\r\n"
                + "Content-Length: 0\r\n\r\n";
    }

    private String pseudonymOf(String name) {
        return pseudonyms.identity(name);
    }

    /** The zip's files, once it is sure that none holds one of these, and that the key tells who they were. */
    private Map<String, String> hidden(CaseFile file, String... secrets) throws Exception {
        var hidden = pseudonyms.hide(file);
        var out = new ByteArrayOutputStream();
        CaseFileWriter.write(hidden, CaseText.ladder(hidden.ladder(), hidden.record()), CaseText.why(hidden.record()), out);
        var parts = parts(out.toByteArray());
        assertEquals(9, parts.size());
        for (var part : parts.entrySet())
            for (String secret : secrets)
                assertFalse(part.getValue().contains(secret), secret + " in " + part.getKey() + ": " + part.getValue());
        var originals = CaseKeyJson.originals(pseudonyms.keyFile());
        for (var candidate : file.record().why().candidates())
            if (candidate.target().matches("[a-z._]+"))
                assertTrue(originals.contains(candidate.target()), candidate.target());
        assertFalse(originals.contains(TRUNK));
        return parts;
    }

    private static Map<String, String> parts(byte[] zipped) throws IOException {
        var parts = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return parts;
    }
}
