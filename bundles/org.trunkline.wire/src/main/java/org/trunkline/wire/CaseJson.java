package org.trunkline.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.cdr.CallCase;
import org.trunkline.api.config.ConfigHistory;
import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.WireException;

/** All of one call: what a case file holds. */
public final class CaseJson {
    private static final String FORMAT = "trunkline-case";
    private static final int VERSION = 1;

    private CaseJson() {}

    /** @param pseudonymised whether numbers and names are stood in for */
    public static ObjectNode write(CallCase of, boolean pseudonymised) {
        var json = Json.object().put("format", FORMAT).put("version", VERSION).put("madeAt", of.madeAt().toString())
                .put("node", of.node()).put("pseudonymised", pseudonymised);
        json.set("record", CdrJson.write(of.record()));
        json.set("ladder", CdrJson.write(of.ladder()));
        var configuration = json.putArray("configuration");
        of.configuration().forEach(then -> configuration.add(AlertJson.write(then)));
        return json;
    }

    public static boolean isPseudonymised(JsonNode json) {
        return json.path("pseudonymised").asBoolean();
    }

    /** Why it is none that can be read here, in a sentence. */
    public static Optional<String> refusal(JsonNode json) {
        if (!json.path("format").asText().equals(FORMAT))
            return Optional.of("This is not a case file of Trunkline");
        int version = json.path("version").asInt();
        return version <= VERSION ? Optional.empty() : Optional.of("This case file is of version " + version
                + ", this desk reads " + VERSION + ": open it with a newer desk");
    }

    /** @throws WireException where it is none, or damaged */
    public static CallCase read(JsonNode json) {
        refusal(json).ifPresent(why -> {
            throw new WireException(why);
        });
        var configuration = new ArrayList<ConfigHistory.Then>();
        json.path("configuration").forEach(entry -> configuration.add(AlertJson.readThen(entry)));
        try {
            return new CallCase(Instant.parse(json.path("madeAt").asText()), json.path("node").asText(),
                    CdrJson.read(json.path("record")), CdrJson.readLadder(json.path("ladder")), configuration);
        } catch (DateTimeException e) {
            throw new WireException("madeAt is not a time: " + json.path("madeAt").asText());
        }
    }
}
