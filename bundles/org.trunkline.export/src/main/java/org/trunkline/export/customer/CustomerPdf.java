package org.trunkline.export.customer;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.openpdf.text.Chunk;
import org.openpdf.text.Document;
import org.openpdf.text.DocumentException;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.Image;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.ColumnText;
import org.openpdf.text.pdf.PdfContentByte;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfWriter;
import org.trunkline.domain.quality.MosBand;

/** A page for a customer as PDF: A4, in Helvetica, with a font of this computer for the characters that Helvetica lacks. */
final class CustomerPdf {
    private static final float MARGIN = 50;
    private static final float WIDTH = PageSize.A4.getWidth() - 2 * MARGIN;
    private static final float CHART = 190;
    private static final float LEFT = 50;
    private static final float BOTTOM = 24;
    private static final float TOP = 24;
    private static final double LEAST = 1;
    private static final int TICKS = 4;
    private static final Color TEXT = new Color(0x22, 0x22, 0x22);
    private static final Color MUTED = new Color(0x55, 0x55, 0x55);
    private static final Color GRID = new Color(0xDD, 0xDD, 0xDD);
    private static final Color YOU = new Color(0x00, 0x72, 0xB2);
    private static final Color OTHER = new Color(0xD5, 0x5E, 0x00);

    private final CustomerPage page;
    private final BaseFont plain;
    private final BaseFont bold;
    /** For what Helvetica has not. */
    private final Optional<BaseFont> fallback;

    /** @throws MissingFontException if there are Chinese characters and no font for them */
    CustomerPdf(CustomerPage page, SystemFonts fonts) throws IOException {
        this.page = page;
        try {
            plain = BaseFont.createFont(BaseFont.HELVETICA, BaseFont.WINANSI, BaseFont.NOT_EMBEDDED);
            bold = BaseFont.createFont(BaseFont.HELVETICA_BOLD, BaseFont.WINANSI, BaseFont.NOT_EMBEDDED);
        } catch (DocumentException e) {
            throw new IOException(e);
        }
        String lacking = texts().flatMapToInt(String::chars).filter(c -> !plain.charExists(c)).distinct()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        fallback = lacking.isEmpty() ? Optional.empty() : best(lacking, fonts);
        String ideographs = lacking.chars().filter(c -> Character.isIdeographic(c) && fallback.filter(f -> f.charExists(c)).isEmpty())
                .limit(10).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        if (!ideographs.isEmpty())
            throw new MissingFontException(ideographs);
    }

    private Stream<String> texts() {
        var chart = page.course().stream().flatMap(course -> Stream.concat(Stream.of(page.texts().get("chart.title")),
                Stream.concat(course.lines().stream().map(l -> page.lineLabel(l.from())),
                        Stream.of(MosBand.values()).map(page.texts()::band))));
        var facts = page.facts().stream().flatMap(fact -> Stream.of(fact.label(), fact.value()));
        return Stream.of(Stream.of(page.title(), page.verdict(), page.footnote()), facts, page.sentences().stream(), chart)
                .flatMap(it -> it);
    }

    /** The font that has most of them. */
    private static Optional<BaseFont> best(String characters, SystemFonts fonts) {
        Optional<BaseFont> best = Optional.empty();
        long most = 0;
        for (var found : fonts.chinese()) {
            var font = load(found);
            long has = font.map(f -> characters.chars().filter(f::charExists).count()).orElse(0L);
            if (has > most) {
                best = font;
                most = has;
            }
            if (most == characters.length())
                break;
        }
        return best;
    }

    private static Optional<BaseFont> load(SystemFonts.Found found) {
        try {
            var font = BaseFont.createFont(found.name(), BaseFont.IDENTITY_H, BaseFont.EMBEDDED, false, null, null);
            font.setSubset(found.trueType()); // the library's cut of other outlines is refused by some readers
            return Optional.of(font);
        } catch (IOException | DocumentException unusable) {
            return Optional.empty(); // damaged, or its licence forbids that it is embedded: the next one
        }
    }

    void writeTo(OutputStream out) throws IOException {
        try {
            var document = new Document(PageSize.A4, MARGIN, MARGIN, MARGIN, MARGIN);
            var writer = PdfWriter.getInstance(document, out);
            writer.setCloseStream(false);
            document.addTitle(page.title());
            document.addCreator("Trunkline");
            document.open();
            writer.getExtraCatalog().put(PdfName.LANG, new PdfString(page.options().language().getLanguage()));
            fill(document, writer);
            document.close();
        } catch (DocumentException e) {
            throw new IOException(e);
        }
    }

    private void fill(Document document, PdfWriter writer) throws DocumentException {
        document.add(paragraph(page.title(), 18, true, TEXT, 6));
        document.add(paragraph(page.verdict(), 12.5f, true, TEXT, 12));
        document.add(facts());
        for (String line : page.sentences()) {
            var item = paragraph("•  " + line, 10.5f, false, TEXT, 4);
            item.setIndentationLeft(12);
            item.setFirstLineIndent(-12);
            document.add(item);
        }
        if (page.course().isPresent()) {
            var heading = paragraph(page.texts().get("chart.title"), 12.5f, true, TEXT, 6);
            heading.setSpacingBefore(12);
            document.add(heading);
            var drawing = writer.getDirectContent().createTemplate(WIDTH, CHART);
            draw(drawing, page.course().get());
            document.add(Image.getInstance(drawing));
        }
        var note = paragraph(page.footnote(), 8.5f, false, MUTED, 0);
        note.setSpacingBefore(16);
        document.add(note);
    }

