package org.trunkline.ui.cdr.internal.privacy;

import java.util.Map;
import java.util.stream.Collectors;

import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.ui.Formats;
import org.trunkline.ui.Texts;

/** What became of records, in sentences. */
final class PrivacyTexts {
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
            return texts.get("retention.problem", status.problem());
        return status.last().map(this::sweep).orElseGet(() -> texts.get("retention.never"));
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
            case MISSING, OTHER -> key.problem();
        };
    }
}
