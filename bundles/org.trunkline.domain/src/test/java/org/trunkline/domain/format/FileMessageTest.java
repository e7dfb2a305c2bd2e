package org.trunkline.domain.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileMessageTest {
    private static final Instant UNTIL = Instant.parse("2026-12-01T08:00:00Z");
    private static final FileMessage PICTURE = new FileMessage("året & \"dag\".png", 1_234_567, "image/png",
            "https://node.example.com:8060/files/abc/%C3%A5ret.png?a=1&b=2", Optional.of(UNTIL));

    @Test
    void isReadAsItIsWritten() {
        assertEquals(Optional.of(new FileMessage("året & _dag_.png", 1_234_567, "image/png", PICTURE.url(), Optional.of(UNTIL))),
                FileMessage.parse(PICTURE.document()));
    }

    /** As a flexisip file server answers and Linphone sends it: other blanks, a thumbnail before, no line ends. */
    @Test
    void readsWhatOthersWrite() {
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><file xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\">"
                + "<file-info type=\"thumbnail\"><file-size>7</file-size><content-type>image/png</content-type><data url=\"https://x/t\" until=\"2026-01-01T00:00:00Z\"/></file-info>\n"
                + "<file-info type=\"file\">\n<file-size> 21 </file-size>\n<file-name>../../x.pdf</file-name>\n<content-type>application/pdf;charset=x</content-type>\n"
                + "<data url = \"http://files.example.com:80/tmp/5.pdf\" until = \"2026-12-01T09:00:00+01:00\"/>\n</file-info>\n</file>";
        assertEquals(Optional.of(new FileMessage("x.pdf", 21, "application/pdf", "http://files.example.com:80/tmp/5.pdf", Optional.of(UNTIL))),
                FileMessage.parse(xml));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "<file-info type=\"file\">", "<file-info type=\"file\"><data url=\"javascript:alert(1)\"/></file-info>",
            "<file-info type=\"file\"><data url=\"file:///etc/passwd\"/></file-info>", "<file-info type=\"file\"><data url=\"https://x/ y\"/></file-info>",
            "<file-info type=\"thumbnail\"><data url=\"https://x/y\"/></file-info>"})
    void namesNoFile(String xml) {
        assertEquals(Optional.empty(), FileMessage.parse(xml));
    }

    /** A document made to keep a reader busy is refused at once. */
    @Test
    void staysQuickWithHostileDocuments() {
        assertEquals(Optional.empty(), FileMessage.parse("<file-info type=\"file\">" + "<data ".repeat(10_000)));
        assertEquals(Optional.empty(), FileMessage.parse("x".repeat(100_000)));
        assertEquals(Optional.empty(), FileMessage.parse("<file-info ".repeat(5_000)));
    }

    @Test
    void asTextItsAddressIsOnALineOfItsOwn() {
        assertEquals("året & \"dag\".png (1.2 MB)\n" + PICTURE.url(), PICTURE.plain());
        assertEquals(List.of("0 B", "1 KB", "20 MB"), List.of(FileMessage.size(0), FileMessage.size(1024), FileMessage.size(20 << 20)).stream()
                .map(size -> size.replace(".0", "")).toList());
    }

    @ParameterizedTest
    @CsvSource({"holiday.jpg, holiday.jpg", "/etc/passwd, passwd", "'C:\\Users\\anna\\x y.pdf', x y.pdf", "..., file", "'', file", "nul.txt, _nul.txt",
            "'a\u202egnp.exe', a_gnp.exe", "'a<b>:|?*.txt', a_b_____.txt", "'  .hidden ', hidden", "你好.pdf, 你好.pdf"})
    void namesAreTidied(String given, String tidy) {
        assertEquals(tidy, FileNames.tidy(given));
    }

    @Test
    void longNamesKeepTheirEnding() {
        var tidy = FileNames.tidy("å".repeat(500) + ".docx");
        assertEquals(FileNames.LONGEST, tidy.length());
        assertTrue(tidy.endsWith("å.docx"), tidy);
        assertEquals(FileNames.LONGEST, FileNames.tidy("😀".repeat(500)).codePointCount(0, 240));
    }

    @ParameterizedTest
    @CsvSource({"image/png, true", "image/svg+xml, false", "application/vnd.ms-excel, true", "text/html, false", "audio/wav, true", "application/pdf, true"})
    void typesAreAllowedByPatterns(String type, boolean allowed) {
        assertEquals(allowed, FileTypes.allowed(type, List.of("image/png", "audio/*", "application/vnd.*", "application/pdf")));
        assertTrue(FileTypes.allowed(type, List.of("*/*")));
    }

    @Test
    void aTypeIsTheOneGivenElseThatOfTheName() {
        assertEquals("image/png", FileTypes.known("Image/PNG; q=1", "x.pdf"));
        assertEquals("application/pdf", FileTypes.known("application/octet-stream", "x.PDF"));
        assertEquals("text/html", FileTypes.known("", "x.html"));
        assertEquals(FileTypes.UNKNOWN, FileTypes.known("no type\r\nX: y", "x"));
        for (var pattern : List.of("image/*", "*/*", "application/vnd.*", "application/pdf"))
            assertTrue(FileTypes.isPattern(pattern), pattern);
        for (var pattern : List.of("", "*", "image", "*/png", "image/", "a b/c", "image/png,x"))
            assertFalse(FileTypes.isPattern(pattern), pattern);
    }
}
