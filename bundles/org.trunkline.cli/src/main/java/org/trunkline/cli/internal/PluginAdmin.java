package org.trunkline.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginResult;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Plugins;
import org.trunkline.wire.json.Json;

/** The commands that administer the plug-ins of a node. */
final class PluginAdmin {
    static final Set<String> VERBS = Set.of("list", "catalogue", "install", "update", "rollback", "enable", "disable",
            "remove", "settings", "publishers", "trust", "distrust");
    private static final int MIB = 1 << 20;
    private static final String REMOVED = "is removed";

    private final Plugins plugins;
    private final Answers answers;

    PluginAdmin(Plugins plugins, Answers answers) {
        this.plugins = plugins;
        this.answers = answers;
    }

    void run(String verb, Arguments arguments) throws CommandException {
        if (!verb.equals("settings"))
            arguments.atMost(Set.of("list", "catalogue", "publishers").contains(verb) ? 2 : 3);
        try {
            switch (verb) {
                case "list" -> list();
                case "catalogue" -> catalogue();
                case "install" -> install(arguments.need(2, "FILE"), arguments.has("yes"));
                case "update" -> update(arguments.need(2, "FILE"), arguments.has("yes"));
                case "rollback" -> done("went back", plugins.rollback(arguments.need(2, "ID")));
                case "enable" -> done("is enabled", plugins.enable(arguments.need(2, "ID"), true));
                case "disable" -> done("is disabled", plugins.enable(arguments.need(2, "ID"), false));
                case "remove" -> done(REMOVED, plugins.remove(arguments.need(2, "ID")));
                case "settings" -> settings(arguments);
                case "publishers" -> publishers();
                case "trust" -> trust(arguments.need(2, "CERT.pem"), arguments.has("inside"));
                default -> distrust(arguments.need(2, "FINGERPRINT"));
            }
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    private void list() throws NodeUnavailableException {
        var all = plugins.list();
        answers.table(List.of("ID", "VERSION", "STATE", "HOST", "SIGNED", "PUBLISHER", "CPU ms/s", "HEAP MiB", "THREADS", "REASON"),
                all.stream().map(PluginAdmin::row).toList(), "No plug-in is installed: trunkline plugin install FILE",
                PluginOutput.items(all.stream().map(PluginOutput::plugin).toList()));
    }

    private static List<String> row(PluginStatus status) {
        var cost = status.cost();
        return List.of(status.about().id(), status.about().version(), PluginOutput.word(status.state()),
                PluginOutput.word(status.host()), PluginOutput.word(status.signed()), status.publisher(),
                String.format(Locale.ROOT, "%.1f", cost.cpuMillisPerSecond()),
                String.format(Locale.ROOT, "%.1f", (double) cost.heapBytes() / MIB), String.valueOf(cost.threads()),
                status.reason().message());
    }

    private void catalogue() throws NodeUnavailableException {
        var all = plugins.catalogue();
        answers.table(List.of("FILE", "ID", "VERSION", "SIGNED", "PUBLISHER", "REFUSED"),
                all.stream().map(e -> List.of(e.file(), e.about().map(a -> a.id()).orElse(""),
                        e.about().map(a -> a.version()).orElse(""), PluginOutput.word(e.signed()), e.publisher(),
                        e.refused().message())).toList(),
                "The catalogue folder is empty: put archives (.tlp) into the folder catalogue of the node's data folder",
                PluginOutput.items(all.stream().map(PluginOutput::entry).toList()));
    }

    private void install(String file, boolean agreed) throws NodeUnavailableException, CommandException {
        boolean name = !Files.exists(Path.of(file)) && Path.of(file).getNameCount() == 1;
        var offered = name ? plugins.catalogue().stream().filter(entry -> entry.file().equals(file)).findFirst()
                : Optional.<CatalogueEntry>empty();
        if (offered.isPresent() && offered.get().about().isPresent())
            agree(offered.get().about().get(), agreed); // one that is installed is updated
        done("is installed", offered.isPresent() ? plugins.installFromCatalogue(file) : plugins.install(archive(file)));
    }

    private void update(String file, boolean agreed) throws NodeUnavailableException, CommandException {
        var archive = archive(file);
        var about = ArchivedAbout.of(Path.of(file));
        agree(about, agreed);
        done("is updated", plugins.update(about.id(), archive));
    }

    private void agree(PluginAbout next, boolean agreed) throws NodeUnavailableException, CommandException {
        if (agreed)
            return;
        var more = plugins.list().stream().map(PluginStatus::about).filter(about -> about.id().equals(next.id()))
                .flatMap(about -> MoreGrants.of(about, next).stream()).toList();
        if (!more.isEmpty())
            throw CommandException.failed("version " + next.version() + " of " + next.id() + " asks for more than the installed one: "
                    + String.join(", ", more) + ". Nothing was changed; add --yes to agree");
    }

    private static byte[] archive(String file) throws CommandException {
        return read(file, Plugins.MAX_ARCHIVE, "an archive");
    }

    private static byte[] read(String file, int most, String what) throws CommandException {
        var path = Path.of(file);
        try {
            if (Files.size(path) > most)
                throw CommandException.failed(file + " is too large: " + what + " has up to " + (most + 1023) / 1024 + " KiB");
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw CommandException.failed(file + (Files.exists(path) ? " cannot be read: " + e.getMessage()
                    : " is not there: name a file"));
        }
    }

    private void done(String what, PluginResult result) throws CommandException {
        switch (result) {
            case PluginResult.Done done -> {
                var status = done.status();
                boolean gone = what.equals(REMOVED); // then its last state says nothing
                answers.say(status.about().id() + " " + status.about().version() + " " + what
                        + (gone ? "" : ": " + PluginOutput.word(status.state()))
                        + (gone || status.reason().isEmpty() ? "" : " (" + status.reason().message() + ")"),
                        PluginOutput.plugin(status));
            }
            case PluginResult.Trusted trusted -> {
                var publisher = trusted.publisher();
                answers.say(publisher.name() + " " + publisher.fingerprint() + " is trusted until " + publisher.until()
                        + (publisher.inside() ? ", inside the node too" : ""), PluginOutput.publisher(publisher));
            }
            case PluginResult.Refused refused -> throw CommandException.refused(refused.errors().stream()
                    .map(error -> error.field() + ": " + error.message()).toList());
            case PluginResult.Missing missing -> throw CommandException.failed("no plug-in " + missing.id()
                    + " is installed: trunkline plugin list shows those that are");
        }
    }

    private void settings(Arguments arguments) throws NodeUnavailableException, CommandException {
        var id = arguments.need(2, "ID");
        var changes = new LinkedHashMap<String, Optional<String>>();
        for (var word : arguments.words().subList(3, arguments.words().size())) {
            int equals = word.indexOf('=');
            if (equals < 1)
                throw CommandException.usage("\"" + word + "\" is not a setting: write NAME=VALUE, or NAME= for the default");
            changes.put(word.substring(0, equals), Optional.of(word.substring(equals + 1)).filter(v -> !v.isEmpty()));
        }
        if (changes.isEmpty())
            show(id);
        else
            done("has new settings", plugins.configure(id, changes));
    }

    private void show(String id) throws NodeUnavailableException, CommandException {
        for (var status : plugins.list())
            if (status.about().id().equals(id)) {
                answers.table(List.of("NAME", "VALUE", "DEFAULT", "MEANING"),
                        status.about().settings().stream().map(field -> List.of(field.name(),
                                value(status, field.name()), field.defaultValue(),
                                field.help().getOrDefault("en", ""))).toList(),
                        id + " has no settings", settings(status.settings()));
                return;
            }
        done("", new PluginResult.Missing(id));
    }

    private static String value(PluginStatus status, String name) {
        return status.secretsSet().contains(name) ? "(set)" : status.settings().getOrDefault(name, "");
    }

    private static com.fasterxml.jackson.databind.JsonNode settings(Map<String, String> settings) {
        var node = Json.object();
        settings.forEach(node::put);
        return node;
    }

    private void publishers() throws NodeUnavailableException {
        var all = plugins.publishers();
        answers.table(List.of("NAME", "FINGERPRINT", "UNTIL", "INSIDE"),
                all.stream().map(p -> List.of(p.name(), p.fingerprint(), p.until().toString(), p.inside() ? "yes" : "no"))
                        .toList(),
                "No publisher is trusted: trunkline plugin trust CERT.pem",
                PluginOutput.items(all.stream().map(PluginOutput::publisher).toList()));
    }

    private void trust(String file, boolean inside) throws NodeUnavailableException, CommandException {
        done("", plugins.trust(new String(read(file, 64 << 10, "a certificate"),
                java.nio.charset.StandardCharsets.US_ASCII), inside));
    }

    private void distrust(String fingerprint) throws NodeUnavailableException, CommandException {
        if (!plugins.distrust(fingerprint.replace(":", "").toLowerCase(Locale.ROOT)))
            throw CommandException.failed("no publisher " + fingerprint
                    + " is trusted: trunkline plugin publishers shows those that are");
        answers.say("The publisher is trusted no more; its plug-ins are stopped",
                Json.object().put("fingerprint", fingerprint));
    }
}
