package org.trunkline.store.jdbc.internal.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.trunkline.api.config.AuditSubject;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.ConfigChange.PutHold;
import org.trunkline.engine.port.config.ConfigChange.PutNumber;
import org.trunkline.engine.port.config.ConfigChange.PutRetention;
import org.trunkline.engine.port.config.ConfigChange.PutRingGroup;
import org.trunkline.engine.port.config.ConfigChange.PutRoute;
import org.trunkline.engine.port.config.ConfigChange.PutSavedSearch;
import org.trunkline.engine.port.config.ConfigChange.PutSubscriber;
import org.trunkline.engine.port.config.ConfigChange.PutTrunk;
import org.trunkline.engine.port.config.ConfigChange.RemoveHold;
import org.trunkline.engine.port.config.ConfigChange.RemoveNumber;
import org.trunkline.engine.port.config.ConfigChange.RemoveRingGroup;
import org.trunkline.engine.port.config.ConfigChange.RemoveRoute;
import org.trunkline.engine.port.config.ConfigChange.RemoveSavedSearch;
import org.trunkline.engine.port.config.ConfigChange.RemoveSubscriber;
import org.trunkline.engine.port.config.ConfigChange.RemoveTrunk;
import org.trunkline.engine.port.config.ConfigStore.AuditEntry;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.engine.port.config.SavedSearchTexts;

/**
 * What the audit says of a change; never a secret, only that one was set.
 *
 * @param action {@code create}, {@code change} or {@code delete}; of a legal hold {@code hold}, {@code change} or {@code lift}
 * @param subject kind and key: {@code trunk Telia A}
 * @param detail what it is now, or each field with its value before and after
 * @param fields what it is now, whole: a line for each field, its name and its value after a tab; empty where deleted
 */
record AuditText(String action, String subject, String detail, String fields) {
    private static final int MAX_DETAIL = 20_000;
    private static final int MAX_FIELDS = 1_000_000;
    private static final String SECRET_SET = "password: set";
    private static final String RENAMED = "renamed to ";
    private static final int MAX_SUBJECT = 255;

    static AuditText of(ConfigChange change, Configuration before) {
        return switch (change) {
            case PutSubscriber(var it, var secret) -> put(EntryKind.SUBSCRIBER, before.subscribers(), it, secret.isPresent());
            case PutTrunk(var it, var password) -> put(EntryKind.TRUNK, before.trunks(), it, password.isPresent());
            case PutNumber(var it) -> put(EntryKind.NUMBER, before.numbers(), it, false);
            case PutRoute(var it) -> put(EntryKind.ROUTE, before.routes(), it, false);
            case PutRingGroup(var it) -> put(EntryKind.RING_GROUP, before.ringGroups(), it, false);
            case PutSavedSearch(var it, var secret, var channels) -> put(savedSearch(it.name()), before.savedSearches().list()
                    .stream().filter(s -> s.name().equals(it.name())).findFirst().map(SavedSearchTexts::write),
                    SavedSearchTexts.write(it), secret.isPresent() || channels.values().stream().anyMatch(s -> !s.isEmpty()));
            case RemoveSavedSearch(var key) -> deleted(savedSearch(key));
            case PutHold(var it) -> held(put(legalHold(it.name()), before.keeping().holds().stream()
                    .filter(h -> h.name().equals(it.name())).findFirst(), it, false));
            case RemoveHold(var key) -> new AuditText("lift", legalHold(key), before.keeping().holds().stream()
                    .filter(h -> h.name().equals(key)).findFirst().map(AuditText::told).orElse(""), "");
            case PutRetention(var it) -> put(new AuditSubject(AuditSubject.RETENTION).text(), before.keeping().retention(), it, false);
            case RemoveSubscriber(var key, var successor) -> new AuditText("delete", EntryKind.SUBSCRIBER.subject(key),
                    successor.map(name -> RENAMED + name).orElse(""), "");
            case RemoveTrunk(var key) -> deleted(EntryKind.TRUNK.subject(key));
            case RemoveNumber(var key) -> deleted(EntryKind.NUMBER.subject(key));
            case RemoveRoute(var key) -> deleted(EntryKind.ROUTE.subject(key));
            case RemoveRingGroup(var key) -> deleted(EntryKind.RING_GROUP.subject(key));
        };
    }

    private static String savedSearch(String name) {
        return new AuditSubject(AuditSubject.SAVED_SEARCH, name).text();
    }

    private static String legalHold(String name) {
        return new AuditSubject(AuditSubject.LEGAL_HOLD, name).text();
    }

    private static AuditText held(AuditText made) {
        return made.action().equals("create") ? new AuditText("hold", made.subject(), made.detail(), made.fields()) : made;
    }

    /** Of what is no kind of the house. */
    static AuditText entry(String subject, Optional<Map<String, String>> before, Map<String, String> after, boolean secret) {
        return put(subject, before, after, secret);
    }

    private static AuditText deleted(String subject) {
        return new AuditText("delete", subject, "", "");
    }

    AuditText {
        detail = detail.substring(0, Math.min(detail.length(), MAX_DETAIL));
        fields = fields.substring(0, Math.min(fields.length(), MAX_FIELDS));
        subject = subject.substring(0, Math.min(subject.length(), MAX_SUBJECT));
    }

    private static <E extends Record> AuditText put(EntryKind<E> kind, List<E> all, E after, boolean secret) {
        String key = kind.key(after);
        var before = all.stream().filter(e -> kind.key(e).equals(key)).findFirst();
        return put(kind.subject(key), before.map(b -> EntryTexts.write(kind.schema(), b)),
                EntryTexts.write(kind.schema(), after), secret);
    }

    /** Of what no schema describes: by its components, which are plain values. */
    private static AuditText put(String subject, Optional<? extends Record> before, Record after, boolean secret) {
        return put(subject, before.map(AuditText::texts), texts(after), secret);
    }

    private static Map<String, String> texts(Record record) {
        var texts = new LinkedHashMap<String, String>();
        for (var component : record.getClass().getRecordComponents())
            texts.put(component.getName(), value(component, record).toString());
        return texts;
    }

    private static AuditText put(String subject, Optional<Map<String, String>> before, Map<String, String> after,
            boolean secret) {
        var parts = new ArrayList<String>();
        after.forEach((path, now) -> {
            if (before.isEmpty())
                parts.add(path + ": " + shown(now));
            else if (!now.equals(before.get().get(path)))
                parts.add(path + ": " + shown(before.get().getOrDefault(path, "")) + " → " + shown(now));
        });
        if (before.isPresent())
            before.get().forEach((path, then) -> {
                if (!after.containsKey(path))
                    parts.add(path + ": " + shown(then) + " → none");
            });
        if (secret)
            parts.addFirst(SECRET_SET); // what is long is cut at its end
        return new AuditText(before.isEmpty() ? "create" : "change", subject, String.join(", ", parts), FieldLines.write(after));
    }

    /** Whether a change with this detail gave a secret. */
    static boolean secretSet(String detail) {
        return detail.startsWith(SECRET_SET);
    }

    /** The new name of a subscriber whose old name was removed. */
    static Optional<String> successor(AuditEntry entry) {
        return entry.action().equals("delete") && entry.detail().startsWith(RENAMED)
                ? Optional.of(entry.detail().substring(RENAMED.length())) : Optional.empty();
    }

    private static String shown(String text) {
        return text.isEmpty() ? "none" : text.replace('\n', ' ');
    }

    private static String told(Record record) {
        return texts(record).entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).collect(Collectors.joining("; "));
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the domain's records are public", e);
        }
    }
}
