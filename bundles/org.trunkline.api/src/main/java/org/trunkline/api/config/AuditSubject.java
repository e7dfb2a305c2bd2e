package org.trunkline.api.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the audit says was changed, and its one spelling: {@code ring group sales}, {@code entry com.example.crm door Front}.
 *
 * @param kind code of an {@link EntryKind}, one of the constants here, or a kind of a plug-in: {@code com.example.crm/door}
 * @param key empty of what there is once
 */
public record AuditSubject(String kind, String key) {
    public static final String SAVED_SEARCH = "saved-search";
    public static final String LEGAL_HOLD = "legal-hold";
    public static final String RETENTION = "retention";
    public static final String SETTINGS = "settings";
    public static final String PLUGIN = "plugin";
    public static final String PUBLISHER = "publisher";
    public static final String PERSON = "person";
    public static final String CALL = "call";
    public static final String PSEUDONYMS = "pseudonyms";
    public static final String CASE_KEYS = "case-keys";

    /** Kinds of the node. */
    public static final List<String> KINDS = Stream.concat(EntryKind.ALL.stream().map(EntryKind::code), Stream.of(SAVED_SEARCH, LEGAL_HOLD,
            RETENTION, SETTINGS, PLUGIN, PUBLISHER, PERSON, CALL, PSEUDONYMS, CASE_KEYS)).toList();

    private static final List<String> ONCE = List.of(RETENTION, SETTINGS, PSEUDONYMS, CASE_KEYS);
    private static final Pattern OF_PLUGIN = Pattern.compile("entry (\\S+) (\\S+) (.+)");

    public AuditSubject {
        requireNonNull(kind);
        requireNonNull(key);
    }

    /** Of what there is once. */
    public AuditSubject(String kind) {
        this(kind, "");
    }

    /** An entry of a kind that a plug-in brought. */
    public static AuditSubject ofPlugin(String plugin, String kind, String key) {
        return new AuditSubject(plugin + "/" + kind, key);
    }

    /** Empty where the text is not one that {@link #text} gives. */
    public static Optional<AuditSubject> read(String text) {
        var added = OF_PLUGIN.matcher(text);
        if (added.matches())
            return Optional.of(ofPlugin(added.group(1), added.group(2), added.group(3)));
        return KINDS.stream().flatMap(kind -> key(kind, text).map(key -> new AuditSubject(kind, key)).stream()).findFirst();
    }

    /** The key in a text of a kind of the node; empty where the text is of another kind. */
    public static Optional<String> key(String kind, String text) {
        String words = words(kind);
        if (text.equals(words))
            return Optional.of("");
        return !ONCE.contains(kind) && text.startsWith(words + " ") ? Optional.of(text.substring(words.length() + 1)) : Optional.empty();
    }

    private static String words(String kind) {
        return kind.replace('-', ' ');
    }

    public String text() {
        if (plugin().isPresent())
            return "entry " + plugin().get() + " " + name() + " " + key;
        return ONCE.contains(kind) ? words(kind) : words(kind) + " " + key;
    }

    /** The plug-in that brought the kind; empty of a kind of the node. */
    public Optional<String> plugin() {
        return Optional.of(kind.indexOf('/')).filter(slash -> slash >= 0).map(slash -> kind.substring(0, slash));
    }

    /** The kind as its plug-in calls it. */
    public String name() {
        return kind.substring(kind.indexOf('/') + 1);
    }
}
