package org.trunkline.http.internal;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Right;
import org.trunkline.http.internal.endpoint.EntryEndpoints;
import org.trunkline.http.internal.endpoint.MessageEndpoints;
import org.trunkline.http.internal.endpoint.NodeEndpoints;
import org.trunkline.http.internal.endpoint.PhoneEndpoints;
import org.trunkline.http.internal.endpoint.PluginWebEndpoints;

/** What each endpoint asks of a plug-in's session: the one table. What it does not name is the administrator's alone. */
final class SessionRights {
    private static final String API = "/api/v1";
    private static final Map<String, Right> TABLE = table();

    private SessionRights() {}

    private static Map<String, Right> table() {
        var table = new TreeMap<String, Right>(Map.ofEntries(
                entry("GET " + NodeEndpoints.HEALTH, Right.ANY), entry("GET " + NodeEndpoints.OPENAPI, Right.ANY),
                entry("GET " + API + "/status", Right.ANY),
                entry("GET " + API + "/codecs", Right.ANY),
                entry("GET " + API + "/registrations", Right.CONFIGURATION),
                entry("GET " + API + "/calls", Right.CALLS), entry("DELETE " + API + "/calls/{id}", Right.CONTROL),
                entry("POST " + API + "/calls", Right.CONTROL), // within the limits of a subscriber
                entry("POST " + API + "/trunks/{name}/calls", Right.NEVER), // costs money, whatever the routes say
                entry("PUT " + API + "/calls/{id}/mute", Right.CONTROL), entry("DELETE " + API + "/calls/{id}/mute", Right.CONTROL),
                entry("POST " + API + "/calls/{id}/listeners", Right.NEVER), entry("DELETE " + API + "/calls/{id}/listeners", Right.NEVER),
                entry("GET " + API + "/blocked-sources", Right.NEVER),
                entry("DELETE " + API + "/blocked-sources/{source}", Right.NEVER),
                entry("POST " + API + "/drain", Right.NEVER), entry("DELETE " + API + "/drain", Right.NEVER),
                entry("GET " + API + "/alerts", Right.CONFIGURATION),
                entry("GET " + API + "/alert-channels", Right.CONFIGURATION),
                entry("POST " + API + "/alerts/{name}/acknowledge", Right.NEVER),
                entry("POST " + API + "/alerts/{name}/test", Right.NEVER),
                entry("POST " + API + "/changes", Right.CHANGE),
                entry("POST " + PhoneEndpoints.CARD, Right.NEVER), entry("DELETE " + PhoneEndpoints.CARD, Right.NEVER),
                entry("POST " + PhoneEndpoints.CHECK_SYNC, Right.NEVER), entry("GET " + PhoneEndpoints.FILE, Right.ANY),
                entry("GET " + MessageEndpoints.MESSAGES, Right.NEVER), entry("DELETE " + MessageEndpoints.ONE, Right.NEVER),
                entry("GET " + API + "/changes", Right.NEVER),
                entry("POST " + API + "/changes/{id}/revert", Right.NEVER),
                entry("POST " + API + "/route-test", Right.NEVER),
                entry("POST " + API + "/trunk-test", Right.NEVER), // sends requests to any host
                entry("POST " + API + "/test-calls", Right.NEVER), // costs money
                entry("GET " + API + "/test-calls/{id}", Right.NEVER),
                entry("GET " + API + "/settings", Right.NEVER), entry("PUT " + API + "/settings", Right.NEVER),
                entry("GET " + API + "/history", Right.NEVER)));
        catalog(table, "/subscribers", "{username}", Right.CONFIGURATION, Right.CHANGE);
        catalog(table, "/trunks", "{name}", Right.CONFIGURATION, Right.CHANGE);
        catalog(table, "/numbers", "{number}", Right.CONFIGURATION, Right.CHANGE);
        catalog(table, "/routes", "{prefix}", Right.CONFIGURATION, Right.CHANGE);
        catalog(table, "/ring-groups", "{name}", Right.CONFIGURATION, Right.CHANGE);
        catalog(table, "/saved-searches", "{name}", Right.CONFIGURATION, Right.NEVER); // an alert makes the node call out
        catalog(table, "/legal-holds", "{name}", Right.NEVER, Right.NEVER);
        records(table);
        privacy(table);
        plugins(table);
        return Map.copyOf(table);
    }

