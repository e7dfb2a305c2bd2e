package org.trunkline.export.table;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the first sheet of an Excel workbook (ECMA-376), part by part. What its parts become unpacked is bounded, so that a
 * small file cannot fill the memory; document types are not read.
 */
final class WorkbookReader implements AutoCloseable {
    /** Of all parts that are read, unpacked. */
    private static final long MAX_UNPACKED = 128L << 20;
    private static final int MAX_PARTS = 10_000;
    private static final String WORKBOOK = "xl/workbook.xml";
    private static final String RELATIONS = "xl/_rels/workbook.xml.rels";
    private static final String SHARED = "xl/sharedStrings.xml";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    private final ZipFile zip;
    private final long most;
    private long unpacked;

    private WorkbookReader(ZipFile zip, long most) {
        this.zip = zip;
        this.most = most;
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    /** @throws IOException if the file cannot be read */
    static Table read(Path file) throws IOException, TableException {
        return read(file, MAX_UNPACKED);
    }

    /** @param most bytes of all parts, unpacked */
    static Table read(Path file, long most) throws IOException, TableException {
        try (var reader = new WorkbookReader(new ZipFile(file.toFile()), most)) {
            return reader.read();
        } catch (ZipException | XMLStreamException e) {
            throw new TableException("not-a-workbook", "The file is not an Excel workbook, or it is damaged: " + e.getMessage(),
                    String.valueOf(e.getMessage()));
        }
    }

    private Table read() throws IOException, TableException, XMLStreamException {
        if (zip.size() > MAX_PARTS)
            throw tooLarge();
        String sheet = sheet();
        return rows(sheet, zip.getEntry(SHARED) == null ? List.of() : shared());
    }

    /** A part that is being read. */
    @FunctionalInterface
    private interface Part<T> {
        T read(XMLStreamReader xml) throws XMLStreamException, TableException;
    }

    private <T> T part(String name, Part<T> reading) throws IOException, TableException, XMLStreamException {
        var entry = zip.getEntry(name);
        if (entry == null)
            throw new TableException("not-a-workbook", "The file is not an Excel workbook: it has no " + name, name);
        try (var in = new Bounded(zip.getInputStream(entry))) {
            var xml = factory.createXMLStreamReader(in);
            try {
                return reading.read(xml);
            } catch (XMLStreamException e) {
                if (unpacked > most)
                    throw tooLarge();
                throw e;
            } finally {
                xml.close();
            }
        }
    }

    private TableException tooLarge() {
        return new TableException("workbook-too-large", "The workbook is too large unpacked: more than " + (most >> 20)
                + " MiB. Save the rows alone as a CSV file", most >> 20);
    }

    /** Counts what all parts become. */
    private final class Bounded extends FilterInputStream {
        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            count(Math.max(0, n));
            return n;
        }

        private void count(int bytes) throws IOException {
            unpacked += bytes;
            if (unpacked > most)
                throw new IOException("too large");
        }
    }

