package org.trunkline.node.internal.settings.declared;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;

import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.settings.NodeSetting.Effect;
import org.trunkline.spi.LocalizedText;

/**
 * One setting of the node. How it is read, checked, stored, documented and shown follows from it.
 *
 * @param about type, range, default and words
 * @param group code of a {@link Group}
 */
public record Declaration(Field about, String group, Effect effect) {
    /** A text that names a file which must exist when the setting is used. */
    static final String FILE = "file";
    static final String TEXT = "text";
    private static final Map<String, Map<String, String>> YES_NO = Map.of("yes",
            LocalizedText.of("Yes", "Ja", "是", "Ya").byLanguage(), "no", LocalizedText.of("No", "Nej", "否", "Tidak").byLanguage());

    public Declaration {
        requireNonNull(about);
        requireNonNull(group);
        requireNonNull(effect);
    }

    public String name() {
        return about.name();
    }

    /** Of numbers. */
    public int min() {
        return Integer.parseInt(about.min());
    }

    /** Of numbers. */
    public int max() {
        return Integer.parseInt(about.max());
    }

    /** A setting that has no words yet. */
    record Draft(String name, String type, boolean secret, String unit, String defaultValue, String min, String max,
            Map<String, Map<String, String>> choices, Effect effect) {
        /** Its label, of at most three words. */
        Labelled label(String en, String sv, String zh, String id) {
            return new Labelled(this, LocalizedText.of(en, sv, zh, id));
        }

        /** The same, which takes effect when it is saved. */
        Draft atOnce() {
            return new Draft(name, type, secret, unit, defaultValue, min, max, choices, Effect.AT_ONCE);
        }

        /** The same, which can only be given at the start. */
        Draft atStart() {
            return new Draft(name, type, secret, unit, defaultValue, min, max, choices, Effect.AT_START);
        }

        /** The same, with another default. */
        Draft or(String value) {
            return new Draft(name, type, secret, unit, value, min, max, choices, effect);
        }

        /** The same choice, with one more value. */
        Draft choice(String value, String en, String sv, String zh, String id) {
            var more = new LinkedHashMap<>(choices);
            more.put(value, LocalizedText.of(en, sv, zh, id).byLanguage());
            return new Draft(name, type, secret, unit, defaultValue, min, max, more, effect);
        }
    }

    /** A setting that has no help yet. */
    record Labelled(Draft draft, LocalizedText label) {
        /** What it is for. @return the setting of a group */
        InNoGroup help(String en, String sv, String zh, String id) {
            return group -> new Declaration(new Field(draft.name(), draft.type(), label.byLanguage(), LocalizedText.of(en, sv, zh, id)
                    .byLanguage(), false, draft.secret(), draft.unit(), draft.defaultValue(), draft.min(), draft.max(),
                    draft.choices()), group, draft.effect());
        }
    }

    /** A setting whose group is still to be named. */
    interface InNoGroup {
        Declaration in(String group);
    }

    static Draft of(String type, String name) {
        return new Draft(name, type, false, "", "", "", "", Map.of(), Effect.RESTART);
    }

    static Draft text(String name) {
        return of(TEXT, name);
    }

    static Draft file(String name) {
        return of(FILE, name);
    }

    /** Kept by the node and never shown. */
    static Draft secret(String name) {
        return new Draft(name, TEXT, true, "", "", "", "", Map.of(), Effect.RESTART);
    }

    static Draft number(String name, String unit, int otherwise, int min, int max) {
        return new Draft(name, "number", false, unit, String.valueOf(otherwise), String.valueOf(min), String.valueOf(max), Map.of(),
                Effect.RESTART);
    }

    /** A port, 0 for any free one. */
    static Draft port(String name, int otherwise) {
        return number(name, "", otherwise, 0, 65_535);
    }

    static Draft choice(String name, String otherwise) {
        return of("choice", name).or(otherwise);
    }

    static Draft yesNo(String name, String otherwise) {
        return new Draft(name, "choice", false, "", otherwise, "", "", YES_NO, Effect.RESTART);
    }
}
