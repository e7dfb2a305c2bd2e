package org.trunkline.ui.plugins.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginStatus;

/**
 * The settings of a plug-in as they are, and what was typed over them. A secret is never shown: what is typed replaces it,
 * nothing typed leaves it. No widgets.
 *
 * @param fields in their order
 * @param values that are set, without secrets
 * @param secretsSet names of secrets that have a value
 */
record SettingsDraft(List<Field> fields, Map<String, String> values, List<String> secretsSet) {
    private static final List<String> LENGTHS = List.of("too-short", "too-long");
    private static final List<String> YES = List.of("true", "yes");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(:[0-9]{1,5})?"
            + "|\\[[0-9a-fA-F:.]{2,45}](:[0-9]{1,5})?|[0-9a-fA-F:]{2,45}");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{4,14}");

    SettingsDraft {
        fields = List.copyOf(fields);
        values = Map.copyOf(values);
        secretsSet = List.copyOf(secretsSet);
    }

    static SettingsDraft of(PluginStatus status) {
        return new SettingsDraft(status.about().settings(), status.settings(), status.secretsSet());
    }

    /** What a field begins with: its value, else its default; of a secret nothing. */
    String shown(Field field) {
        if (field.secret())
            return "";
        String value = values.getOrDefault(field.name(), field.defaultValue());
        return field.type().equals("yes-no") ? String.valueOf(YES.contains(value)) : value;
    }

    /** What is to be changed, for the node: an emptied value goes back to its default. */
    Map<String, Optional<String>> changes(Map<String, String> typed) {
        var changed = new LinkedHashMap<String, Optional<String>>();
        for (Field field : fields) {
            String text = typed.getOrDefault(field.name(), shown(field)).strip();
            if (!text.equals(shown(field)))
                changed.put(field.name(), text.isEmpty() ? Optional.empty() : Optional.of(text));
        }
        return changed;
    }

    /** What can be said without asking the node, by what was typed. */
    List<FieldError> check(Map<String, String> typed) {
        var errors = new ArrayList<FieldError>();
        for (Field field : fields) {
            String text = typed.getOrDefault(field.name(), shown(field)).strip();
            if (text.isEmpty())
                missing(field).ifPresent(errors::add);
            else
                wrong(field, text).ifPresent(errors::add);
        }
        return errors;
    }

    private Optional<FieldError> missing(Field field) {
        boolean has = !field.defaultValue().isEmpty() || field.secret() && secretsSet.contains(field.name());
        return field.required() && !has ? Optional.of(error(field, "required", "")) : Optional.empty();
    }

    private static Optional<FieldError> wrong(Field field, String text) {
        return switch (field.type()) {
            case "number", "duration" -> number(field, text);
            case "host" -> when(!HOST.matcher(text).matches(), field, "not-a-host", text);
            case "url" -> when(!isUrl(text), field, "not-a-url", text);
            case "mail" -> when(!MAIL.matcher(text).matches(), field, "not-a-mail", text);
            case "phone-number" -> when(!PHONE.matcher(text).matches(), field, "not-e164", text);
            case "text" -> length(field, text);
            default -> Optional.empty();
        };
    }

    /** The bounds of a text are those of its length. */
    private static Optional<FieldError> length(Field field, String text) {
        boolean low = value(field.min()).stream().anyMatch(min -> text.length() < min);
        if (low)
            return Optional.of(error(field, "too-short", field.min()));
        boolean high = value(field.max()).stream().anyMatch(max -> text.length() > max);
        return when(high, field, "too-long", field.max());
    }

    private static Optional<FieldError> number(Field field, String text) {
        OptionalDouble value = value(text);
        if (value.isEmpty())
            return Optional.of(error(field, "not-a-number", text));
        boolean low = value(field.min()).stream().anyMatch(min -> value.getAsDouble() < min);
        boolean high = value(field.max()).stream().anyMatch(max -> value.getAsDouble() > max);
        return when(low || high, field, "out-of-range", text);
    }

    private static OptionalDouble value(String text) {
        return text.matches("-?[0-9]{1,15}([.][0-9]{1,9})?") ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }

    private static boolean isUrl(String text) {
        try {
            var url = URI.create(text);
            return List.of("https", "http").contains(String.valueOf(url.getScheme())) && url.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<FieldError> when(boolean wrong, Field field, String code, String value) {
        return wrong ? Optional.of(error(field, code, value)) : Optional.empty();
    }

    /** What was typed as a secret is not repeated. */
    private static FieldError error(Field field, String code, String value) {
        String shown = field.secret() && !LENGTHS.contains(code) ? "•••" : value;
        return new FieldError(field.name(), code, List.of(shown, field.min(), field.max()), field.name() + ": " + code);
    }
}
