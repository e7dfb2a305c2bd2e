package org.trunkline.export.customer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.EndedBy;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.quality.FarEnd;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.domain.quality.StreamSeries;
import org.trunkline.testkit.Samples;

class CustomerPageTest {
    private static final Instant MADE = Instant.parse("2026-02-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final Path RESOURCES = Path.of("src/main/resources/org/trunkline/export/customer");
    private static final Pattern VALUE = Pattern.compile("\\{\\d}");
    private static final List<String> SECRETS = List.of("127.0.0.1", "10.0.0", "Telia", "baresip", "a84b4c76e66710", "INVITE", "Åkerlund",
            "Echo", "acme", "Q.850");

    private static CustomerOptions options(String language) {
        return new CustomerOptions(Locale.of(language), ZONE, LegSide.CALLER, false);
    }

    /** A minute and a half; the caller's sound loses 8% for ten seconds in it. */
    private static Ladder course() {
        return new Ladder(Samples.id(1), Samples.ladder(1).entries(), Stream.of(LegSide.values()).map(side -> new StreamSeries(side, 0,
                Samples.START.plusSeconds(4), StreamSeries.FIRST_STEP, IntStream.range(0, 18).mapToObj(i -> {
                    boolean bad = side == LegSide.CALLER && (i == 7 || i == 8);
                    return new StreamSeries.Sample(bad ? 230 : 250, bad ? 0.08 : 0, Duration.ofMillis(2), Optional.of(bad ? 55.0 : 92.0),
                            Optional.empty());
                }).toList())).toList());
    }

    private static Cdr with(Cdr c, List<StreamReport> quality) {
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(), c.answeredAt(),
                c.endedAt(), c.endedBy(), c.sipStatus(), c.cause(), c.reason(), c.legs(), quality, c.why(), c.marks());
    }

    private static StreamReport stream(LegSide from, long lost, double mos, Optional<FarEnd> far) {
        return new StreamReport(from, 0, "audio", "PCMA", 4500, 720_000, lost, 0, 0, Duration.ofMillis(1), Duration.ofMillis(9),
                Optional.of(Duration.ofMillis(21)), 1, Optional.of(80.0), Optional.of(mos), Optional.empty(), far);
    }

    private static Cdr answered() {
        return with(Samples.cdr(1), List.of(stream(LegSide.CALLER, 40, 4.1, Optional.empty()), stream(LegSide.CALLEE, 0, 4.4, Optional.empty())));
    }

    private static Cdr failed(Cause cause) {
        var c = Samples.cdr(1);
        return new Cdr(c.id(), c.direction(), c.from(), c.to(), c.trunk(), c.route(), c.startedAt(), c.ringingAt(), Optional.empty(),
                c.endedAt(), EndedBy.NODE, cause.sipStatus(), cause, c.reason(), c.legs(), List.of(), c.why(), c.marks());
    }

    private static String html(Cdr cdr, Ladder ladder, CustomerOptions options) throws Exception {
        var out = new ByteArrayOutputStream();
        new CustomerPage(cdr, ladder, MADE, options).writeHtml(out);
        var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        // it is well-formed but for the meta element, which HTML does not close
        var text = out.toString(StandardCharsets.UTF_8);
        builder.parse(new ByteArrayInputStream(text.replace("<!DOCTYPE html>", "").replaceAll("(<meta [^>]*)>", "$1/>")
                .getBytes(StandardCharsets.UTF_8)));
        return text;
    }

