package org.trunkline.examples.fraudguard.desk;

import java.io.IOException;
import java.util.List;
import java.util.ResourceBundle;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.ui.Tone;
import org.trunkline.ui.extension.QualityTile;
import org.trunkline.ui.extension.TileFace;

/** What the fraud guard refused and ended, and who spent most. */
public final class FraudTile implements QualityTile {
    private static final String PLUGIN = "org.trunkline.examples.fraudguard";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<TileFace> read(Node node) throws Exception {
        var reply = node.plugins().web(PLUGIN, new WebRequest("GET", "summary", "", new byte[0]));
        if (reply.status() != 200)
            throw new IOException("the fraud guard answered " + reply.status());
        var summary = JSON.readTree(reply.body());
        var texts = ResourceBundle.getBundle("org.trunkline.examples.fraudguard.desk.messages");
        return List.of(
                count("refused", summary.path("refused").asLong(), texts, "cause:forbidden"),
                count("ended", summary.path("ended").asLong(), texts, "cause:hung-up-by-admin"),
                new TileFace("highest", texts.getString("highest"), summary.path("highest").asText(),
                        (summary.path("subscriber").asText() + " " + texts.getString("day")).strip(), Tone.OK, List.of(),
                        "finding:spend-limit"));
    }

    private static TileFace count(String key, long count, ResourceBundle texts, String query) {
        return new TileFace(key, texts.getString(key), String.valueOf(count), texts.getString("start"),
                count > 0 ? Tone.WARN : Tone.OK, List.of(), query);
    }
}