    private PdfPTable facts() throws DocumentException {
        var table = new PdfPTable(new float[] {1.3f, 3});
        table.setWidthPercentage(100);
        table.setSpacingAfter(10);
        for (var fact : page.facts()) {
            table.addCell(cell(fact.label(), MUTED));
            table.addCell(cell(fact.value(), TEXT));
        }
        return table;
    }

    private PdfPCell cell(String text, Color colour) {
        var cell = new PdfPCell(phrase(text, 10.5f, false, colour));
        cell.setBorder(Rectangle.NO_BORDER);
        cell.setPadding(2);
        return cell;
    }

    private Paragraph paragraph(String text, float size, boolean strong, Color colour, float after) {
        var paragraph = new Paragraph(phrase(text, size, strong, colour));
        paragraph.setLeading(size * 1.4f);
        paragraph.setSpacingAfter(after);
        return paragraph;
    }

    /** In Helvetica as far as that goes. */
    private Phrase phrase(String text, float size, boolean strong, Color colour) {
        var main = new Font(strong ? bold : plain, size, Font.NORMAL, colour);
        var other = fallback.map(font -> new Font(font, size, strong ? Font.BOLD : Font.NORMAL, colour));
        var phrase = new Phrase();
        phrase.setLeading(size * 1.4f);
        for (Run run : runs(text))
            phrase.add(new Chunk(run.text(), run.plain() ? main : other.orElse(main)));
        return phrase;
    }

    /** Characters of one font. */
    private record Run(String text, boolean plain) {}

    private List<Run> runs(String text) {
        var runs = new ArrayList<Run>();
        var run = new StringBuilder();
        boolean inPlain = true;
        for (char c : text.toCharArray()) {
            boolean isPlain = plain.charExists(c) || fallback.filter(font -> font.charExists(c)).isEmpty();
            if (isPlain != inPlain && !run.isEmpty()) {
                runs.add(new Run(run.toString(), inPlain));
                run.setLength(0);
            }
            inPlain = isPlain;
            run.append(isPlain && !plain.charExists(c) ? '?' : c);
        }
        runs.add(new Run(run.toString(), inPlain));
        return runs;
    }

    // --- the chart; its origin is the lower left corner ---

    private void draw(PdfContentByte to, QualityCourse course) {
        to.setLineWidth(0.6f);
        to.setColorStroke(GRID);
        for (MosBand band : MosBand.values()) {
            line(to, LEFT, y(band.lowest()), WIDTH, y(band.lowest()));
            double above = band.ordinal() + 1 < MosBand.values().length ? MosBand.values()[band.ordinal() + 1].lowest() : MosBand.BEST;
            label(to, Element.ALIGN_RIGHT, page.texts().band(band), LEFT - 6, y((band.lowest() + above) / 2) - 3, MUTED);
        }
        for (int i = 0; i <= TICKS; i++)
            label(to, i == 0 ? Element.ALIGN_LEFT : i == TICKS ? Element.ALIGN_RIGHT : Element.ALIGN_CENTER,
                    page.texts().time(course.at((double) i / TICKS)), x((double) i / TICKS), BOTTOM - 14, MUTED);
        float place = LEFT;
        for (var line : course.lines()) {
            boolean you = line.from() == page.options().side();
            to.setColorStroke(you ? YOU : OTHER);
            to.setLineWidth(you ? 1.8f : 1.4f);
            if (you)
                to.setLineDash(0);
            else
                to.setLineDash(5, 2.5f, 0);
            for (var step : line.steps()) {
                if (step.follows())
                    to.lineTo(x(step.begin()), y(step.mos()));
                else
                    to.moveTo(x(step.begin()), y(step.mos()));
                to.lineTo(x(step.end()), y(step.mos()));
            }
            to.stroke();
            line(to, place, CHART - 9, place + 24, CHART - 9);
            label(to, Element.ALIGN_LEFT, page.lineLabel(line.from()), place + 30, CHART - 12, TEXT);
            place += (WIDTH - LEFT) / 2;
        }
        to.setLineDash(0);
    }

    private void label(PdfContentByte to, int align, String text, float x, float y, Color colour) {
        ColumnText.showTextAligned(to, align, phrase(text, 8.5f, false, colour), x, y, 0);
    }

    private static void line(PdfContentByte to, float x1, float y1, float x2, float y2) {
        to.moveTo(x1, y1);
        to.lineTo(x2, y2);
        to.stroke();
    }

    private static float x(double part) {
        return (float) (LEFT + part * (WIDTH - LEFT));
    }

    private static float y(double mos) {
        return (float) (BOTTOM + (mos - LEAST) / (MosBand.BEST - LEAST) * (CHART - BOTTOM - TOP));
    }
}
