package org.trunkline.cli.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.wire.ManifestJson;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** {@code plugin.json} of a project: like that of the archive, but the bundles may be left to {@code pack}. */
final class ProjectFile {
    private static final String VERSION = "\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(\\.[A-Za-z0-9_-]{1,40})?";
    private static final String PERMISSION = "records\\.read|calls\\.read|calls\\.control|config\\.read|config\\.write"
            + "|personal|network:\\S+";
    private static final Set<String> KNOWN = Set.of("id", "version", "name", "description", "api", "provides",
            "permissions", "limits", "inside", "bundles", "settings");

    private final ObjectNode node;

    private ProjectFile(ObjectNode node) {
        this.node = node;
    }

    static ProjectFile read(Path project) throws CommandException {
        var file = project.resolve("plugin.json");
        try {
            if (!(Json.parseRequest(Files.readAllBytes(file)) instanceof ObjectNode object))
                throw CommandException.failed(file + " must hold one JSON object");
            var wrong = problems(object);
            if (!wrong.isEmpty())
                throw CommandException.refused(wrong.stream().map(line -> file + ": " + line).toList());
            return new ProjectFile(object);
        } catch (MalformedJsonException e) {
            throw CommandException.failed(file + " is not JSON: " + e.getMessage() + " (line " + e.line() + ")");
        } catch (IOException e) {
            throw CommandException.failed(file + " is not there: change to the folder of a project, or make one with"
                    + " trunkline plugin new ID");
        }
    }

    /** Finds what an author gets wrong most; the node checks the whole when it installs. */
    private static List<String> problems(ObjectNode node) {
        var wrong = new ArrayList<String>();
        matches(node, "id", ManifestJson::isId, "a reverse domain name of lower-case letters, digits and hyphens, such as com.example.crm",
                wrong);
        matches(node, "version", text -> text.matches(VERSION), "three numbers, such as 1.0.0", wrong);
        matches(node, "api", text -> text.matches("[\\[(]\\d+(\\.\\d+)*,\\d+(\\.\\d+)*[\\])]"), "a range, such as [0.1,0.2)", wrong);
        if (node.path("name").path("en").asText().isBlank())
            wrong.add("name.en is missing: write the plug-in's name in English, and sv, zh, id beside it");
        if (node.has("provides") && !node.path("provides").isArray())
            wrong.add("provides is not a list: write the extension points, such as [\"RoutingPolicy\"]");
        for (var permission : node.path("permissions"))
            if (!permission.asText().matches(PERMISSION))
                wrong.add("permissions: \"" + permission.asText() + "\" is unknown: records.read, calls.read,"
                        + " calls.control, config.read, config.write, personal and network:HOST[:PORT] are known");
        node.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name))
                wrong.add("\"" + name + "\" is unknown: delete it, or see the plug-in guide for its name");
        });
        return wrong;
    }

    private static void matches(JsonNode node, String name, Predicate<String> rule, String wanted, List<String> wrong) {
        var value = node.path(name);
        if (!value.isTextual())
            wrong.add(name + " is missing: write " + wanted);
        else if (!rule.test(value.textValue()))
            wrong.add(name + " \"" + value.textValue() + "\" is not " + wanted);
    }

    /** Names of the extension points that its node bundles implement. */
    List<String> provides() {
        var names = new ArrayList<String>();
        node.path("provides").forEach(name -> names.add(name.asText()));
        return names;
    }

    String id() {
        return node.get("id").textValue();
    }

    String version() {
        return node.get("version").textValue();
    }

    /** The version with a qualifier after it. @param qualifier empty for none */
    String version(String qualifier) {
        return qualifier.isEmpty() ? version() : version() + (version().split("\\.").length > 3 ? "-" : ".") + qualifier;
    }

    /** Bundles that the author listed, relative to the project; empty to take what the modules built. */
    List<Path> listed(String side) {
        var paths = new ArrayList<Path>();
        for (var path : node.path("bundles").path(side))
            paths.add(Path.of(path.asText()));
        return paths;
    }

    /** What goes into the archive. */
    byte[] archived(String version, List<String> nodeBundles, List<String> deskBundles) {
        var copy = node.deepCopy();
        copy.put("version", version);
        var bundles = copy.putObject("bundles");
        var forNode = bundles.putArray("node");
        nodeBundles.forEach(forNode::add);
        var forDesk = bundles.putArray("desk");
        deskBundles.forEach(forDesk::add);
        return Json.bytes(copy);
    }
}
