package org.trunkline.ui.form;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.ui.form.FormField.Limits;
import org.trunkline.ui.form.FormField.Type;

/** The form of fields that a plug-in declares: its settings, a channel of its alerts, an entry of its kinds. */
public final class DeclaredForm implements FormRules, FormWords {
    private static final String HIDDEN = "•••";
    private static final List<String> YES = List.of("true", "yes");

    private final List<Field> declared;
    private final List<FormField> fields;

    public DeclaredForm(List<Field> declared) {
        this.declared = List.copyOf(declared);
        fields = declared.stream().map(DeclaredForm::field).toList();
    }

    /** In the desk's language, else in English, else the other words. */
    public static String in(Map<String, String> texts, String otherwise) {
        var text = texts.getOrDefault(Locale.getDefault().getLanguage(), texts.getOrDefault("en", ""));
        return text.isBlank() ? otherwise : text;
    }

    private static FormField field(Field field) {
        Type type = type(field);
        return new FormField(field.name(), "general", type, choices(field), type == Type.NUMBER
                ? new Limits(field.min(), field.max(), unit(field)) : Limits.NONE);
    }

    private static String unit(Field field) {
        return field.unit().isEmpty() && field.type().equals("duration") ? "s" : field.unit();
    }

    private static Type type(Field field) {
        return field.secret() ? Type.SECRET : switch (field.type()) {
            case "number", "duration" -> Type.NUMBER;
            case "yes-no" -> Type.CHECK;
            case "choice" -> Type.CHOICE;
            case "trunk" -> Type.TRUNK;
            case "subscriber" -> Type.SUBSCRIBER;
            default -> Type.TEXT;
        };
    }

    private static List<String> choices(Field field) {
        var values = new ArrayList<>(new TreeSet<>(field.choices().keySet()));
        if (!field.required() && !values.isEmpty())
            values.addFirst("");
        return values;
    }

    @Override
    public List<FormField> fields() {
        return fields;
    }

    @Override
    public String keyField() {
        return "";
    }

    /** What a new form begins with. */
    public FormValues blank() {
        var texts = new LinkedHashMap<String, String>();
        for (Field field : declared)
            texts.put(field.name(), first(field));
        return new FormValues(texts);
    }

    private static String first(Field field) {
        String value = field.secret() ? "" : field.defaultValue();
        return switch (type(field)) {
            case CHECK -> String.valueOf(YES.contains(value));
            case CHOICE -> value.isEmpty() && !choices(field).isEmpty() ? choices(field).getFirst() : value;
            default -> value;
        };
    }

    /** Values as they were saved; nothing of secrets. */
    public FormValues values(Map<String, String> saved) {
        var texts = new LinkedHashMap<String, String>();
        for (Field field : declared) {
            String value = field.secret() ? "" : saved.getOrDefault(field.name(), "");
            texts.put(field.name(), type(field) == Type.CHECK ? String.valueOf(YES.contains(value)) : value);
        }
        return new FormValues(texts);
    }

    /** What was typed, without the spaces around it and without what is empty. */
    public Map<String, String> typed(FormValues values) {
        var typed = new LinkedHashMap<String, String>();
        for (Field field : declared) {
            String text = field.secret() ? values.text(field.name()) : values.trimmed(field.name());
            if (!text.isEmpty())
                typed.put(field.name(), text);
        }
        return typed;
    }

    /**
     * Errors that can be found without a node.
     *
     * @param values by name; an empty one is none
     * @param kept names of secrets that have a value already
     */
    public List<FieldError> check(Map<String, String> values, Collection<String> kept) {
        return worded(FieldRules.check("", declared, values, kept));
    }

    /** With the codes that forms have words for. */
    public List<FieldError> worded(List<FieldError> errors) {
        return errors.stream().map(error -> declared(error.field()).map(field -> worded(error, field)).orElse(error)).toList();
    }

    private static FieldError worded(FieldError error, Field field) {
        boolean low = !field.min().isEmpty();
        boolean high = !field.max().isEmpty();
        String value = shown(error, field);
        return switch (error.code()) {
            case "not-allowed" -> type(field) == Type.NUMBER ? coded(error, low && high ? "not-number" : "not-whole", value, field.min(), field.max())
                    : coded(error, "not-" + field.type(), value);
            case "out-of-range" -> low && high ? coded(error, error.code(), value, field.min(), field.max())
                    : low ? coded(error, "too-low", value, field.min()) : coded(error, "too-high", value, field.max());
            case "wrong-length" -> high && Long.parseLong(value) > Long.parseLong(field.max()) ? coded(error, "too-long", value, field.max())
                    : coded(error, "too-short", value, field.min());
            default -> error;
        };
    }

    /** The value without the quotes of the API's English; a secret is not repeated. */
    private static String shown(FieldError error, Field field) {
        String value = error.args().isEmpty() ? "" : error.args().getFirst();
        if (field.secret() && !error.code().equals("wrong-length"))
            return HIDDEN;
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }

    private static FieldError coded(FieldError error, String code, String... args) {
        return new FieldError(error.field(), code, List.of(args), error.message());
    }

    private Optional<Field> declared(String name) {
        return declared.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    @Override
    public String label(FormField field) {
        return in(declared(field.name()).map(Field::label).orElse(Map.of()), field.name());
    }

    @Override
    public String tip(FormField field) {
        return in(declared(field.name()).map(Field::help).orElse(Map.of()), "");
    }

    @Override
    public String choice(FormField field, String value) {
        return in(declared(field.name()).map(f -> f.choices().get(value)).orElse(Map.of()), value);
    }

    @Override
    public String section(String name) {
        return "";
    }
}
