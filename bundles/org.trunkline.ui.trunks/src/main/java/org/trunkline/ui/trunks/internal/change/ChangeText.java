package org.trunkline.ui.trunks.internal.change;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.LoggedChange;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.config.TakenBack;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** Changes in words. */
final class ChangeText {
    private static final int FIELDS = 4;
    /** Kinds whose lengths and moments the audit writes as ISO 8601. */
    private static final Set<String> ISO_KINDS = Set.of(AuditSubject.SAVED_SEARCH, AuditSubject.LEGAL_HOLD);
    private static final Pattern SETTING = Pattern.compile("(\\S+): (.*?)(?=, \\S+: |$)");
    private static final Pattern SECRETS = Pattern.compile("\\S+: (?:set|removed)(?:, \\S+: (?:set|removed))*");

    private final Texts texts;
    private final FieldText fields;
    private final Formats formats;
    private final NoteText notes;
    private final AddedWords added;

    ChangeText(AddedWords added) {
        this(Texts.of(ChangeText.class), FieldText.create(), Formats.ofPreferences(), added);
    }

    ChangeText(Texts texts, FieldText fields, Formats formats, AddedWords added) {
        this.texts = texts;
        this.fields = fields;
        this.formats = formats;
        notes = new NoteText(texts, formats);
        this.added = added;
    }

    /** {@code Ring group sales} in the desk's language. */
    String subject(LoggedChange change) {
        return added.subject(change).orElseGet(() -> fields.dependent(change.subject()));
    }

    String action(LoggedChange change) {
        String key = "action." + change.action().replace(' ', '-');
        return texts.has(key) ? texts.get(key) : change.action();
    }

    /** The fields with their values before and after, or what else was noted. */
    String what(LoggedChange change) {
        if (change.fields().isEmpty())
            return change.note().isEmpty() && change.secretSet() ? texts.get("password.set")
                    : kind(change).equals(AuditSubject.SETTINGS) ? settings(change) : notes.of(change.note());
        return change.fields().stream().map(f -> difference(change, f)).collect(Collectors.joining("; "));
    }

    /** Settings without their values, or as they were noted before values were kept. */
    private String settings(LoggedChange change) {
        String said = SETTING.matcher(change.note()).results().map(setting -> texts.get("field.set", settingLabel(setting.group(1)),
                texts.has("setting." + setting.group(2)) ? texts.get("setting." + setting.group(2)) : setting.group(2)))
                .collect(Collectors.joining("; "));
        return said.isEmpty() ? change.note() : said;
    }

    private String settingLabel(String name) {
        return added.label(AuditSubject.SETTINGS, name).orElse(name);
    }

    /** Why a change stays, where it is not just that it changed no entry. */
    Optional<String> whyNot(LoggedChange change) {
        if (change.canBeTakenBack() || change.takenBackBy().isPresent())
            return Optional.empty();
        return switch (kind(change)) {
            case AuditSubject.LEGAL_HOLD -> Optional.of(texts.get("error.hold-is-evidence", subject(change)));
            case AuditSubject.SETTINGS -> Optional.of(texts.get(SECRETS.matcher(change.note()).matches() ? "error.setting-secret"
                    : "error.not-revertible", subject(change)));
            default -> Optional.empty();
        };
    }

    /** Settings that wait for a restart of the node; empty where none does. */
    Optional<String> restart(TakenBack done) {
        return done.restart().isEmpty() ? Optional.empty() : Optional.of(texts.get("taken-back.restart", done.restart().stream()
                .map(this::settingLabel).collect(Collectors.joining(", "))));
    }

    private String difference(LoggedChange change, LoggedChange.Field field) {
        return change.action().equals("change") ? texts.get("field.changed", label(change, field), before(change, field),
                after(change, field)) : texts.get("field.set", label(change, field),
                        field.after().isEmpty() ? before(change, field) : after(change, field));
    }

    String label(LoggedChange change, LoggedChange.Field field) {
        return added.label(kind(change), field.path()).orElseGet(() -> fields.label(kind(change), field.path()));
    }

    /** What can be called of what was changed. */
    List<String> dialled(LoggedChange change) {
        return added.dialled(change.subject());
    }

    /** What can be called of a field's value, before or after. */
    List<String> dialled(LoggedChange change, LoggedChange.Field field, String value) {
        return added.dialled(kind(change), field.path(), value);
    }

    String before(LoggedChange change, LoggedChange.Field field) {
        return value(change, field, field.before());
    }

    String after(LoggedChange change, LoggedChange.Field field) {
        return value(change, field, field.after());
    }

    private String kind(LoggedChange change) {
        return change.entry().map(LoggedChange.Key::kind).orElseGet(() -> fields.kindOf(change.subject()));
    }

    private String value(LoggedChange change, LoggedChange.Field field, String value) {
        String kind = kind(change);
        if (!ISO_KINDS.contains(kind))
            return added.value(kind, field.path(), value).orElseGet(() -> fields.value(kind, field.path(), value));
        try {
            return value.startsWith("PT") ? formats.age(Duration.parse(value)) : fields.value(kind, field.path(), inZone(value));
        } catch (DateTimeParseException e) {
            return fields.value(kind, field.path(), value);
        }
    }

    /** One change in a line, with its first fields. */
    String line(LoggedChange change) {
        String first = change.fields().stream().limit(FIELDS).map(f -> difference(change, f)).collect(Collectors.joining("; "));
        String line = texts.get("line", formats.dateTime(change.at()), change.who(), action(change), subject(change));
        return first.isEmpty() ? line : line + "\n" + first + (change.fields().size() > FIELDS ? "; …" : "");
    }

    /** Why a change could not be taken back; empty where it was. */
    Optional<String> refusal(SaveResult<TakenBack> result) {
        return switch (result) {
            case SaveResult.Saved<TakenBack> _ -> Optional.empty();
            case SaveResult.Rejected<TakenBack>(var errors) -> Optional.of(errors.stream().map(this::sentence)
                    .collect(Collectors.joining(" ")));
            case SaveResult.Missing<TakenBack>(String key) -> Optional.of(texts.get("gone", key));
            case SaveResult.InUse<TakenBack>(var users) -> Optional.of(texts.get("in-use", users.stream().map(fields::dependent)
                    .collect(Collectors.joining(", "))));
        };
    }

    private String sentence(FieldError error) {
        return added.label(AuditSubject.SETTINGS, error.field()).map(label -> texts.get("field.set", label, reason(error)))
                .orElseGet(() -> reason(error));
    }

    private String reason(FieldError error) {
        String key = "error." + error.code();
        if (!texts.has(key))
            return fields.sentence(error);
        List<String> args = new ArrayList<>(error.args());
        args.set(0, fields.dependent(args.getFirst()));
        args.replaceAll(this::inZone);
        return texts.get(key, args.toArray());
    }

    private String inZone(String arg) {
        try {
            return formats.dateTime(Instant.parse(arg));
        } catch (DateTimeParseException e) {
            return arg;
        }
    }
}
