package org.trunkline.query;

import java.util.regex.Pattern;

/**
 * Numbers as people write them, with spaces and parentheses that would part words elsewhere: {@code +46 (0)70 123*},
 * {@code 08-500 147 11}, {@code (070) 123 45 67}, {@code *45 67}.
 */
final class WrittenNumber {
    /** More groups than the digits of a number (E.164 §6) are none. */
    private static final String GROUPS = "(?:\\s+[\\d*?-]++){0,15}";
    private static final String AREA = "\\(\\d{1,5}\\)";
    private static final String AREA_AND_MORE = AREA + "(?:\\s*[\\d*?-]++)" + GROUPS;
    private static final String START = "(?:\\+\\d[\\d*?-]*+|0[\\d*?-]++)";
    /** {@code *123 45 67}: short groups only, so that {@code *4711 0812} stays two searches. */
    private static final String END_OF_ONE = "\\*\\d{2,15}(?:[ -]\\d{2,3}){1,5}\\*?";
    private static final Pattern NUMBER = Pattern.compile("(?:" + START + "(?:\\s*" + AREA_AND_MORE + "|" + GROUPS + ")|"
            + AREA_AND_MORE + "|" + END_OF_ONE + ")(?=[\\s()\\[\\]{}\"]|$)");

    private WrittenNumber() {}

    /** Behind the number that begins here; the same place where none does. */
    static int end(String text, int at) {
        var number = NUMBER.matcher(text).region(at, text.length());
        return number.lookingAt() ? number.end() : at;
    }
}
