package org.trunkline.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Why;
import org.trunkline.testkit.SampleLadder;
import org.trunkline.testkit.Samples;

class CaseFileTest {
    private static final Instant MADE = Instant.parse("2026-11-21T15:00:00Z");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static CaseFile sample() {
        var c = Samples.cdr(1);
        var record = new Cdr(c.id(), c.direction(), new Party("alice", Optional.of("+46812345678"), "Alice Åström"),
                new Party("0704567890", Optional.of("+46704567890"), ""), c.trunk(), c.route(), c.startedAt(),
                c.ringingAt(), c.answeredAt(), c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(),
                Optional.of("no answer from 0704567890"), c.legs(), c.quality(),
                Why.byDialPlan(3, Optional.of("+46"), "0704567890", "+46704567890",
                        List.of(new Candidate("Telia A", Candidate.Verdict.CHOSEN, Candidate.Reason.NONE, 0, 0, 200))));
        var then = new LinkedHashMap<String, String>();
        then.put("name", "Telia A");
        then.put("maxCalls", "30");
        var now = new LinkedHashMap<>(then);
        now.put("maxCalls", "60");
        return new CaseFile(MADE, "embedded", false, record, SampleLadder.answered(), List.of(
                new ConfigHistory.Then("trunk Telia A", 3, MADE.minusSeconds(900), "admin", then, now),
                new ConfigHistory.Then("number +46704567890", 2, MADE.minusSeconds(900), "admin",
                        Map.of("number", "+46704567890", "subscriber", "alice"), Map.of())));
    }

    private static byte[] zip(CaseFile file) throws IOException {
        var out = new ByteArrayOutputStream();
        var ladder = new StringBuilder();
        file.ladder().entries().forEach(e -> ladder.append(e.message()));
        CaseFileWriter.write(file, ladder.toString(), List.of("Telia A carried the call to "
                + file.record().why().normalised()), out);
        return out.toByteArray();
    }

    private static Map<String, String> parts(byte[] zipped) throws IOException {
        var parts = new LinkedHashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        return parts;
    }

    @Test
    void itOpensAgainAsItWas() throws Exception {
        assertEquals(sample(), CaseFileReader.read(new ByteArrayInputStream(zip(sample()))));
    }

    @Test
    void itHoldsWhatPeopleAndOtherProgramsWant() throws Exception {
        var parts = parts(zip(sample()));
        assertEquals(List.of("README.txt", "case.json", "record.json", "quality.json",
                "quality-over-time.json", "ladder.txt", "ladder.pcap",
                "why.txt", "configuration.txt"), List.copyOf(parts.keySet()));
        assertTrue(parts.get("configuration.txt").contains("  maxCalls: 30   now: 60\n"), parts.get("configuration.txt"));
        assertTrue(parts.get("configuration.txt").contains("  subscriber: alice   now: deleted\n"));
        assertTrue(parts.get("quality.json").contains("\"lossRatio\""));
        assertTrue(parts.get("README.txt").contains("personal data"));
    }

    /** Wireshark reads every message of the ladder as SIP. */
    @Test
    void tsharkReadsThePcap(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        var pcap = Files.write(folder.resolve("ladder.pcap"),
                parts(zip(sample())).get("ladder.pcap").getBytes(StandardCharsets.ISO_8859_1));
        var tshark = new ProcessBuilder("tshark", "-r", pcap.toString(), "-d", "udp.port==1-65535,sip", "-T", "fields",
                "-e", "sip.Method", "-e", "sip.Status-Code", "-e", "sip.from.user").redirectError(
                        ProcessBuilder.Redirect.DISCARD).start();
        var lines = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(0, tshark.waitFor());
        assertEquals(SampleLadder.answered().entries().stream().map(e -> Character.isDigit(e.label().charAt(0))
                ? "\t" + e.label().substring(0, 3) + "\talice" : e.label() + "\t\talice").toList(), lines);
    }

    @Test
    void nobodyIsNamedInAPseudonymisedOne() throws Exception {
        var pseudonyms = Pseudonyms.of(KEY);
        var hidden = pseudonyms.hide(sample());
        for (var part : parts(zip(hidden)).entrySet())
            for (String secret : List.of("alice", "Alice", "4567890", "2345678", "str\u00f6m"))
                assertFalse(part.getValue().contains(secret), secret + " in " + part.getKey());
        assertTrue(hidden.pseudonymised());
        assertEquals(hidden, CaseFileReader.read(new ByteArrayInputStream(zip(hidden))));
        var to = hidden.record().to();
        assertTrue(to.dialled().startsWith("070") && to.dialled().length() == 10, to.dialled());
        assertEquals(to.dialled().substring(3), to.number().orElseThrow().substring(5), "one number, one pseudonym");
        assertTrue(hidden.ladder().entries().getFirst().message().startsWith("INVITE sip:" + to.number().orElseThrow() + "@"));
        assertEquals(Optional.of("0704567890"), pseudonyms.original(to.dialled()));
        assertEquals("Telia A", hidden.record().why().candidates().getFirst().target(), "trunks keep their names");
        assertTrue(hidden.ladder().entries().getFirst().message().contains("10.0.0.5:5060"), "and machines their addresses");
    }

    @Test
    void theKeyDecides() {
        assertEquals(Pseudonyms.of(KEY).identity("+46704567890"), Pseudonyms.of(KEY).identity("+46704567890"));
        assertNotEquals(Pseudonyms.of(KEY).identity("+46704567890"),
                Pseudonyms.of(new byte[32]).identity("+46704567890"));
        var pseudonyms = Pseudonyms.of(KEY);
        var hidden = pseudonyms.identity("+46704567890");
        assertTrue(new String(pseudonyms.keyFile(), StandardCharsets.UTF_8).contains("\"" + hidden + "\" : \"+46704567890\""));
    }

    @Test
    void whatIsNoCaseFileIsToldInWords() throws Exception {
        assertEquals("This is not a case file: it does not contain case.json", told("nothing".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("This is not a case file of Trunkline", told(only("{}")));
        assertTrue(told(only("{\"format\":\"trunkline-case\",\"version\":9}")).contains("newer desk"));
        assertTrue(told(only("{\"format\":\"trunkline-case\",\"version\":1}")).contains("damaged"));
        assertTrue(told(only("[")).contains("damaged"));
        assertTrue(told(only(" ".repeat(CaseFileReader.MAX_BYTES + 1))).contains("too large"));
        byte[] half = zip(sample());
        assertThrows(IOException.class, () -> CaseFileReader.read(new ByteArrayInputStream(half, 0, half.length / 8)));
    }

    private static byte[] only(String json) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("case.json"));
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static String told(byte[] file) {
        return assertThrows(IOException.class, () -> CaseFileReader.read(new ByteArrayInputStream(file))).getMessage();
    }
}