    /** The part of the first sheet. */
    private String sheet() throws IOException, TableException, XMLStreamException {
        Optional<String> id = part(WORKBOOK, xml -> {
            while (xml.hasNext())
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("sheet"))
                    return Optional.ofNullable(xml.getAttributeValue(OFFICE, "id"));
            return Optional.empty();
        });
        Map<String, String> targets = part(RELATIONS, xml -> {
            var found = new HashMap<String, String>();
            while (xml.hasNext())
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("Relationship"))
                    found.put(xml.getAttributeValue(null, "Id"), xml.getAttributeValue(null, "Target"));
            return found;
        });
        String target = id.map(targets::get).orElseThrow(() -> new TableException("not-a-workbook",
                "The file is not an Excel workbook: it has no sheet", ""));
        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
    }

    /** The texts that cells share. */
    private List<String> shared() throws IOException, TableException, XMLStreamException {
        return part(SHARED, xml -> {
            var texts = new ArrayList<String>();
            while (xml.hasNext())
                if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("si"))
                    texts.add(text(xml, "si"));
            return texts;
        });
    }

    /** The text within an element: all of its runs, without the phonetic ones. */
    private static String text(XMLStreamReader xml, String until) throws XMLStreamException {
        var text = new StringBuilder();
        int phonetic = 0;
        while (xml.hasNext())
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (xml.getLocalName().equals("rPh"))
                        phonetic++;
                    else if (xml.getLocalName().equals("t") && phonetic == 0)
                        text.append(xml.getElementText());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (xml.getLocalName().equals("rPh"))
                        phonetic--;
                    else if (xml.getLocalName().equals(until))
                        return text.toString();
                }
                default -> { }
            }
        return text.toString();
    }

    private Table rows(String sheet, List<String> shared) throws IOException, TableException, XMLStreamException {
        return part(sheet, xml -> {
            var table = new TableBuilder();
            int line = 0;
            List<String> cells = new ArrayList<>();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("row")) {
                    line = number(xml.getAttributeValue(null, "r")).orElse(line + 1);
                    cells = new ArrayList<>();
                } else if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("c")) {
                    int column = column(xml.getAttributeValue(null, "r")).orElse(cells.size());
                    String text = cell(xml, line, column, shared);
                    if (!text.isEmpty() && column >= Table.MAX_COLUMNS)
                        throw new TableException("too-many-columns", "Line " + line + " has more than " + Table.MAX_COLUMNS
                                + " columns", line, column + 1, Table.MAX_COLUMNS);
                    while (cells.size() < Math.min(column, Table.MAX_COLUMNS))
                        cells.add("");
                    if (column < Table.MAX_COLUMNS)
                        cells.add(TableBuilder.bounded(line, text));
                } else if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("row")) {
                    table.add(line, cells);
                }
            }
            return table.table();
        });
    }

    private static Optional<Integer> number(String text) {
        return Optional.ofNullable(text).filter(t -> t.matches("[0-9]{1,9}")).map(Integer::valueOf);
    }

    /** {@code 27} of {@code AB12}. */
    private static Optional<Integer> column(String reference) {
        if (reference == null || !reference.matches("[A-Z]{1,3}[0-9]+"))
            return Optional.empty();
        int column = 0;
        for (int i = 0; Character.isLetter(reference.charAt(i)); i++)
            column = column * 26 + reference.charAt(i) - 'A' + 1;
        return Optional.of(column - 1);
    }

    private static String cell(XMLStreamReader xml, int line, int column, List<String> shared)
            throws XMLStreamException, TableException {
        String type = Optional.ofNullable(xml.getAttributeValue(null, "t")).orElse("n");
        String value = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c"))
                break;
            if (event != XMLStreamConstants.START_ELEMENT)
                continue;
            switch (xml.getLocalName()) {
                case "f" -> throw TableBuilder.formula(line, column + 1);
                case "v" -> value = xml.getElementText();
                case "is" -> value = text(xml, "is");
                default -> { }
            }
        }
        return switch (type) {
            case "s" -> shared(shared, value, line, column);
            case "b" -> value.strip().equals("1") ? "true" : "false";
            case "n" -> decimal(value);
            case "e" -> throw new TableException("error-cell", "Line " + line + ", column " + (column + 1)
                    + " has the error " + value + ". Replace it with a value", line, column + 1, value);
            default -> value;
        };
    }

    private static String shared(List<String> shared, String index, int line, int column) throws TableException {
        return number(index.strip()).filter(i -> i < shared.size()).map(shared::get).orElseThrow(() -> new TableException(
                "not-a-workbook", "Line " + line + ", column " + (column + 1) + " refers to a text that the workbook lacks", ""));
    }

    /** Without an exponent: long numbers have one. */
    private static String decimal(String value) {
        try {
            var number = new BigDecimal(value.strip());
            return Math.abs(number.scale()) > 100 ? value : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return value;
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
