package org.trunkline.plugin.internal.archive;

import static org.trunkline.plugin.internal.archive.RefusedArchiveException.error;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.spi.config.SettingType;

/** Fields of a plug-in's settings, and the values that they take. */
public final class SettingRules {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})(:\\d{1,5})?|\\[[0-9a-fA-F:.]+](:\\d{1,5})?");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{4,14}");
    /** A plug-in gets true or false. */
    private static final Map<String, String> YES_NO = Map.of("true", "true", "yes", "true", "false", "false", "no", "false");
    private static final int MOST_FIELDS = 60;
    private static final int LONGEST_VALUE = 4_000;

    private SettingRules() {}

    static void check(List<Field> fields, List<FieldError> errors) {
        if (fields.size() > MOST_FIELDS)
            errors.add(error("settings", "too-many", "settings has " + fields.size() + " elements; " + MOST_FIELDS
                    + " are allowed", fields.size(), MOST_FIELDS));
        var names = new HashSet<String>();
        for (int i = 0; i < fields.size(); i++) {
            var field = fields.get(i);
            String path = "settings[" + i + "].";
            if (!NAME.matcher(field.name()).matches())
                errors.add(error(path + "name", "not-a-name", path + "name \"" + field.name()
                        + "\" must be up to 40 letters and digits in lower camel case", field.name()));
            else if (!names.add(field.name()))
                errors.add(error(path + "name", "duplicate", "There are two settings \"" + field.name() + "\"", field.name()));
            ManifestRules.texts(path + "label", field.label(), true, errors);
            ManifestRules.texts(path + "help", field.help(), false, errors);
            bounds(path, field, errors);
        }
    }

    private static void bounds(String path, Field field, List<FieldError> errors) {
        if (type(field).isEmpty()) {
            errors.add(error(path + "type", "not-a-type", path + "type \"" + field.type() + "\" is not one of "
                    + String.join(", ", Arrays.stream(SettingType.values()).map(SettingRules::word).toList()), field.type()));
            return;
        }
        for (var bound : List.of("min", "max")) {
            var value = bound.equals("min") ? field.min() : field.max();
            if (!value.isEmpty() && !NUMBER.matcher(value).matches())
                errors.add(error(path + bound, "not-a-number", path + bound + " \"" + value + "\" must be a whole number", value));
        }
        if (field.type().equals("choice") && field.choices().isEmpty())
            errors.add(error(path + "choices", "required", path + "choices must have at least one choice"));
        if (errors.isEmpty() && !field.defaultValue().isEmpty())
            problem(field, field.defaultValue()).ifPresent(e -> errors.add(
                    error(path + "default", e.code(), path + "default: " + e.message(), e.args().toArray())));
    }

    private static String word(SettingType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<SettingType> type(Field field) {
        return Arrays.stream(SettingType.values()).filter(t -> word(t).equals(field.type())).findFirst();
    }

    /** Checks a change of settings; the error's field is the setting's name. @param values an empty one takes it away */
    public static List<FieldError> check(List<Field> fields, Map<String, Optional<String>> values) {
        var errors = new ArrayList<FieldError>();
        values.forEach((name, value) -> {
            var field = fields.stream().filter(f -> f.name().equals(name)).findFirst();
            if (field.isEmpty())
                errors.add(error(name, "unknown-field", "There is no setting \"" + name + "\"; there are "
                        + String.join(", ", fields.stream().map(Field::name).toList()), name));
            else
                value.filter(v -> !v.isEmpty()).flatMap(v -> problem(field.get(), v)).ifPresent(errors::add);
        });
        return errors;
    }

    /** A value as the plug-in gets it. */
    public static String tidy(Field field, String value) {
        return field.type().equals("yes-no") ? YES_NO.getOrDefault(value, value) : value;
    }

    /** Why a value is refused. A secret is not repeated. */
    private static Optional<FieldError> problem(Field field, String value) {
        String name = field.name();
        String shown = field.secret() ? "The value" : "\"" + (value.length() > 80 ? value.substring(0, 80) + "…" : value) + "\"";
        if (value.length() > LONGEST_VALUE)
            return Optional.of(error(name, "too-long", name + " exceeds " + LONGEST_VALUE + " characters", LONGEST_VALUE));
        if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'))
            return Optional.of(error(name, "control-character", name + " must not have control characters"));
        boolean number = field.type().equals("number") || field.type().equals("duration");
        if (number && !NUMBER.matcher(value).matches())
            return Optional.of(error(name, "not-a-number", name + ": " + shown + " must be a whole number", shown));
        long size = number ? Long.parseLong(value) : value.length();
        if (!field.min().isEmpty() && size < Long.parseLong(field.min()) || !field.max().isEmpty()
                && size > Long.parseLong(field.max()))
            return Optional.of(error(name, "out-of-range", name + ": " + shown + (number ? " must be" : " must have a length")
                    + between(field), shown, field.min(), field.max()));
        return wanted(field, value).map(wanted -> error(name, "not-allowed", name + ": " + shown + " must be " + wanted, shown,
                wanted));
    }

    private static String between(Field field) {
        return (field.min().isEmpty() ? "" : " of at least " + field.min()) + (field.max().isEmpty() ? "" : " of at most "
                + field.max());
    }

    /** What the value should be, where it is not. */
    private static Optional<String> wanted(Field field, String value) {
        return switch (type(field).orElseThrow()) {
            case TEXT, NUMBER, DURATION, DIALLED, TRUNK, SUBSCRIBER -> Optional.empty();
            case YES_NO -> unless(YES_NO.containsKey(value), "true or false");
            case CHOICE -> unless(field.choices().containsKey(value), "one of " + String.join(", ", field.choices().keySet()));
            case HOST -> unless(HOST.matcher(value).matches(), "a host, host:port or an IP address");
            case URL -> unless(url(value), "an address that starts with https:// or http://");
            case MAIL -> unless(MAIL.matcher(value).matches(), "an e-mail address");
            case PHONE_NUMBER -> unless(E164.matcher(value).matches(), "a number such as +46812345678");
        };
    }

    private static Optional<String> unless(boolean fine, String wanted) {
        return fine ? Optional.empty() : Optional.of(wanted);
    }

    private static boolean url(String value) {
        try {
            var uri = URI.create(value);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
