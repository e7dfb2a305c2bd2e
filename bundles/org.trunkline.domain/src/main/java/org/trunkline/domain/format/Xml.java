package org.trunkline.domain.format;

/** Text in XML documents. */
public final class Xml {
    private Xml() {}

    /** Text as content or as a quoted value. What XML does not allow at all is left out: names come from anybody. */
    public static String text(String value) {
        return escape(new StringBuilder(value.length() + 8), value).toString();
    }

    /** Appends {@link #text}. */
    public static StringBuilder escape(StringBuilder text, String value) {
        value.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (c >= ' ' && c != 0x7f && c != 0xfffe && c != 0xffff && !(c >= 0xd800 && c <= 0xdfff))
                        text.appendCodePoint(c);
                }
            }
        });
        return text;
    }

    /** Reverses {@link #text}; other references stay as they are. */
    public static String plain(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&");
    }
}
