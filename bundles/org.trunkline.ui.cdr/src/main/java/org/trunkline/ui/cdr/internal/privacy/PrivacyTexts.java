package org.trunkline.ui.cdr.internal.privacy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** What became of records, in sentences. */
final class PrivacyTexts {
    private static final Map<String, String> FIELDS = Map.of("recordDays", "retention.records", "ladderDays",
            "retention.ladders", "personalDays", "retention.personal", "disguise", "retention.disguise");

    private final Texts texts;
    private final Formats formats;

    PrivacyTexts(Texts texts, Formats formats) {
        this.texts = texts;
        this.formats = formats;
    }

    String preview(PersonPreview p) {
        if (p.calls() == 0)
            return texts.get("person.none", p.number());
        return texts.get("person.found", p.calls(), formats.count(p.calls()), formats.count(p.ladders()),
                formats.dateTime(p.first().orElseThrow()), formats.dateTime(p.last().orElseThrow())) + kept(p.held());
    }

    String changed(String what, PersonChange change) {
        return texts.get("person." + what + ".done", change.records(), formats.count(change.records())) + kept(change.kept());
    }

    private String kept(Map<String, Long> kept) {
        return kept.isEmpty() ? "" : " " + texts.get("kept", kept.entrySet().stream()
                .map(e -> texts.get("kept.one", formats.count(e.getValue()), e.getKey())).collect(Collectors.joining(", ")));
    }

    /** What retention did last, or why it does nothing. */
    String status(RetentionStatus status) {
        if (!status.problem().isEmpty())
            return texts.get("retention.problem", StateText.create().unavailable(status.problemCode(), status.problemArgs(),
                    status.problem()));
        return status.last().map(this::sweep).orElseGet(() -> texts.get("retention.never"));
    }

    /** Why the node does not take what was typed. */
    String refused(FieldError error) {
        String field = FIELDS.getOrDefault(error.field(), "");
        String key = "retention.error." + error.code();
        var values = Stream.concat(Stream.of(field.isEmpty() ? error.field() : texts.get(field)), error.args().stream());
        return texts.get(texts.has(key) ? key : "retention.error", values.toArray());
    }

    String sweep(RetentionStatus.Sweep s) {
        boolean nothing = s.segments() == 0 && s.deleted() == 0 && s.rows() == 0 && s.disguised() == 0;
        return (nothing ? texts.get("retention.last.nothing", formats.dateTime(s.at()))
                : texts.get("retention.last", formats.dateTime(s.at()), formats.count(s.segments()),
                        formats.count(s.deleted()), formats.count(s.rows()), formats.count(s.disguised())))
                + kept(s.kept());
    }

    String key(RetentionStatus.Key key) {
        return switch (key.state()) {
            case NONE -> texts.get("key.none", key.file());
            case READY -> texts.get("key.ready", key.id(), key.file());
            case MISSING -> key.id().isEmpty() ? texts.get("key.unreadable", key.file(), key.problem())
                    : texts.get("key.missing", key.id(), key.file());
            case OTHER -> texts.get("key.other", key.id(), key.file());
        };
    }
}
