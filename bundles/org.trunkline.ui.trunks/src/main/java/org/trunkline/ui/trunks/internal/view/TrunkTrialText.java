package org.trunkline.ui.trunks.internal.view;

import java.util.Locale;
import java.util.stream.Collectors;

import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.config.TrunkTrial;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.trunks.internal.model.FieldText;

/** What became of trying a trunk: a line for each check, with the field to change. */
final class TrunkTrialText {
    private final Texts texts;
    private final FieldText fields;
    private final StateText states = StateText.create();

    TrunkTrialText(Texts texts) {
        this.texts = texts;
        this.fields = new FieldText(texts);
    }

    String of(SaveResult<TrunkTrial> result) {
        return switch (result) {
            case SaveResult.Saved<TrunkTrial>(var trial) -> trial.steps().stream().map(this::line)
                    .collect(Collectors.joining("\n"));
            case SaveResult.Rejected<TrunkTrial>(var errors) -> errors.stream().map(fields::sentence)
                    .collect(Collectors.joining(" "));
            case SaveResult.Missing<TrunkTrial>(String key) -> key;
            case SaveResult.InUse<TrunkTrial>(var users) -> String.join(", ", users);
        };
    }

    private String line(TrunkTrial.Step step) {
        String check = texts.get("trunk-trial." + code(step.check()));
        String sign = switch (step.verdict()) {
            case OK -> "●";
            case FAILED -> "■";
            case NOT_TRIED -> "○";
        };
        String line = texts.get("trunk-trial.line", sign, check, states.of(step.said()), step.took().toMillis());
        return step.field().isEmpty() ? line : texts.get("trunk-trial.field", line, fields.label(EntryKind.TRUNK.code(),
                step.field()));
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
