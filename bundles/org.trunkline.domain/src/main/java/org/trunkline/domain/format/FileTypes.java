package org.trunkline.domain.format;

import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Media types of files that subscribers send each other. */
public final class FileTypes {
    public static final String UNKNOWN = "application/octet-stream";
    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,90}");
    private static final Pattern PATTERN = Pattern.compile("\\*/\\*|[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/([a-z0-9][a-z0-9!#$&^_.+-]{0,89})?\\*?(?<!/)");
    /** Pictures that desks and browsers decode. */
    private static final List<String> PICTURES = List.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");
    private static final Map<String, String> BY_ENDING = Map.ofEntries(entry("png", "image/png"), entry("jpg", "image/jpeg"),
            entry("jpeg", "image/jpeg"), entry("gif", "image/gif"), entry("webp", "image/webp"), entry("bmp", "image/bmp"),
            entry("heic", "image/heic"), entry("tif", "image/tiff"), entry("tiff", "image/tiff"), entry("pdf", "application/pdf"),
            entry("txt", "text/plain"), entry("log", "text/plain"), entry("csv", "text/csv"), entry("zip", "application/zip"),
            entry("mp3", "audio/mpeg"), entry("wav", "audio/wav"), entry("ogg", "audio/ogg"), entry("m4a", "audio/mp4"),
            entry("mp4", "video/mp4"), entry("mov", "video/quicktime"), entry("webm", "video/webm"),
            entry("doc", "application/msword"), entry("xls", "application/vnd.ms-excel"), entry("ppt", "application/vnd.ms-powerpoint"),
            entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
            entry("odt", "application/vnd.oasis.opendocument.text"), entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            entry("odp", "application/vnd.oasis.opendocument.presentation"), entry("html", "text/html"), entry("htm", "text/html"),
            entry("svg", "image/svg+xml"), entry("js", "text/javascript"), entry("xml", "application/xml"));

    private FileTypes() {}

    /** The type that is given, else the one that the name's ending stands for, else {@link #UNKNOWN}. @param contentType as written, may be empty */
    public static String known(String contentType, String name) {
        String given = MediaTypes.of(contentType);
        return TYPE.matcher(given).matches() && !given.equals(UNKNOWN) ? given : ofName(name);
    }

    /** By the ending of a name; {@link #UNKNOWN} where it is not known. */
    public static String ofName(String name) {
        return BY_ENDING.getOrDefault(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /** Whether a list has a type: itself, or a beginning of it that ends with an asterisk. @param type in lower case */
    public static boolean allowed(String type, List<String> patterns) {
        return patterns.stream().anyMatch(each -> each.equals("*/*") || each.equals(type)
                || each.endsWith("*") && type.startsWith(each.substring(0, each.length() - 1)));
    }

    /** Whether a text is a type, or the beginning of types that ends with an asterisk: an asterisk on both sides for all. */
    public static boolean isPattern(String text) {
        return PATTERN.matcher(text).matches();
    }

    /** Whether its content can be shown as a picture. @param type in lower case */
    public static boolean isPicture(String type) {
        return PICTURES.contains(type);
    }
}
