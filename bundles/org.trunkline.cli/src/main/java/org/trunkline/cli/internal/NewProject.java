package org.trunkline.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.trunkline.wire.ManifestJson;

/** Makes the project of a plug-in: plain Maven, with a routing policy, its test, and a key to sign with. */
final class NewProject {
    private static final Map<String, String> NODE_FILES = Map.of("plugin.json", "plugin.json", "pom.xml", "pom.xml",
            "README.md", "README.md", "gitignore", ".gitignore", "maven.config", ".mvn/maven.config", "node/pom.xml",
            "node/pom.xml", "node/src/main/java/LeastLoaded.java", "node/src/main/java/{{path}}/LeastLoaded.java",
            "node/src/test/java/LeastLoadedTest.java", "node/src/test/java/{{path}}/LeastLoadedTest.java");
    private static final Map<String, String> DESK_FILES = Map.of("desk/pom.xml", "desk/pom.xml",
            "desk/src/main/resources/plugin.xml", "desk/src/main/resources/plugin.xml",
            "desk/src/main/resources/plugin.properties", "desk/src/main/resources/plugin.properties",
            "desk/src/main/java/TrunkLoadView.java", "desk/src/main/java/{{path}}/desk/TrunkLoadView.java");

    private final Path home;
    private final PrintStream out;

    /** @param home folder of the installation, which has the folder {@code sdk} */
    NewProject(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** @param folder empty for one named like the last part of the id */
    void create(String id, Optional<Path> folder, boolean desk) throws CommandException {
        if (!ManifestJson.isId(id))
            throw CommandException.usage("\"" + id + "\" is not an id: write a reverse domain name of lower-case letters, digits and hyphens, such as"
                    + " com.example.leastloaded");
        var name = id.substring(id.lastIndexOf('.') + 1);
        var project = folder.orElse(Path.of(name)).toAbsolutePath().normalize();
        try {
            if (Files.exists(project) && !isEmpty(project))
                throw CommandException.failed(project + " is not empty: name another folder with --dir DIR");
            Files.createDirectories(project);
            write(project, values(id, name, desk), desk);
            SigningKey.create(project, id);
        } catch (IOException e) {
            throw CommandException.failed(project + " cannot be written: " + e.getMessage());
        }
        out.println("Made " + project + ": README.md has the commands that build, pack and install it");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private Map<String, String> values(String id, String name, boolean desk) throws CommandException {
        var sdk = home.resolve("sdk");
        var code = javaPackage(id);
        return Map.of("id", id, "package", code, "path", code.replace('.', '/'), "name", name, "group", id.substring(0, id.lastIndexOf('.')),
                "sdk", sdk.toUri().toString(), "version", version(sdk),
                "desk.module", desk ? "\n    <module>desk</module>" : "", "trunkline", home.resolve("bin/trunkline").toString());
    }

    /** {@code com.example.my_crm} for {@code com.example.my-crm}; as the Java specification advises for domain names. */
    private static String javaPackage(String id) {
        return id.replace('-', '_').replaceAll("\\.(?=[0-9])", "._");
    }

    /** The installation's own, as the folder of the interfaces in its sdk says. */
    private static String version(Path sdk) throws CommandException {
        var versions = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(sdk.resolve("org/trunkline/org.trunkline.spi"), Files::isDirectory)) {
            files.forEach(f -> versions.add(f.getFileName().toString()));
        } catch (IOException e) {
            versions.clear();
        }
        if (versions.size() != 1)
            throw CommandException.failed(sdk + " is not complete: unpack the node again");
        return versions.getFirst();
    }

    private static void write(Path project, Map<String, String> values, boolean desk) throws IOException {
        var files = new LinkedHashMap<>(NODE_FILES);
        if (desk)
            files.putAll(DESK_FILES);
        for (var file : files.entrySet()) {
            var target = project.resolve(filled(file.getValue(), values));
            Files.createDirectories(target.getParent());
            Files.writeString(target, filled(template(file.getKey()), values));
        }
    }

    private static String template(String name) throws IOException {
        try (InputStream in = NewProject.class.getResourceAsStream("template/" + name + ".txt")) {
            if (in == null)
                throw new IOException("the installation lacks the template " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String filled(String text, Map<String, String> values) {
        var result = text;
        for (var value : values.entrySet())
            result = result.replace("{{" + value.getKey() + "}}", value.getValue());
        return result;
    }
}
