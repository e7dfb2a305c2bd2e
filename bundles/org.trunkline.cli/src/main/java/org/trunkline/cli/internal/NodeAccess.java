package org.trunkline.cli.internal;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.node.NodeConnector;

/**
 * The node that a command is for: named by its URL, else the one on this machine with the given data folder.
 *
 * @param url of its admin API
 * @param token of its file {@code admin.token}
 */
record NodeAccess(URI url, String token) {
    NodeAccess {
        requireNonNull(url);
        requireNonNull(token);
    }

    static NodeAccess of(Arguments arguments, Map<String, String> environment) throws CommandException {
        var data = arguments.value("data").map(Path::of).orElseGet(() -> home(environment).resolve("node"));
        var token = read(arguments.value("token-file").map(Path::of).orElse(data.resolve("admin.token")),
                "name the node's token with --token-file FILE").strip();
        var given = arguments.value("node");
        return new NodeAccess(uri(given.isPresent() ? given.get() : running(data)), token);
    }

    private static Path home(Map<String, String> environment) {
        var set = environment.getOrDefault("TRUNKLINE_HOME", "");
        return set.isBlank() ? Path.of(System.getProperty("user.home"), ".trunkline") : Path.of(set);
    }

    private static String running(Path data) throws CommandException {
        var ready = new Properties();
        try {
            ready.load(new StringReader(read(data.resolve("node.ready"), "start the node, or name another with --node URL"
                    + " --token-file FILE or --data DIR")));
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.failed(data.resolve("node.ready") + " is damaged: restart the node");
        }
        return ready.getProperty("http", "").split(",")[0].strip();
    }

    private static String read(Path file, String wayOut) throws CommandException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandException.failed(file + (Files.exists(file) ? " cannot be read: " : " is not there: ") + wayOut);
        }
    }

    private static URI uri(String text) throws CommandException {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("\"" + text + "\" is not a URL: write it as https://node.example:8060");
        }
    }

    Node connect() throws CommandException {
        var connector = ServiceLoader.load(NodeConnector.class).findFirst()
                .orElseThrow(() -> CommandException.failed("the installation lacks org.trunkline.remote: unpack it again"));
        try {
            return connector.connect(url, token);
        } catch (NodeUnavailableException e) {
            throw CommandException.failed(e.getMessage());
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "NodeAccess[" + url + "]";
    }
}
