package org.trunkline.domain.cdr;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * A field that a plug-in added to the record of a call that has ended.
 *
 * @param name searched as {@code name:value}, see {@link #isName}
 * @param value as {@link Type} says
 * @param source id of the plug-in, or {@link Finding#HOUSE}
 */
public record Attribute(String name, Type type, String value, String source) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,30}");
    /** Characters of a text. */
    public static final int LONGEST = 200;

    public enum Type {
        /** 1 to 200 characters. */
        TEXT,
        /** 64-bit, in decimal digits. */
        NUMBER,
        /** ISO 8601 in UTC: {@code 2026-11-22T20:15:00Z}. */
        TIME,
        /** {@code true} or {@code false}. */
        BOOLEAN
    }

    /** @throws IllegalArgumentException if the name is not one, or the value not of the type */
    public Attribute {
        requireNonNull(type);
        requireNonNull(source);
        if (!isName(name))
            throw new IllegalArgumentException("name: " + name);
        if (!isOf(type, value))
            throw new IllegalArgumentException(name + ": " + value);
    }

    /** 1 to 30 of A-Z and a-z: with digits an address of IPv6 would look like a field and its value. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public static boolean isOf(Type type, String value) {
        try {
            return switch (type) {
                case TEXT -> !value.isEmpty() && value.length() <= LONGEST;
                case NUMBER -> value.equals(Long.toString(Long.parseLong(value)));
                case TIME -> value.equals(Instant.parse(value).toString());
                case BOOLEAN -> value.equals("true") || value.equals("false");
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            return false;
        }
    }

    /** Whether the node itself added it. */
    public boolean isOurs() {
        return source.equals(Finding.HOUSE);
    }

    /** A number, or a time in milliseconds since 1970. @throws IllegalStateException of another type */
    public long number() {
        return switch (type) {
            case NUMBER -> Long.parseLong(value);
            case TIME -> Instant.parse(value).toEpochMilli();
            case TEXT, BOOLEAN -> throw new IllegalStateException(name + " is not a number");
        };
    }
}
