package org.trunkline.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.trunkline.wire.json.Json;
import org.trunkline.wire.json.MalformedJsonException;

/** The key of a case file's pseudonyms as a file: the one form for writing them and for looking for a person in them. */
public final class CaseKeyJson {
    private CaseKeyJson() {}

    /** @param mapping who is behind each pseudonym */
    public static byte[] write(byte[] key, Map<String, String> mapping) {
        var json = Json.object().put("format", "trunkline-case-key").put("algorithm", "HmacSHA256")
                .put("key", Base64.getEncoder().encodeToString(key));
        var names = json.putObject("mapping");
        mapping.forEach(names::put);
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @throws MalformedJsonException where there is none */
    public static byte[] key(byte[] file) throws MalformedJsonException {
        try {
            byte[] key = Base64.getDecoder().decode(Json.parseAnswer(file).path("key").asText());
            if (key.length > 0)
                return key;
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new MalformedJsonException("there is no key in it", 1, 1);
    }

    /** Who is behind each pseudonym. */
    public static Map<String, String> mapping(byte[] file) throws MalformedJsonException {
        var mapping = new TreeMap<String, String>();
        Json.parseAnswer(file).path("mapping").properties().forEach(name -> mapping.put(name.getKey(), name.getValue().asText()));
        return mapping;
    }

    /** Numbers and names that stand behind its pseudonyms. */
    public static Set<String> originals(byte[] file) throws MalformedJsonException {
        return new TreeSet<>(mapping(file).values());
    }
}
