package org.trunkline.ui.trunks.internal.testcall;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.cdr.TestCall;
import org.trunkline.domain.quality.StreamReport;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.form.ErrorText;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** A test call in lines: each message, what was heard and how well, the result. */
final class TestCallText {
    private final Texts texts;
    private final Formats formats;
    private final FieldText fields = FieldText.create();
    private final StateText states;

    TestCallText(Texts texts, Formats formats, StateText states) {
        this.texts = texts;
        this.formats = formats;
        this.states = states;
    }

    /** @param spoken whether a phone rings before the trunk does */
    String of(TestCall call, boolean spoken) {
        var steps = call.steps().stream().map(step -> texts.get(step.sent() ? "test.sent" : "test.received", step.label(),
                step.after().toMillis()));
        var streams = call.streams().stream().map(this::stream);
        return Stream.of(steps, streams, Stream.of(result(call, spoken))).flatMap(lines -> lines).collect(Collectors.joining("\n"));
    }

    private String result(TestCall call, boolean spoken) {
        return call.end().map(this::verdict).orElseGet(() -> texts.get(call.answeredAfter().isPresent() ? "test.talking"
                : spoken && call.steps().isEmpty() ? "test.voice.rings" : "test.calling"));
    }

    private String verdict(TestCall.End end) {
        String said = (end.ok() ? "● " : "■ ") + states.of(end.said());
        var at = TestCallFields.of(end);
        return at.isEmpty() ? said : texts.get("test.fields", said, at.stream().map(path -> fields.label(EntryKind.TRUNK.code(), path))
                .collect(Collectors.joining(", ")));
    }

    private String stream(StreamReport stream) {
        return texts.get(stream.from() == LegSide.CALLER ? "test.out" : "test.in", stream.packets(), stream.codec(),
                formats.percent(stream.lossRatio()), stream.jitter().toMillis(), formats.mos(stream.mos()));
    }

    String of(List<FieldError> errors) {
        return errors.stream().map(this::sentence).collect(Collectors.joining("\n"));
    }

    /** With the field, where it is one of the trunk: the others are in sight. */
    private String sentence(FieldError error) {
        String path = ErrorText.field(error);
        String label = fields.label(EntryKind.TRUNK.code(), path);
        return label.equals(path) ? fields.sentence(error) : texts.get("test.wrong", label, fields.sentence(error));
    }
}
