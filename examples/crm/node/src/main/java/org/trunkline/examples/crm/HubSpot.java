package org.trunkline.examples.crm;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.spi.ExtensionException;

/** HubSpot's CRM API, version 3: contacts by phone and mobilephone; a call becomes a note. */
final class HubSpot implements AddressBook {
    private static final String SEARCH = "/crm/v3/objects/contacts/search";
    /** Of the association from a note to a contact. */
    private static final int NOTE_TO_CONTACT = 202;

    private final WebClient web;

    HubSpot(URI address, String key) {
        web = WebClient.bearer(address, key);
    }

    @Override
    public Optional<Person> find(String number) throws ExtensionException {
        var query = query(1);
        var groups = query.putArray("filterGroups");
        for (var property : List.of("phone", "mobilephone"))
            groups.addObject().putArray("filters").addObject().put("propertyName", property).put("operator", "EQ").put("value", number);
        return people(query, number).stream().findFirst();
    }

    @Override
    public List<Person> search(String text, int most) throws ExtensionException {
        return people(query(most).put("query", text), "");
    }

    private static ObjectNode query(int most) {
        var query = WebClient.JSON.createObjectNode().put("limit", most);
        List.of("firstname", "lastname", "company", "phone").forEach(query.putArray("properties")::add);
        return query;
    }

    private List<Person> people(ObjectNode query, String asked) throws ExtensionException {
        var people = new ArrayList<Person>();
        for (JsonNode result : web.json("POST", SEARCH, query.toString()).path("results")) {
            var properties = result.path("properties");
            var name = (properties.path("firstname").asText("") + " " + properties.path("lastname").asText("")).strip();
            people.add(new Person(result.path("id").asText(), name, properties.path("phone").asText(asked),
                    properties.path("company").asText(""), ""));
        }
        return people;
    }

    @Override
    public void note(Person person, String key, String title, String text) throws ExtensionException {
        var note = WebClient.JSON.createObjectNode();
        note.putObject("properties").put("hs_timestamp", Instant.now().toString()).put("hs_note_body", title + "<br>" + text + "<br>" + key);
        var association = note.putArray("associations").addObject();
        association.putObject("to").put("id", person.id());
        association.putArray("types").addObject().put("associationCategory", "HUBSPOT_DEFINED").put("associationTypeId", NOTE_TO_CONTACT);
        web.json("POST", "/crm/v3/objects/notes", note.toString());
    }
}