    private static void catalog(Map<String, Right> table, String path, String key, Right read, Right change) {
        table.put("GET " + API + path, read);
        table.put("GET " + API + path + "/" + key, read);
        table.put("POST " + API + path, change);
        table.put("PUT " + API + path + "/" + key, change);
        table.put("DELETE " + API + path + "/" + key, change);
    }

    private static void records(Map<String, Right> table) {
        for (String search : List.of("", "/search", "/rows", "/summary", "/trunks"))
            for (String method : List.of("GET ", "POST "))
                table.put(method + API + "/cdrs" + search, Right.RECORDS);
        for (String whole : List.of("/complete", "/export"))
            for (String method : List.of("GET ", "POST "))
                table.put(method + API + "/cdrs" + whole, Right.RECORDS_IN_CLEAR);
        table.put("GET " + API + "/cdrs/attributes", Right.ANY);
        table.put("GET " + API + "/cdrs/export/formats", Right.RECORDS);
        table.put("GET " + API + "/numbers-facts", Right.RECORDS_IN_CLEAR);
        table.put("GET " + API + "/cdrs/{id}", Right.RECORDS);
        table.put("GET " + API + "/cdrs/{id}/quality", Right.RECORDS);
        table.put("GET " + API + "/cdrs/{id}/ladder", Right.RECORDS_IN_CLEAR);
        table.put("GET " + API + "/cdrs/{id}/casefile", Right.RECORDS_IN_CLEAR);
        table.put("GET " + API + "/calls/{id}", Right.RECORDS_IN_CLEAR);
    }

    private static void privacy(Map<String, Right> table) {
        for (String endpoint : List.of("GET /retention", "PUT /retention", "POST /retention/apply", "POST /retention/key",
                "POST /persons/search", "POST /persons/export", "POST /persons/erase", "POST /persons/pseudonymise"))
            table.put(endpoint.replace(" ", " " + API), Right.NEVER);
    }

    private static void plugins(Map<String, Right> table) {
        for (String method : PluginWebEndpoints.METHODS)
            table.put(method + " " + PluginWebEndpoints.PATH, Right.OWN);
        for (String endpoint : List.of("GET /plugins", "POST /plugins", "GET /plugins/catalogue",
                "POST /plugins/catalogue/{file}", "GET /plugins/publishers", "POST /plugins/publishers",
                "DELETE /plugins/publishers/{fingerprint}", "PUT /plugins/{id}", "PATCH /plugins/{id}", "DELETE /plugins/{id}",
                "POST /plugins/{id}/rollback", "GET /plugins/{id}/desk"))
            table.put(endpoint.replace(" ", " " + API), Right.NEVER);
        for (String endpoint : List.of("GET " + EntryEndpoints.KINDS, "GET " + EntryEndpoints.PATH, "POST " + EntryEndpoints.PATH,
                "DELETE " + EntryEndpoints.PATH,
                "GET " + EntryEndpoints.ONE, "PUT " + EntryEndpoints.ONE, "DELETE " + EntryEndpoints.ONE))
            table.put(endpoint, Right.OWN);
        table.put("GET " + EntryEndpoints.ALL_KINDS, Right.NEVER);
        table.put("GET " + EntryEndpoints.TEMPLATES, Right.CONFIGURATION);
    }

    /** Whether somebody thought of it. */
    static boolean names(Endpoint endpoint) {
        return TABLE.containsKey(key(endpoint));
    }

    static Right of(Endpoint endpoint) {
        return TABLE.getOrDefault(key(endpoint), Right.NEVER);
    }

    /** All that are named, as {@code METHOD template}. */
    static Map<String, Right> all() {
        return TABLE;
    }

    private static String key(Endpoint endpoint) {
        return endpoint.method() + " " + endpoint.template();
    }
}
