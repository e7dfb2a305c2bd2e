package org.trunkline.plugin.internal.link;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plug-in's process is told at its start.
 *
 * @param settings secrets in clear
 * @param folder for the plug-in's own files
 * @param storage of its framework
 * @param systemPackages of the product, as a header {@code Export-Package}
 * @param platform files of bundles that are started first
 * @param bundles files of the plug-in's bundles, in the order to start
 * @param permissions as in {@code plugin.json}
 * @param api how to reach the admin API
 */
public record Setup(String plugin, String version, Map<String, String> settings, Path folder, Path storage,
        String systemPackages, List<Path> platform, List<Path> bundles, List<String> permissions,
        Optional<ApiAccess> api) {
    /** @param url of the admin API @param token of the plug-in */
    public record ApiAccess(String url, String token) {
        public ApiAccess {
            requireNonNull(url);
            requireNonNull(token);
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "ApiAccess[" + url + "]";
        }
    }

    public Setup {
        settings = Map.copyOf(settings);
        platform = List.copyOf(platform);
        bundles = List.copyOf(bundles);
        permissions = List.copyOf(permissions);
        requireNonNull(api);
    }

    public FrameWriter toFrame() {
        var out = new FrameWriter(FrameKind.SETUP);
        out.writeText(plugin);
        out.writeText(version);
        out.writeCount(settings.size());
        settings.forEach((name, value) -> {
            out.writeText(name);
            out.writeText(value);
        });
        out.writeText(folder.toString());
        out.writeText(storage.toString());
        out.writeText(systemPackages);
        writeTexts(platform.stream().map(Path::toString).toList(), out);
        writeTexts(bundles.stream().map(Path::toString).toList(), out);
        writeTexts(permissions, out);
        out.writeBoolean(api.isPresent());
        api.ifPresent(access -> {
            out.writeText(access.url());
            out.writeText(access.token());
        });
        return out;
    }

    public static Setup from(FrameReader in) {
        var plugin = in.readText();
        var version = in.readText();
        var settings = new HashMap<String, String>();
        for (int left = in.readElements(); left > 0; left--)
            settings.put(in.readText(), in.readText());
        var folder = Path.of(in.readText());
        var storage = Path.of(in.readText());
        var packages = in.readText();
        var platform = readTexts(in).stream().map(Path::of).toList();
        var bundles = readTexts(in).stream().map(Path::of).toList();
        var permissions = readTexts(in);
        Optional<ApiAccess> api = in.readBoolean() ? Optional.of(new ApiAccess(in.readText(), in.readText()))
                : Optional.empty();
        return new Setup(plugin, version, settings, folder, storage, packages, platform, bundles, permissions, api);
    }

    private static void writeTexts(List<String> texts, FrameWriter out) {
        out.writeCount(texts.size());
        texts.forEach(out::writeText);
    }

    private static List<String> readTexts(FrameReader in) {
        var texts = new String[in.readElements()];
        for (int i = 0; i < texts.length; i++)
            texts[i] = in.readText();
        return List.of(texts);
    }

    /** Names settings, not their values. */
    @Override
    public String toString() {
        return "Setup[" + plugin + " " + version + " " + settings.keySet() + "]";
    }
}
