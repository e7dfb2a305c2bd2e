package org.trunkline.plugin.internal.install;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.archive.PluginArchive;
import org.trunkline.plugin.internal.archive.RefusedArchiveException;
import org.trunkline.plugin.internal.archive.Signer;

/** Archives in the catalogue folder. Each is read again only when its file changed. */
final class Catalogue {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final int MOST_FILES = 200;
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,150}\\.tlp");

    private final Path folder;
    private final ArchiveShelf shelf;
    private final Trust trust;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** @param archive empty where it was refused */
    private record Seen(long size, FileTime changed, Optional<PluginArchive> archive, LocalizableText refused) {}

    Catalogue(Path folder, ArchiveShelf shelf, Trust trust) {
        this.folder = folder;
        this.shelf = shelf;
        this.trust = trust;
    }

    /** By id, then version; those that cannot be read last. @param state to tell what is no update */
    List<CatalogueEntry> list(PluginState state) throws IOException {
        var entries = new ArrayList<CatalogueEntry>();
        for (var file : files())
            entries.add(entry(file, state));
        entries.sort(Comparator.comparing((CatalogueEntry e) -> e.about().map(PluginAbout::id).orElse("~"))
                .thenComparing(e -> e.about().map(a -> new Version(a.version())).orElse(Version.emptyVersion))
                .thenComparing(CatalogueEntry::file));
        seen.keySet().retainAll(entries.stream().map(CatalogueEntry::file).toList());
        return entries;
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, f -> FILE.matcher(f.getFileName().toString()).matches()
                && Files.isRegularFile(f))) {
            found.forEach(files::add);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        files.sort(Comparator.naturalOrder());
        if (files.size() > MOST_FILES)
            LOG.warn("{} holds {} archives; the first {} are offered", folder, files.size(), MOST_FILES);
        return files.subList(0, Math.min(files.size(), MOST_FILES));
    }

    private CatalogueEntry entry(Path file, PluginState state) throws IOException {
        var name = file.getFileName().toString();
        var known = Optional.ofNullable(seen.get(name)).filter(s -> fresh(s, file)).orElseGet(() -> look(file));
        seen.put(name, known);
        var signer = known.archive().flatMap(PluginArchive::signer);
        return new CatalogueEntry(name, known.archive().map(a -> a.manifest().about()),
                trust.signed(signer.map(Signer::fingerprint).orElse("")), signer.map(Signer::name).orElse(""),
                signer.map(Signer::pem).orElse(""), known.archive().map(a -> refused(a, state)).orElse(known.refused()));
    }

    private static boolean fresh(Seen seen, Path file) {
        try {
            return seen.size() == Files.size(file) && seen.changed().equals(Files.getLastModifiedTime(file));
        } catch (IOException e) {
            return false;
        }
    }

    private Seen look(Path file) {
        try {
            long size = Files.size(file);
            var changed = Files.getLastModifiedTime(file);
            try {
                return new Seen(size, changed, Optional.of(shelf.look(file)), LocalizableText.NOTHING);
            } catch (RefusedArchiveException e) {
                return new Seen(size, changed, Optional.empty(), e.said());
            }
        } catch (IOException e) {
            return new Seen(-1, FileTime.fromMillis(0), Optional.empty(), new LocalizableText("archive-unreadable",
                    List.of(String.valueOf(e.getMessage())), "The archive cannot be read: " + e.getMessage()));
        }
    }

    /** An unknown publisher can be trusted, so that is not told here. */
    private LocalizableText refused(PluginArchive archive, PluginState state) {
        var about = archive.manifest().about();
        var current = state.plugin(about.id()).map(PluginRecord::current);
        var wrong = shelf.wrong(archive).filter(e -> !e.code().equals("unknown-publisher"))
                .or(() -> current.flatMap(installed -> shelf.otherPublisher(archive, installed)));
        if (wrong.isPresent())
            return new LocalizableText(wrong.get().code(), wrong.get().args(), wrong.get().message());
        var installed = current.map(PluginRecord.Build::version);
        if (installed.isPresent() && new Version(about.version()).compareTo(new Version(installed.get())) <= 0)
            return new LocalizableText("not-newer", List.of(about.version(), installed.get()), "Version " + installed.get() + " is installed");
        return LocalizableText.NOTHING;
    }

    /** Empty where there is no such file. */
    Optional<byte[]> read(String file) throws IOException {
        if (!FILE.matcher(file).matches() || !Files.isRegularFile(folder.resolve(file)))
            return Optional.empty();
        try (var in = Files.newInputStream(folder.resolve(file))) {
            return Optional.of(in.readNBytes(Plugins.MAX_ARCHIVE + 1));
        }
    }

    /** The id of the plug-in in a file, where it can be read. */
    Optional<String> id(String file) {
        return FILE.matcher(file).matches() ? look(folder.resolve(file)).archive().map(a -> a.manifest().about().id())
                : Optional.empty();
    }
}
