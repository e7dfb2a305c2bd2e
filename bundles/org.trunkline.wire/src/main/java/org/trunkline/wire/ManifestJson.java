package org.trunkline.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.wire.json.Fields;

/** {@code plugin.json}, the description in a plug-in's archive. */
public final class ManifestJson {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)+");
    private static final int LONGEST_ID = 100;

    private ManifestJson() {}

    /** Whether a plug-in may have this id: a reverse domain name in lower case, of letters, digits and hyphens. */
    public static boolean isId(String id) {
        return id.length() <= LONGEST_ID && ID.matcher(id).matches();
    }

    /**
     * What it says.
     *
     * @param api range of versions of {@code org.trunkline.spi}
     * @param nodeBundles paths within the archive
     * @param deskBundles paths within the archive
     */
    public record Manifest(PluginAbout about, String api, List<String> nodeBundles, List<String> deskBundles) {
        public Manifest {
            requireNonNull(about);
            requireNonNull(api);
            nodeBundles = List.copyOf(nodeBundles);
            deskBundles = List.copyOf(deskBundles);
        }
    }

    /** Types and names are checked; what the values mean is not. */
    public static DraftJson.Parsed<Manifest> read(JsonNode node) {
        return DraftJson.parse(node, ManifestJson::manifest);
    }

    private static Manifest manifest(Fields f) {
        var bundles = f.object("bundles");
        var inNode = bundles.map(b -> b.texts("node")).orElse(List.of());
        var inDesk = bundles.map(b -> b.texts("desk")).orElse(List.of());
        bundles.ifPresent(Fields::end);
        var about = new PluginAbout(f.text("id", ""), f.text("version", ""), f.localized("name"), f.localized("description"),
                f.texts("provides"), f.texts("permissions"), limits(f.object("limits")), f.flag("inside", false),
                !inDesk.isEmpty(), f.objects("settings", ManifestJson::setting));
        return new Manifest(about, f.text("api", ""), inNode, inDesk);
    }

    private static PluginAbout.Limits limits(Optional<Fields> limits) {
        var usual = PluginAbout.Limits.DEFAULT;
        var result = limits.map(f -> new PluginAbout.Limits(f.integer("heapMb", usual.heapMb()),
                f.integer("threads", usual.threads()), f.integer("cpuPercent", usual.cpuPercent()),
                f.integer("diskMb", usual.diskMb()))).orElse(usual);
        limits.ifPresent(Fields::end);
        return result;
    }

    private static PluginAbout.Field setting(Fields f) {
        return new PluginAbout.Field(f.text("name", ""), f.text("type", "text"), f.localized("label"), f.localized("help"),
                f.flag("required", false), f.flag("secret", false), f.text("unit", ""), f.scalar("default"), f.scalar("min"),
                f.scalar("max"), f.localizedByName("choices"));
    }
}
