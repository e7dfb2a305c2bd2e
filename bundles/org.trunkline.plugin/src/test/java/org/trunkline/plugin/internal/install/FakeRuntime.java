package org.trunkline.plugin.internal.install;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.trunkline.api.plugin.PluginStatus.Cost;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.runtime.PluginRuntime;
import org.trunkline.plugin.internal.runtime.PluginSpec;

/** Notes what it is asked; a test says what cannot start and what gives up. */
final class FakeRuntime implements PluginRuntime {
    /** {@code start crm 1.0.0}, {@code use crm 2.0.0 instead of 1.0.0}, {@code close crm 1.0.0}. */
    final List<String> asked = new ArrayList<>();
    final List<PluginSpec> started = new ArrayList<>();
    final Map<String, Consumer<LocalizableText>> running = new HashMap<>();
    private Optional<LocalizableText> refusal = Optional.empty();
    /** Versions that cannot start. */
    final Set<String> broken = new HashSet<>();
    LocalizableText missing = LocalizableText.NOTHING;

    void refuse(Optional<LocalizableText> reason) {
        refusal = reason;
    }

    void giveUp(String version, String why) {
        running.get(version).accept(new LocalizableText("plugin-crashed", List.of(why), why));
    }

    PluginSpec last() {
        return started.getLast();
    }

    @Override
    public RunningPlugin start(PluginSpec spec, Consumer<LocalizableText> stopped) throws PluginStartException {
        var version = spec.manifest().about().version();
        if (refusal.isPresent())
            throw new PluginStartException(refusal.get());
        if (broken.contains(version))
            throw new PluginStartException(new LocalizableText("not-resolved", List.of(version), version + " is broken"));
        asked.add("start " + version);
        started.add(spec);
        running.put(version, stopped);
        return new Running(version);
    }

    @Override
    public void close() {
        asked.add("close all");
    }

    private final class Running implements RunningPlugin {
        private final String version;

        Running(String version) {
            this.version = version;
        }

        @Override
        public void use(Optional<RunningPlugin> former) {
            asked.add("use " + version + former.map(f -> " instead of " + ((Running) f).version).orElse(""));
        }

        @Override
        public Cost cost() {
            return new Cost(1.5, 1000, 3, List.of());
        }

        @Override
        public int restarts() {
            return 2;
        }

        @Override
        public LocalizableText trouble() {
            return LocalizableText.NOTHING;
        }

        @Override
        public LocalizableText missing() {
            return version.equals(last().manifest().about().version()) ? missing : LocalizableText.NOTHING;
        }

        @Override
        public LocalizableText lastFailure() {
            return new LocalizableText("plugin-exits", List.of("3"), "it exited");
        }

        @Override
        public void close() {
            asked.add("close " + version);
        }
    }
}
