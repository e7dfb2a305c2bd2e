package org.trunkline.api.plugin;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout.Field;

/** Checks the values of a form; needs no node, so a form can use it on each keystroke. */
public final class FieldRules {
    /** Maximum length of a value, in characters. */
    public static final int LONGEST = 4_000;
    private static final int SHOWN = 80;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9.-]{0,252})(:\\d{1,5})?|\\[[0-9a-fA-F:.]+](:\\d{1,5})?|[0-9a-fA-F:.]{2,45}");
    private static final Pattern MAIL = Pattern.compile("[^\\s@<>]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{4,14}");

    private FieldRules() {}

    /**
     * Checks all values of a form.
     *
     * @param path before the name of a field in an error: {@code settings.}
     * @param values by name; an empty one is none
     * @param kept names of secrets that have a value already, so that none need be given
     */
    public static List<FieldError> check(String path, List<Field> fields, Map<String, String> values,
            Collection<String> kept) {
        var errors = new ArrayList<FieldError>();
        var names = fields.stream().map(Field::name).toList();
        for (String name : values.keySet())
            if (!names.contains(name))
                errors.add(error(path + shown(name), "unknown-field", "There is no field \"" + shown(name) + "\"; there are "
                        + String.join(", ", names), shown(name)));
        for (var field : fields) {
            var value = values.getOrDefault(field.name(), "");
            if (!value.isEmpty())
                problem(path + field.name(), field, value).ifPresent(errors::add);
            else if (field.required() && !kept.contains(field.name()))
                errors.add(error(path + field.name(), "required", path + field.name() + " is missing"));
        }
        return errors;
    }

    /** Why a value is refused; a secret is not repeated. @param path of the field, for the error */
    public static Optional<FieldError> problem(String path, Field field, String value) {
        if (value.length() > LONGEST)
            return Optional.of(error(path, "too-long", path + " has " + value.length() + " characters, at most " + LONGEST
                    + " are allowed", value.length(), LONGEST));
        if (value.chars().anyMatch(Character::isISOControl))
            return Optional.of(error(path, "control-character", path + " contains a control character such as a line break"));
        var wanted = wanted(field, value);
        if (wanted.isPresent())
            return Optional.of(error(path, "not-allowed", path + ": " + told(field, value) + " must be " + wanted.get(),
                    told(field, value), wanted.get()));
        return range(path, field, value);
    }

    private static Optional<FieldError> range(String path, Field field, String value) {
        boolean number = Set.of("number", "duration").contains(field.type());
        long size = number ? Long.parseLong(value) : value.length();
        long min = field.min().isEmpty() ? Long.MIN_VALUE : Long.parseLong(field.min());
        long max = field.max().isEmpty() ? Long.MAX_VALUE : Long.parseLong(field.max());
        if (size >= min && size <= max)
            return Optional.empty();
        var bounds = (field.min().isEmpty() ? "" : " at least " + min) + (field.max().isEmpty() ? "" : " at most " + max);
        return Optional.of(number ? error(path, "out-of-range", path + " " + told(field, value) + " must be" + bounds,
                told(field, value), field.min(), field.max())
                : error(path, "wrong-length", path + " has " + size + " characters, it must have" + bounds, size, field.min(),
                        field.max()));
    }

    /** The expected value, if the value is invalid. */
    private static Optional<String> wanted(Field field, String value) {
        return switch (field.type()) {
            case "number" -> unless(NUMBER.matcher(value).matches(), "a whole number");
            case "duration" -> unless(NUMBER.matcher(value).matches() && !value.startsWith("-"), "a whole number of seconds");
            case "yes-no" -> unless(value.equals("true") || value.equals("false"), "true or false");
            case "choice" -> unless(field.choices().containsKey(value), "one of "
                    + String.join(", ", field.choices().keySet().stream().sorted().toList()));
            case "host" -> unless(HOST.matcher(value).matches(), "a host, host:port or an IP address");
            case "url" -> unless(url(value), "an address that starts with https:// or http://");
            case "mail" -> unless(MAIL.matcher(value).matches(), "an e-mail address");
            case "phone-number" -> unless(E164.matcher(value).matches(), "a number such as +46812345678");
            default -> FieldFormats.wanted(field.type(), value);
        };
    }

    private static Optional<String> unless(boolean fine, String wanted) {
        return fine ? Optional.empty() : Optional.of(wanted);
    }

    private static boolean url(String value) {
        try {
            var uri = new URI(value);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String told(Field field, String value) {
        return field.secret() ? "the value" : "\"" + shown(value) + "\"";
    }

    private static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    }

    private static FieldError error(String field, String code, String message, Object... args) {
        return new FieldError(field, code, Arrays.stream(args).map(String::valueOf).toList(), message);
    }
}
