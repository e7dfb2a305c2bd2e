package org.trunkline.ui.trunks.internal.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.plugin.PluginEntries.Entry;
import org.trunkline.ui.trunks.internal.model.FieldSpec.Limits;
import org.trunkline.ui.trunks.internal.model.FieldSpec.Type;

/** The form of a kind of a plug-in, by the fields that it declares. While the plug-in does not run it is for reading. */
final class AddedForm implements EntryForm<Entry, Map<String, String>> {
    private static final String HIDDEN = "•••";

    private final AddedKind kind;
    private final List<FieldSpec> specs;

    AddedForm(AddedKind kind) {
        this.kind = kind;
        specs = fields(kind).stream().map(AddedForm::spec).toList();
    }

    private static List<Field> fields(AddedKind kind) {
        return kind.about().fields();
    }

    private static FieldSpec spec(Field field) {
        Type type = type(field);
        return new FieldSpec(field.name(), "general", type, choices(field), type == Type.NUMBER
                ? new Limits(field.min(), field.max(), unit(field)) : Limits.NONE);
    }

    private static String unit(Field field) {
        return field.unit().isEmpty() && field.type().equals("duration") ? "s" : field.unit();
    }

    private static Type type(Field field) {
        return field.secret() ? Type.PASSWORD : switch (field.type()) {
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
    public List<FieldSpec> fields() {
        return specs;
    }

    @Override
    public Values blank() {
        var texts = new LinkedHashMap<String, String>();
        for (Field field : fields(kind))
            texts.put(field.name(), first(field));
        return new Values(texts);
    }

    private static String first(Field field) {
        if (!field.defaultValue().isEmpty() && !field.secret())
            return field.defaultValue();
        return switch (type(field)) {
            case CHECK -> "false";
            case CHOICE -> choices(field).isEmpty() ? "" : choices(field).getFirst();
            default -> "";
        };
    }

    @Override
    public Values values(Entry entry) {
        var texts = new LinkedHashMap<String, String>();
        for (Field field : fields(kind))
            texts.put(field.name(), field.secret() ? "" : entry.values().getOrDefault(field.name(),
                    type(field) == Type.CHECK ? "false" : ""));
        if (!kind.runs())
            texts.replaceAll((name, text) -> name.equals(keyField()) ? entry.key() : text);
        return new Values(texts);
    }

    @Override
    public String key(Entry entry) {
        return entry.key();
    }

    @Override
    public Checked<Map<String, String>> check(Values values, Optional<Entry> present) {
        var draft = new LinkedHashMap<String, String>();
        for (Field field : fields(kind)) {
            String text = field.secret() ? values.text(field.name()) : values.trimmed(field.name());
            if (!text.isEmpty())
                draft.put(field.name(), text);
        }
        return new Checked<>(Optional.of(draft), worded(FieldRules.check("", fields(kind), draft,
                present.map(Entry::secretsSet).orElse(List.of()))));
    }

    /** With the codes that the editors have words for. */
    List<FieldError> worded(List<FieldError> errors) {
        return errors.stream().map(error -> fields(kind).stream().filter(f -> f.name().equals(error.field())).findFirst()
                .map(field -> worded(error, field)).orElse(error)).toList();
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

    @Override
    public Catalog<Entry, Map<String, String>> catalog(Node node) {
        return new AddedCatalog(node.entries(), kind, this);
    }

    @Override
    public String keyField() {
        return kind.about().key();
    }

    @Override
    public boolean canBeRenamed() {
        return false;
    }

    @Override
    public boolean enabled(String field, Values values) {
        return kind.runs();
    }
}
