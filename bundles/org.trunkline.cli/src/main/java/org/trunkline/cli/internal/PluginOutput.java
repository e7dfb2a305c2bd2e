package org.trunkline.cli.internal;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.plugin.CatalogueEntry;
import org.trunkline.api.plugin.PluginStatus;
import org.trunkline.api.plugin.Publisher;
import org.trunkline.wire.json.Json;

/** What the command prints with {@code --json}: as in the admin API. */
final class PluginOutput {
    private PluginOutput() {}

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ObjectNode plugin(PluginStatus status) {
        var node = Json.object().put("id", status.about().id()).put("version", status.about().version())
                .put("publisher", status.publisher()).put("signed", word(status.signed()))
                .put("state", word(status.state())).put("host", word(status.host()))
                .put("reason", status.reason().message()).put("restarts", status.restarts());
        status.previous().ifPresent(version -> node.put("previous", version));
        node.set("permissions", texts(status.about().permissions()));
        var settings = node.putObject("settings");
        status.settings().forEach(settings::put);
        node.set("secretsSet", texts(status.secretsSet()));
        node.putObject("cost").put("cpuMillisPerSecond", status.cost().cpuMillisPerSecond())
                .put("heapBytes", status.cost().heapBytes()).put("threads", status.cost().threads());
        return node;
    }

    static ObjectNode entry(CatalogueEntry entry) {
        var node = Json.object().put("file", entry.file()).put("signed", word(entry.signed()))
                .put("publisher", entry.publisher()).put("refused", entry.refused().message());
        entry.about().ifPresent(about -> node.put("id", about.id()).put("version", about.version()));
        return node;
    }

    static ObjectNode publisher(Publisher publisher) {
        return Json.object().put("name", publisher.name()).put("fingerprint", publisher.fingerprint())
                .put("until", publisher.until().toString()).put("inside", publisher.inside());
    }

    static JsonNode items(List<? extends JsonNode> items) {
        var list = Json.array();
        items.forEach(list::add);
        return Json.object().set("items", list);
    }

    private static JsonNode texts(List<String> texts) {
        var list = Json.array();
        texts.forEach(list::add);
        return list;
    }
}
