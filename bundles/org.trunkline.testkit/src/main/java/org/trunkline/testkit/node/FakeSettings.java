package org.trunkline.testkit.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.plugin.PluginAbout.Field;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.NodeSetting.Effect;
import org.trunkline.api.settings.NodeSetting.Source;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;

/** Some settings in memory: a country at once, a port after a restart, a secret, a name server, and one that was given at the start. */
public final class FakeSettings implements Settings {
    public static final String REGION = "trunkline.region";
    public static final String PORT = "trunkline.sip.port";
    public static final String SECRET = "trunkline.smtp.password";
    public static final String DNS = "trunkline.dns";
    public static final String GIVEN = "trunkline.http.port";
    public static final String BIND = "trunkline.bind";
    private static final List<SettingsReport.Group> GROUPS = List.of(
            new SettingsReport.Group("calls", Map.of("en", "Calls and numbers")), new SettingsReport.Group("network", Map.of("en", "Addresses")));

    private final FakeNode node;
    private final Map<String, String> stored = new HashMap<>();

    FakeSettings(FakeNode node) {
        this.node = node;
    }

    private static Field field(String name, String type, String label, boolean secret, String otherwise, String min, String max) {
        return new Field(name, type, Map.of("en", label), Map.of("en", label + " of the node"), false, secret, "", otherwise, min, max,
                Map.of());
    }

    private static List<NodeSetting> declared() {
        return List.of(of(field(REGION, "region", "Country", false, "", "", ""), "calls", Effect.AT_ONCE),
                of(field(BIND, "addresses", "SIP addresses", false, "127.0.0.1", "", ""), "network", Effect.RESTART),
                of(field(PORT, "number", "SIP port", false, "5060", "0", "65535"), "network", Effect.RESTART),
                of(field(GIVEN, "number", "Admin port", false, "8060", "0", "65535"), "network", Effect.RESTART),
                of(field(DNS, "name-server", "Name server", false, "", "", ""), "network", Effect.AT_ONCE),
                of(field(SECRET, "text", "Mail password", true, "", "", ""), "network", Effect.AT_ONCE));
    }

    private static NodeSetting of(Field field, String group, Effect effect) {
        return new NodeSetting(field, group, effect, Source.DEFAULT, field.defaultValue(), false, false);
    }

    @Override
    public synchronized SettingsReport report() throws NodeUnavailableException {
        node.reach();
        return new SettingsReport("/srv/node/settings.json", GROUPS, declared().stream().map(this::setting).toList());
    }

    private NodeSetting setting(NodeSetting it) {
        if (it.name().equals(GIVEN))
            return new NodeSetting(it.about(), it.group(), it.effect(), Source.GIVEN_AT_START, "9060", false, false);
        String value = stored.getOrDefault(it.name(), "");
        boolean secret = it.about().secret();
        return new NodeSetting(it.about(), it.group(), it.effect(), value.isEmpty() ? Source.DEFAULT : Source.STORED,
                secret ? "" : value.isEmpty() ? it.about().defaultValue() : value, secret && !value.isEmpty(),
                it.effect() == Effect.RESTART && !value.isEmpty());
    }

    @Override
    public synchronized List<FieldError> check(Map<String, Optional<String>> values) throws NodeUnavailableException {
        node.reach();
        var texts = new HashMap<String, String>();
        values.forEach((name, value) -> texts.put(name, value.orElse("")));
        var errors = new ArrayList<>(FieldRules.check("", declared().stream().map(NodeSetting::about).toList(), texts, List.of()));
        if (values.containsKey(GIVEN))
            errors.add(new FieldError(GIVEN, "given-at-start", List.of(GIVEN), GIVEN + " was given when the node started"));
        return errors;
    }

    @Override
    public synchronized SaveResult<SettingsReport> change(Map<String, Optional<String>> values) throws NodeUnavailableException {
        var errors = check(values);
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        values.forEach((name, value) -> value.filter(v -> !v.isBlank()).ifPresentOrElse(v -> stored.put(name, v), () -> stored.remove(name)));
        node.configurationChanged();
        return new SaveResult.Saved<>(report());
    }
}
