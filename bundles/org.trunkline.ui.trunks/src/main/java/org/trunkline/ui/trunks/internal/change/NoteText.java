package org.trunkline.ui.trunks.internal.change;

import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** What the node noted of an action, in the desk's language. A note in other words is shown as it is. */
record NoteText(Texts texts, Formats formats) {
    private static final Map<Pattern, String> KEYS = keys();
    private static final String COUNT = "(\\d+)";
    private static final Pattern GROUP = Pattern.compile("\\([^)]*\\)");
    private static final String KEPT = "; kept ";
    private static final Pattern HOLD = Pattern.compile("(\\d+): hold (.+)");

    private static Map<Pattern, String> keys() {
        var keys = new LinkedHashMap<Pattern, String>();
        keys.put(Pattern.compile("with the password there was"), "card-same");
        keys.put(Pattern.compile("with a new password"), "card-new");
        keys.put(Pattern.compile("its phones find no settings any more"), "card-revoked");
        keys.put(Pattern.compile("(\\d+) registered phones asked to fetch their settings"), "check-sync");
        keys.put(Pattern.compile("rings (\\S+)"), "rings");
        keys.put(Pattern.compile("(\\S+) listens"), "listens");
        keys.put(Pattern.compile("(\\S+) listened from (\\S+) to (\\S+)"), "listened");
        keys.put(Pattern.compile("(\\S+) heard nothing"), "heard-nothing");
        keys.put(Pattern.compile("test call (\\S+)"), "test-call");
        keys.put(Pattern.compile("test call (\\S+) over values that are not saved, at (\\S+)"), "test-call-unsaved");
        keys.put(Pattern.compile("test call with the voice of (.+), (\\S+)"), "test-call-voice");
        keys.put(Pattern.compile("test call with the voice of (.+), (\\S+) over values that are not saved, at (\\S+)"), "test-call-voice-unsaved");
        keys.put(Pattern.compile("call over trunk (.+), (\\S+)"), "call-over");
        keys.put(Pattern.compile("call (\\S+)"), "call");
        keys.put(Pattern.compile("(\\d+) records"), "records");
        keys.put(Pattern.compile("(\\d+) records, (\\d+) case keys"), "records-keys");
        keys.put(Pattern.compile("(\\d+) of calls more than (\\d+) days ago"), "case-keys");
        keys.put(Pattern.compile("(\\S+) to (\\S+)"), "versions");
        keys.put(Pattern.compile("(\\S+), inside"), "inside");
        return keys;
    }

    String of(String note) {
        var parts = List.of(note.split(KEPT));
        var first = KEYS.entrySet().stream().map(known -> said(known.getKey().matcher(parts.getFirst()), known.getValue()))
                .flatMap(Optional::stream).findFirst();
        if (first.isEmpty())
            return note;
        return parts.stream().skip(1).map(kept -> said(HOLD.matcher(kept), "kept").orElse(kept))
                .collect(Collectors.joining("; ", parts.size() > 1 ? first.get() + "; " : first.get(), ""));
    }

    private Optional<String> said(Matcher note, String key) {
        if (!note.matches())
            return Optional.empty();
        var groups = GROUP.matcher(note.pattern().pattern()).results().map(MatchResult::group).toList();
        var args = new Object[groups.size()];
        Arrays.setAll(args, i -> groups.get(i).equals(COUNT) ? new BigInteger(note.group(i + 1)) : value(note.group(i + 1)));
        return Optional.of(texts.get("note." + key, args));
    }

    private String value(String text) {
        try {
            return formats.dateTime(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return text;
        }
    }
}