    /** What poppler reads of it, words apart by one blank. */
    private static String pdf(CustomerPage page, Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/pdftotext")), "pdftotext is not installed");
        var out = new ByteArrayOutputStream();
        page.writePdf(out);
        var file = Files.write(folder.resolve("page.pdf"), out.toByteArray());
        var info = run("pdfinfo", file.toString());
        assertTrue(info.contains("Pages:           1\n"), info);
        return run("pdftotext", "-raw", file.toString(), "-").replaceAll("\\s+", " ");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), Arrays.toString(command));
        return text;
    }

    @Test
    void itTellsTheCustomerWhatWhenAndOnWhichSide() throws Exception {
        var page = new CustomerPage(answered(), course(), MADE, options("en"));
        assertEquals("The sound was disturbed between your phone and us.", page.verdict());
        assertEquals(List.of("The sound from your side lost 8% between 09:00:39 and 09:00:49.", "The other side hung up."), page.sentences());
        assertEquals(Map.of("From", "Anna Å, +46701234567 (you)", "To", "+46812345678", "Time", "January 31, 2026, 09:00:00 to 09:01:35",
                "Result", "answered, 1:31", "Sound from your side", "good (4.1 of 4.5)", "Sound from the other side", "good (4.4 of 4.5)",
                "Reference", Samples.id(1).value()), page.facts().stream().collect(Collectors.toMap(CustomerPage.Fact::label,
                        CustomerPage.Fact::value)));
        assertEquals("The sound was disturbed between us and the other side.", new CustomerPage(answered(), course(), MADE,
                new CustomerOptions(Locale.ENGLISH, ZONE, LegSide.CALLEE, false)).verdict(), "as the called customer reads it");
    }

    @Test
    void whatOnlyAPhoneNoticedIsOnTheSideOfThatPhone() {
        var far = new FarEnd(18, 250, 0.063, Duration.ofMillis(4), Duration.ofMillis(11), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
        var page = new CustomerPage(with(answered(), List.of(stream(LegSide.CALLER, 0, 4.4, Optional.empty()),
                stream(LegSide.CALLEE, 0, 4.4, Optional.of(far)))), new Ladder(Samples.id(1), List.of()), MADE, options("en"));
        assertEquals("The sound was disturbed between your phone and us.", page.verdict());
        assertTrue(page.sentences().contains("Your phone reported that up to 6.3% of the sound that we sent to it was lost."),
                page.sentences().toString());
    }

    @Test
    void bothFormsSayTheSameInFourLanguages(@TempDir Path folder) throws Exception {
        var lost = Map.of("en", "The sound from your side lost 8% between 09:00:39 and 09:00:49.",
                "sv", "Ljudet från dig tappade 8 % mellan 09:00:39 och 09:00:49.",
                "zh", "您一方的声音在 09:00:39 至 09:00:49 之间丢失了 8%。",
                "id", "Suara dari sisi Anda hilang 8% antara 09:00:39 dan 09:00:49.");
        for (var language : CustomerOptions.LANGUAGES) {
            if (language.equals("zh"))
                assumeTrue(!SystemFonts.ofThisComputer().chinese().isEmpty(), "no Chinese font is installed");
            var page = new CustomerPage(answered(), course(), MADE, options(language));
            var html = html(answered(), course(), options(language)).replace('\u00a0', ' ');
            var pdf = pdf(page, folder).replace('\u00a0', ' ');
            assertTrue(html.contains("<html lang=\"" + language + "\">"));
            for (var text : Stream.concat(Stream.of(lost.get(language), page.title(), page.verdict(), page.footnote(),
                    page.lineLabel(LegSide.CALLER), page.lineLabel(LegSide.CALLEE)), page.facts().stream().flatMap(f -> Stream.of(f.label(),
                            f.value()))).toList()) {
                assertTrue(html.contains(CustomerHtml.escaped(text).replace('\u00a0', ' ')), text + " in " + html);
                assertTrue(blankless(pdf).contains(blankless(text)), text + " in " + pdf);
            }
            for (var secret : SECRETS)
                assertFalse(html.contains(secret) || pdf.contains(secret), secret);
        }
    }

    /** A reader may see blanks between Chinese characters and others. */
    private static String blankless(String text) {
        return text.replaceAll("[\\s\\u00a0]", "");
    }

    @Test
    void theChartHasBothDirectionsAndTheirFigures() throws Exception {
        var html = html(answered(), course(), options("en"));
        assertEquals(2, Pattern.compile("<path fill=\"none\" [^>]*d=\"M70[^h]+\"/>").matcher(html).results().count());
        assertTrue(html.contains("<td>09:00:39</td><td>bad (2.8 of 4.5)</td>"), html);
        var silent = new StreamSeries(LegSide.CALLER, 0, Samples.START, StreamSeries.FIRST_STEP, List.of(sample(92), sample(-1), sample(92)));
        var steps = QualityCourse.of(List.of(silent)).orElseThrow().lines().getFirst().steps();
        assertEquals(List.of(false, false), steps.stream().map(QualityCourse.Step::follows).toList(), "no line over a silence");
        assertEquals(Optional.empty(), QualityCourse.of(List.of(new StreamSeries(LegSide.CALLER, 0, Samples.START, StreamSeries.FIRST_STEP,
                List.of(sample(-1))))));
    }

    private static StreamSeries.Sample sample(double r) {
        return new StreamSeries.Sample(r < 0 ? 0 : 250, 0, Duration.ZERO, r < 0 ? Optional.empty() : Optional.of(r), Optional.empty());
    }

    @Test
    void aCallWithoutMeasuredSoundSaysSo(@TempDir Path folder) throws Exception {
        var unmeasured = with(answered(), List.of());
        var page = new CustomerPage(unmeasured, course(), MADE, options("en"));
        assertEquals("The call was answered. Its sound was not measured.", page.verdict());
        assertFalse(html(unmeasured, course(), options("en")).contains("<svg"));
        var pdf = pdf(page, folder);
        assertTrue(pdf.contains("Its sound was not measured.") && pdf.contains("From Anna Å, +46701234567 (you)"), pdf);
    }

    @Test
    void aFailedCallSaysWhyInTheWordsOfACaller(@TempDir Path folder) throws Exception {
        for (var language : CustomerOptions.LANGUAGES)
            for (var cause : Cause.values()) {
                var page = new CustomerPage(failed(cause), course(), MADE, options(language));
                assertTrue(page.verdict().matches(".*(: |：)\\S.*[.。]") && page.sentences().isEmpty() && page.course().isEmpty(), page.verdict());
            }
        var page = new CustomerPage(failed(Cause.CALLS_CAP), course(), MADE, options("en"));
        assertEquals("The call was not answered: all lines were in use.", page.verdict());
        assertTrue(pdf(page, folder).contains("The call was not answered: all lines were in use."));
        assertTrue(html(failed(Cause.BUSY), course(), options("sv")).contains("Samtalet besvarades inte: det uppringda numret var upptaget."));
    }

    @Test
    void silenceIsToldOnItsSide() {
        var oneWay = with(answered(), List.of(new StreamReport(LegSide.CALLER, 0, "audio", "", 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO,
                Optional.empty(), 1, Optional.empty(), Optional.empty()), stream(LegSide.CALLEE, 0, 4.4, Optional.empty())));
        assertEquals("No sound reached us from your phone.", new CustomerPage(oneWay, new Ladder(Samples.id(1), List.of()), MADE, options("en")).verdict());
    }

    @Test
    void theOtherSideIsHiddenOnRequestAndAUserNameAlways() throws Exception {
        var c = answered();
        var hidden = html(c, course(), new CustomerOptions(Locale.ENGLISH, ZONE, LegSide.CALLEE, true));
        assertTrue(hidden.contains("<td>+4670•••••••</td>") && hidden.contains("+46812345678 (you)"), hidden);
        assertFalse(hidden.contains("Anna"));
        var internal = new Cdr(c.id(), c.direction(), Party.of("anna"), new Party("103", Optional.empty(), ""), c.trunk(), c.route(),
                c.startedAt(), c.ringingAt(), c.answeredAt(), c.endedAt(), c.endedBy(), 200, c.cause(), c.reason(), c.legs(), c.quality(),
                c.why(), c.marks());
        var page = html(internal, course(), options("en"));
        assertTrue(page.contains("<td>your phone (you)</td>") && page.contains("<td>103</td>"), page);
        assertFalse(page.contains("anna"));
        assertTrue(html(internal, course(), new CustomerOptions(Locale.ENGLISH, ZONE, LegSide.CALLER, true)).contains("<td>1••</td>"));
    }

    @Test
    void aNameIsNoMarkup() throws Exception {
        var c = answered();
        var named = new Cdr(c.id(), c.direction(), new Party("a", Optional.of("+46701234567"), "<script>\u0007\"&"), c.to(), c.trunk(), c.route(),
                c.startedAt(), c.ringingAt(), c.answeredAt(), c.endedAt(), c.endedBy(), 200, c.cause(), c.reason(), c.legs(), c.quality(),
                c.why(), c.marks());
        assertTrue(html(named, course(), options("en")).contains("&lt;script&gt; &quot;&amp;, +46701234567 (you)"));
    }

    @Test
    void withoutAFontForThemNoChinesePdfIsWritten(@TempDir Path empty) {
        var page = new CustomerPage(answered(), course(), MADE, options("zh"));
        var refused = assertThrows(MissingFontException.class, () -> new CustomerPdf(page, new SystemFonts(List.of(empty))));
        assertTrue(refused.getMessage().contains("WenQuanYi"), refused.getMessage());
    }

    @Test
    void everyLanguageHasEveryTextWithItsValues() throws IOException {
        var english = load("messages.properties");
        for (var language : List.of("sv", "zh", "id")) {
            var other = load("messages_" + language + ".properties");
            assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(other.keySet()), language);
            english.stringPropertyNames().forEach(key -> assertEquals(values(english.getProperty(key)), values(other.getProperty(key)), key));
        }
    }

    private static TreeSet<String> values(String text) {
        return VALUE.matcher(text).results().map(r -> r.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties load(String file) throws IOException {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(RESOURCES.resolve(file))) {
            properties.load(in);
        }
        return properties;
    }
}
