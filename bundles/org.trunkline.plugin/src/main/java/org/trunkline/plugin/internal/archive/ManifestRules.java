package org.trunkline.plugin.internal.archive;

import static java.util.Objects.requireNonNull;
import static org.trunkline.plugin.internal.archive.RefusedArchiveException.error;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.trunkline.api.FieldError;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.wire.DraftJson;
import org.trunkline.wire.ManifestJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/**
 * What {@code plugin.json} must say.
 *
 * @param spi version of the package {@code org.trunkline.spi} in this node
 */
public record ManifestRules(Version spi) {
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(\\.[A-Za-z0-9_-]{1,40})?");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Set<String> PERMISSIONS = Set.of("records.read", "calls.read", "calls.control", "config.read",
            "config.write", "personal");
    private static final Pattern NETWORK = Pattern.compile(
            "network:(\\*|(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\\[[0-9a-fA-F:.]{2,45}])(:\\d{1,5})?");
    /** Simple names of the interfaces that plug-ins implement. */
    static final Set<String> EXTENSION_POINTS = Set.of("AlertChannel", "AudioCodec", "CallAnalyser", "CallApplication", "CodecProfile",
            "ConfigKind", "EventTopic", "HttpResource", "NumberLookup", "RecordAttributes", "RecordCollector",
            "RecordConsumer", "RecordFormat", "RoutingPolicy", "TrunkTemplates");
    /** Those of them that work inside the node only: they have no budget outside. */
    public static final Set<String> INSIDE_ONLY = Set.of("AudioCodec");
    /** They get whole records, numbers and names in clear. */
    private static final Set<String> GETS_RECORDS = Set.of("RecordConsumer", "RecordAttributes", "RecordFormat", "CallAnalyser");
    private static final List<String> NEEDED_FOR_RECORDS = List.of("records.read", "personal");
    private static final int MOST = 64;
    private static final int LONGEST_TEXT = 1_000;

    public ManifestRules {
        requireNonNull(spi);
    }

    PluginManifest check(byte[] json) throws RefusedArchiveException {
        var parsed = parse(json);
        var errors = new ArrayList<>(parsed.errors());
        var manifest = parsed.draft();
        var about = manifest.about();
        identity(about, errors);
        api(manifest.api(), errors);
        texts("name", about.name(), true, errors);
        texts("description", about.description(), false, errors);
        words(about, errors);
        limits(about.limits(), errors);
        bundles(manifest, errors);
        SettingRules.check(about.settings(), errors);
        if (!errors.isEmpty())
            throw new RefusedArchiveException(errors);
        return new PluginManifest(about, manifest.api(), manifest.nodeBundles(), manifest.deskBundles());
    }

    private static DraftJson.Parsed<ManifestJson.Manifest> parse(byte[] json) throws RefusedArchiveException {
        try {
            return ManifestJson.read(Json.parseRequest(json));
        } catch (MalformedJsonException e) {
            throw new RefusedArchiveException(List.of(error("plugin.json", "malformed-json", "plugin.json, line " + e.line()
                    + ", column " + e.column() + ": " + e.getMessage(), e.line(), e.column(), e.getMessage())));
        }
    }

    private static void identity(PluginAbout about, List<FieldError> errors) {
        if (!ManifestJson.isId(about.id()))
            errors.add(error("id", "not-an-id", "id \"" + about.id() + "\" must be a reverse domain name in lower case,"
                    + " such as com.example.crm", about.id()));
        if (!VERSION.matcher(about.version()).matches())
            errors.add(error("version", "not-a-version", "version \"" + about.version() + "\" must be three numbers,"
                    + " such as 1.4.0, and optionally a qualifier", about.version()));
    }

    private void api(String api, List<FieldError> errors) {
        try {
            var range = new VersionRange(api);
            boolean openEnded = !api.strip().startsWith("[") && !api.strip().startsWith("(");
            if (api.isBlank() || openEnded)
                throw new IllegalArgumentException(api);
            if (!range.includes(spi))
                errors.add(spi.compareTo(range.getLeft()) < 0
                        ? error("api", "api-newer", "The plug-in needs the plug-in API " + api + "; this node has " + spi
                                + ". Update the node first", api, spi)
                        : error("api", "api-older", "The plug-in works with the plug-in API " + api + "; this node has " + spi
                                + ". Ask its publisher for a newer version", api, spi));
        } catch (IllegalArgumentException e) {
            errors.add(error("api", "not-a-range", "api \"" + api + "\" must be a range of versions, such as [0.1,0.2)", api));
        }
    }

    static void texts(String field, Map<String, String> texts, boolean required, List<FieldError> errors) {
        if ((required || !texts.isEmpty()) && texts.getOrDefault("en", "").isBlank())
            errors.add(error(field, "required", field + " must have a text in English (en)", "en"));
        texts.forEach((language, text) -> {
            if (!LANGUAGE.matcher(language).matches())
                errors.add(error(field + "." + language, "not-a-language", field + "." + language
                        + ": a language is two letters (ISO 639-1), such as sv", language));
            if (text.length() > LONGEST_TEXT)
                errors.add(error(field + "." + language, "too-long", field + "." + language + " exceeds " + LONGEST_TEXT
                        + " characters", LONGEST_TEXT));
        });
    }

    private static void words(PluginAbout about, List<FieldError> errors) {
        tooMany("provides", about.provides(), errors);
        tooMany("permissions", about.permissions(), errors);
        for (int i = 0; i < about.provides().size(); i++)
            if (!EXTENSION_POINTS.contains(about.provides().get(i)))
                errors.add(error("provides[" + i + "]", "not-provided", "There is no interface \"" + about.provides().get(i)
                        + "\" to provide; there are " + String.join(", ", EXTENSION_POINTS.stream().sorted().toList()),
                        about.provides().get(i)));
        if (!about.inside())
            about.provides().stream().filter(INSIDE_ONLY::contains).findFirst().ifPresent(name -> errors.add(error("inside", "inside-only",
                    name + " works inside the node only: ask for it with \"inside\": true in plugin.json", name)));
        for (int i = 0; i < about.permissions().size(); i++) {
            var permission = about.permissions().get(i);
            if (!PERMISSIONS.contains(permission) && !NETWORK.matcher(permission).matches())
                errors.add(error("permissions[" + i + "]", "not-a-permission", "There is no permission \"" + permission
                        + "\"; there are " + String.join(", ", PERMISSIONS.stream().sorted().toList())
                        + " and network:host[:port]", permission));
        }
        var missing = about.provides().stream().noneMatch(GETS_RECORDS::contains) ? "" : NEEDED_FOR_RECORDS.stream()
                .filter(it -> !about.permissions().contains(it)).collect(Collectors.joining(", "));
        if (!missing.isEmpty())
            errors.add(error("permissions", "permission-missing", "permissions must have " + missing
                    + ": an interface in provides gets call records with numbers and names", missing));
    }

    private static void tooMany(String field, List<?> list, List<FieldError> errors) {
        if (list.size() > MOST)
            errors.add(error(field, "too-many", field + " has " + list.size() + " elements; " + MOST + " are allowed",
                    list.size(), MOST));
    }

    private static void limits(PluginAbout.Limits limits, List<FieldError> errors) {
        range("limits.heapMb", limits.heapMb(), 16, 1024, errors);
        range("limits.threads", limits.threads(), 10, 1000, errors);
        range("limits.cpuPercent", limits.cpuPercent(), 5, 400, errors);
        range("limits.diskMb", limits.diskMb(), 1, 10_240, errors);
    }

    private static void range(String field, int value, int min, int max, List<FieldError> errors) {
        if (value < min || value > max)
            errors.add(error(field, "out-of-range", field + " " + value + " is not between " + min + " and " + max, value,
                    min, max));
    }

    private static void bundles(ManifestJson.Manifest manifest, List<FieldError> errors) {
        tooMany("bundles.node", manifest.nodeBundles(), errors);
        tooMany("bundles.desk", manifest.deskBundles(), errors);
        if (manifest.nodeBundles().isEmpty() && manifest.deskBundles().isEmpty())
            errors.add(error("bundles", "required", "bundles must name at least one bundle, of the node or the desk"));
        if (manifest.nodeBundles().isEmpty() && !manifest.about().provides().isEmpty())
            errors.add(error("bundles.node", "required", "bundles.node must name the bundles that provide "
                    + String.join(", ", manifest.about().provides())));
        var seen = new HashSet<String>();
        for (var path : manifest.nodeBundles())
            if (!seen.add(path))
                errors.add(error("bundles.node", "duplicate", "bundles.node names " + path + " twice", path));
    }
}
