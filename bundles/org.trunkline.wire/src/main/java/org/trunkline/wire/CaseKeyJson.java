package org.trunkline.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The key of a case file's pseudonyms as a file: whoever writes one and whoever looks for a person in one agree here. */
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

    /** Numbers and names that stand behind its pseudonyms. */
    public static Set<String> originals(byte[] file) throws MalformedJsonException {
        var originals = new TreeSet<String>();
        Json.parseAnswer(file).path("mapping").forEach(name -> originals.add(name.asText()));
        return originals;
    }
}
