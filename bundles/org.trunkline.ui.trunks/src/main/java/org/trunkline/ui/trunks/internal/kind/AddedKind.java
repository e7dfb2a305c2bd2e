package org.trunkline.ui.trunks.internal.kind;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Map;

import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.ui.Texts;

/**
 * A kind that a plug-in brought.
 *
 * @param about as the plug-in says; of one that does not run what its entries tell
 * @param state of the plug-in
 * @param pluginName by language; empty where it is not installed
 */
public record AddedKind(PluginEntries.Kind about, State state, Map<String, String> pluginName) implements Kind {
    /** Whether the plug-in runs. */
    public enum State {
        RUNS, STOPPED, NOT_INSTALLED
    }

    public AddedKind {
        requireNonNull(about);
        requireNonNull(state);
        pluginName = Map.copyOf(pluginName);
    }

    @Override
    public EntryForm<?, ?> form() {
        return new AddedForm(this);
    }

    @Override
    public String code() {
        return about.plugin() + "/" + about.kind();
    }

    @Override
    public boolean runs() {
        return state == State.RUNS;
    }

    @Override
    public KindText text(Texts texts) {
        return new AddedText(texts, this);
    }

    /** What its plug-in is called. */
    public String plugin() {
        return in(pluginName, about.plugin());
    }

    /** In the desk's language, else in English, else the other words. */
    static String in(Map<String, String> texts, String otherwise) {
        var text = texts.getOrDefault(Locale.getDefault().getLanguage(), texts.getOrDefault("en", ""));
        return text.isBlank() ? otherwise : text;
    }
}
