package org.trunkline.api.plugin;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * The description of a plug-in in its archive ({@code plugin.json}).
 *
 * @param id reverse domain name, lower case: {@code com.example.crm}
 * @param version {@code major.minor.micro}, optionally with a qualifier
 * @param name by language, with {@code en} always present
 * @param description one or two sentences, by language
 * @param provides simple names of the extension points that it implements
 * @param permissions what it may do: {@code records.read}, {@code calls.read}, {@code calls.control},
 *        {@code config.read}, {@code config.write}, {@code personal} (numbers and names unmasked),
 *        {@code network:host[:port]}
 * @param limits of its process
 * @param inside whether it asks to run in the node's process
 * @param desk whether it has parts for the desk
 * @param settings fields of its form
 */
public record PluginAbout(String id, String version, Map<String, String> name, Map<String, String> description,
        List<String> provides, List<String> permissions, Limits limits, boolean inside, boolean desk,
        List<Field> settings) {

    /**
     * @param heapMb 16 to 1024
     * @param threads 10 to 1000
     * @param cpuPercent of one core, 5 to 400
     * @param diskMb of its folder, 1 to 10240
     */
    public record Limits(int heapMb, int threads, int cpuPercent, int diskMb) {
        public static final Limits DEFAULT = new Limits(48, 100, 80, 100);
    }

    /**
     * A field of a form, of a plug-in or of the node's own settings: the same as {@code org.trunkline.spi.config.SettingField},
     * as data of the API.
     *
     * @param type lower case: {@code text}, {@code number}, {@code yes-no}, {@code choice}, …
     * @param label by language
     * @param help by language
     * @param min empty for none
     * @param choices label by language, of each value
     */
    public record Field(String name, String type, Map<String, String> label, Map<String, String> help, boolean required,
            boolean secret, String unit, String defaultValue, String min, String max,
            Map<String, Map<String, String>> choices) {
        public Field {
            requireNonNull(name);
            requireNonNull(type);
            label = Map.copyOf(label);
            help = Map.copyOf(help);
            requireNonNull(unit);
            requireNonNull(defaultValue);
            requireNonNull(min);
            requireNonNull(max);
        }
    }

    public PluginAbout {
        requireNonNull(id);
        requireNonNull(version);
        name = Map.copyOf(name);
        description = Map.copyOf(description);
        provides = List.copyOf(provides);
        permissions = List.copyOf(permissions);
        requireNonNull(limits);
        settings = List.copyOf(settings);
    }

    /** In English. */
    public String title() {
        return name.getOrDefault("en", id);
    }
}
