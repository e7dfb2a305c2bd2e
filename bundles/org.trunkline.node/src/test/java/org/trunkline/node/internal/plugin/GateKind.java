package org.trunkline.node.internal.plugin;

import java.util.List;
import java.util.Map;

import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.config.ConfigKind;
import org.trunkline.spi.config.FieldProblem;
import org.trunkline.spi.config.SettingField;

/** A kind of a plug-in: gates, each with a PIN that is secret. */
public final class GateKind implements ConfigKind {
    public static final String PLUGIN = "com.example.gates";
    public static final String KIND = "gate";

    /** The values of the front gate. */
    public static Map<String, String> open(int seconds) {
        return Map.of("name", "Front gate", "seconds", String.valueOf(seconds));
    }

    public void comeTo(StoredEntries entries) {
        entries.addKind(this, Map.of("trunkline.plugin", PLUGIN));
    }

    public void leave(StoredEntries entries) {
        entries.removeKind(this);
    }

    @Override
    public KindInfo info() {
        return new KindInfo(KIND, LocalizedText.of("Gates"), "name", List.of(
                SettingField.text("name", "Name", "What it is called").mandatory(),
                SettingField.number("seconds", "Open for", "How long it stays open", "s", 1, 60, 5),
                SettingField.text("pin", "PIN", "Opens it").asSecret()));
    }

    @Override
    public List<FieldProblem> check(Map<String, String> entry) {
        return List.of();
    }
}
