package org.trunkline.ui.phone.internal.words;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;

/** What the phone says, in the desk's language where its code is known, else as the phone puts it. */
public record SaidText(Texts texts, StateText states) {
    public static SaidText create() {
        return new SaidText(PhoneWords.texts(), StateText.create());
    }

    public String of(LocalizableText said) {
        String key = "said." + said.code();
        return texts.has(key) ? texts.get(key, said.args().toArray()) : states.of(said);
    }
}
