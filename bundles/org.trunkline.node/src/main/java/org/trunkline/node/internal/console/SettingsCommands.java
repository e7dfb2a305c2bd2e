package org.trunkline.node.internal.console;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;

/** Technical settings at the console: {@code trunkline:settings}, {@code trunkline:setting NAME [VALUE]}. */
@Component(service = SettingsCommands.class, property = {"osgi.command.scope=trunkline", "osgi.command.function=settings",
        "osgi.command.function=setting"})
public final class SettingsCommands {
    private static final String CONSOLE = "console";

    private final Settings settings;

    @Activate
    public SettingsCommands(@Reference Node node) {
        this(node.settings());
    }

    SettingsCommands(Settings settings) {
        this.settings = settings;
    }

    /** All settings with their values. */
    public String settings() throws NodeUnavailableException {
        return settings.report().settings().stream().map(SettingsCommands::line).collect(Collectors.joining("\n"));
    }

    /** One setting. */
    public String setting(String name) throws NodeUnavailableException {
        return settings.report().find(name).map(SettingsCommands::line).orElse("there is no setting " + name);
    }

    /** Saves a setting; an empty value goes back to the default. */
    public String setting(String name, String value) throws NodeUnavailableException {
        Map<String, Optional<String>> change = new TreeMap<>(Map.of(name, Optional.of(value).filter(v -> !v.isBlank())));
        return Author.as(CONSOLE, () -> switch (settings.change(change)) {
            case SaveResult.Saved<SettingsReport>(var now) -> now.find(name).map(SettingsCommands::line).orElse("");
            case SaveResult.Rejected<SettingsReport>(var errors) -> errors.stream().map(FieldError::message)
                    .collect(Collectors.joining("\n"));
            case SaveResult.Missing<SettingsReport> _, SaveResult.InUse<SettingsReport> _ ->
                throw new IllegalStateException("settings always exist");
        });
    }

    private static String line(NodeSetting setting) {
        String value = setting.about().secret() ? setting.secretSet() ? "(set)" : "" : setting.value();
        return "%-32s  %s%s%s".formatted(setting.name(), value.isEmpty() ? "-" : value, switch (setting.source()) {
            case DEFAULT -> "";
            case STORED -> "  saved";
            case GIVEN_AT_START -> "  given at start";
        }, setting.waiting() ? "  waits for a restart of the node" : "");
    }
}
