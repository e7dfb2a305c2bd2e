package org.trunkline.apps.schedule.internal.invite;

import java.nio.charset.StandardCharsets;

/** Lines of an iCalendar object (RFC 5545 §3.1): ended by CRLF, folded before their 76th octet, with no character split. */
final class ICalendar {
    private static final int LONGEST_LINE = 75;

    private final StringBuilder text = new StringBuilder();

    /** @param line a name, parameters and a value that cannot contain a line break */
    ICalendar line(String line) {
        if (line.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("a control character in a content line");
        int length = 0;
        for (int i = 0; i < line.length(); ) {
            int character = line.codePointAt(i);
            int octets = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (length + octets > LONGEST_LINE) {
                text.append("\r\n ");
                length = 1;
            }
            text.appendCodePoint(character);
            length += octets;
            i += Character.charCount(character);
        }
        text.append("\r\n");
        return this;
    }

    /** A property whose value is a text of any content (RFC 5545 §3.3.11). */
    ICalendar text(String name, String value) {
        return line(name + ":" + escaped(value));
    }

    private static String escaped(String value) {
        var escaped = new StringBuilder(value.length() + 16);
        value.replace("\r\n", "\n").chars().forEach(c -> {
            switch (c) {
                case '\\', ';', ',' -> escaped.append('\\').append((char) c);
                case '\n' -> escaped.append("\\n");
                default -> escaped.append(Character.isISOControl(c) ? ' ' : (char) c);
            }
        });
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
