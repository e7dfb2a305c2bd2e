package org.trunkline.ui.phone.internal.words;

import java.util.stream.Collectors;

import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.api.config.SaveResult;
import org.trunkline.domain.call.CallId;
import org.trunkline.ui.form.ErrorText;

/** What became of a call that the phones of a subscriber were to make, as sentences. */
public final class ConnectedText {
    private ConnectedText() {}

    public static String of(CallDraft draft, SaveResult<CallId> outcome) {
        return switch (outcome) {
            case SaveResult.Saved<CallId> _ -> PhoneWords.texts().get("connect.rings", draft.subscriber(), draft.number());
            case SaveResult.Rejected<CallId>(var errors) -> errors.stream().map(new ErrorText()::sentence).collect(Collectors.joining("\n"));
            case SaveResult.Missing<CallId> _, SaveResult.InUse<CallId> _ -> throw new IllegalStateException("a call changes no entry");
        };
    }
}
