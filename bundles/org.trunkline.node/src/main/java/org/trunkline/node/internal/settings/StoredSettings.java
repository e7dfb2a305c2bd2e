package org.trunkline.node.internal.settings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.plugin.FieldRules;
import org.trunkline.api.settings.NodeSetting;
import org.trunkline.api.settings.NodeSetting.Effect;
import org.trunkline.api.settings.NodeSetting.Source;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.node.internal.settings.NodeSettings.BadSetting;
import org.trunkline.node.internal.settings.declared.Declaration;
import org.trunkline.node.internal.settings.declared.Declarations;
import org.trunkline.node.internal.settings.declared.Group;

/**
 * The settings given at the start over those of the file over the defaults, and the one way to change the file.
 * <b>Threads:</b> any; one change after the other.
 */
public final class StoredSettings implements Settings {
    private static final Logger LOG = LoggerFactory.getLogger(StoredSettings.class);

    private final Function<String, @Nullable String> given;
    private final SettingsFile file;
    private Map<String, String> stored;
    /** What the node runs with; without effect until it does. */
    private final Map<String, String> running = new HashMap<>();
    private Optional<LiveSettings> live = Optional.empty();

    /** @param given values of the command line and the system, null for what is not given */
    public StoredSettings(Function<String, @Nullable String> given, SettingsFile file) throws SettingsFile.Unusable {
        this.given = given;
        this.file = file;
        stored = file.read();
        for (var declared : Declarations.all())
            running.put(declared.name(), effective(stored, declared.name()));
    }

    /** Sentences about names in the file that are no settings. */
    public synchronized List<String> strangers() {
        return SettingNames.strangers(stored.keySet(), names());
    }

    /** Of all settings. */
    public static Set<String> names() {
        return Declarations.all().stream().map(Declaration::name).collect(Collectors.toUnmodifiableSet());
    }

    /** The settings to start with. @throws BadSetting that says where the value is, if it is in the file */
    public synchronized LiveSettings start() throws BadSetting {
        try {
            var started = new LiveSettings(NodeSettings.read(this::asRun));
            live = Optional.of(started);
            return started;
        } catch (BadSetting e) {
            var error = e.error();
            throw !stored.containsKey(error.field()) || isGiven(error.field()) ? e
                    : new BadSetting(new FieldError(error.field(), error.code(), error.args(), error.message() + ". It is saved in "
                            + file.file() + ": change it there, or start with -D" + error.field() + "=… instead"));
        }
    }

    private @Nullable String asRun(String name) {
        return Declarations.find(name).isPresent() ? running.get(name) : given.apply(name);
    }

    private boolean isGiven(String name) {
        var value = given.apply(name);
        return value != null && !value.isBlank();
    }

    /** Empty for the default. */
    private String effective(Map<String, String> saved, String name) {
        return isGiven(name) ? Optional.ofNullable(given.apply(name)).orElse("").strip() : saved.getOrDefault(name, "").strip();
    }

    @Override
    public synchronized SettingsReport report() {
        return new SettingsReport(file.file().toString(), Group.ALL, Declarations.all().stream().map(this::setting).toList());
    }

    private NodeSetting setting(Declaration declared) {
        String name = declared.name();
        String now = effective(stored, name);
        boolean secret = declared.about().secret();
        var source = isGiven(name) ? Source.GIVEN_AT_START : now.isEmpty() ? Source.DEFAULT : Source.STORED;
        boolean waiting = declared.effect() != Effect.AT_START && !now.equals(running.get(name));
        return new NodeSetting(declared.about(), declared.group(), declared.effect(), source, secret ? ""
                : now.isEmpty() ? declared.about().defaultValue() : now, secret && !now.isEmpty(), waiting);
    }

    @Override
    public synchronized List<FieldError> check(Map<String, Optional<String>> values) {
        var errors = new ArrayList<>(FieldRules.check("", Declarations.fields(), texts(values), List.of()));
        for (String name : values.keySet())
            Declarations.find(name).flatMap(this::refusal).ifPresent(errors::add);
        if (errors.isEmpty()) {
            var next = next(values);
            NodeSettings.problems(name -> Declarations.find(name).isPresent() ? effective(next, name) : given.apply(name)).stream()
                    .filter(e -> concerns(e, values.keySet())).forEach(errors::add);
        }
        return errors;
    }

    /** A wrong value that was there before does not keep others from being saved; a missing sender is the mail server's fault. */
    private static boolean concerns(FieldError error, Set<String> changed) {
        return changed.contains(error.field()) || error.code().equals(AlertSettings.SENDER_MISSING);
    }

    private Optional<FieldError> refusal(Declaration declared) {
        String name = declared.name();
        if (declared.effect() == Effect.AT_START)
            return Optional.of(new FieldError(name, "at-start", List.of(), name + " can only be given when the node starts"));
        return isGiven(name) ? Optional.of(new FieldError(name, "given-at-start", List.of(name), name
                + " was given when the node started, and that value wins: start the node without it")) : Optional.empty();
    }

    private static Map<String, String> texts(Map<String, Optional<String>> values) {
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().orElse("").strip()));
    }

    /** What is saved then: a default is not. */
    private Map<String, String> next(Map<String, Optional<String>> values) {
        var next = new HashMap<>(stored);
        texts(values).forEach((name, value) -> {
            if (value.isEmpty() || value.equals(Declarations.of(name).about().defaultValue()))
                next.remove(name);
            else
                next.put(name, value);
        });
        return next;
    }

    @Override
    public synchronized SaveResult<SettingsReport> change(Map<String, Optional<String>> values) throws NodeUnavailableException {
        var errors = check(values);
        if (!errors.isEmpty())
            return new SaveResult.Rejected<>(errors);
        var next = next(values);
        if (!next.equals(stored)) {
            save(next);
            apply(next);
            stored = Map.copyOf(next);
            LOG.info("settings changed by {}: {}", Author.current().orElse("an administrator"), String.join(", ", values.keySet().stream()
                    .sorted().toList()));
        }
        return new SaveResult.Saved<>(report());
    }

    private void save(Map<String, String> next) throws NodeUnavailableException {
        try {
            file.write(next);
        } catch (IOException e) {
            throw new NodeUnavailableException("settings-unwritable", List.of(file.file().toString(), String.valueOf(e.getMessage())),
                    "The settings cannot be saved in " + file.file() + ": " + e.getMessage(), e);
        }
    }

    private void apply(Map<String, String> next) {
        if (live.isEmpty())
            return; // the node starts with them
        for (var declared : Declarations.all())
            if (declared.effect() == Effect.AT_ONCE)
                running.put(declared.name(), effective(next, declared.name()));
        try {
            live.get().set(NodeSettings.read(this::asRun));
        } catch (BadSetting e) { // a file that was there when it was checked, or one that was wrong before
            LOG.error("the settings are saved but not in effect: {}", e.getMessage());
        }
    }
}
