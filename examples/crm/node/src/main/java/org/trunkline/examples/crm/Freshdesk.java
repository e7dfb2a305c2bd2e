package org.trunkline.examples.crm;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.spi.ExtensionException;

/** Freshdesk's API, version 2: contacts by phone and mobile; a call becomes a closed ticket of the source "phone". */
final class Freshdesk implements AddressBook {
    private static final int PHONE = 3;
    private static final int CLOSED = 5;
    private static final int LOW = 1;

    private final WebClient web;
    private final String pages;

    Freshdesk(URI address, String key) {
        web = WebClient.basic(address, key, "X");
        pages = address.toString().replaceAll("/+$", "") + "/a/contacts/";
    }

    @Override
    public Optional<Person> find(String number) throws ExtensionException {
        for (var field : List.of("phone", "mobile")) {
            var found = web.json("GET", "/api/v2/contacts?" + field + "=" + encoded(number), "");
            if (found.isArray() && !found.isEmpty())
                return Optional.of(person(found.get(0), number));
        }
        return Optional.empty();
    }

    @Override
    public List<Person> search(String text, int most) throws ExtensionException {
        var people = new ArrayList<Person>();
        for (var contact : web.json("GET", "/api/v2/contacts/autocomplete?term=" + encoded(text), ""))
            if (people.size() < most)
                people.add(person(contact, ""));
        return people;
    }

    private Person person(JsonNode contact, String asked) {
        var number = contact.path("phone").asText(contact.path("mobile").asText(asked));
        return new Person(contact.path("id").asText(), contact.path("name").asText(), number,
                contact.path("company_name").asText(""), pages.startsWith("https:") ? pages + contact.path("id").asText() : "");
    }

    @Override
    public void note(Person person, String key, String title, String text) throws ExtensionException {
        var ticket = WebClient.JSON.createObjectNode().put("requester_id", Long.parseLong(person.id())).put("subject", title)
                .put("description", text + "<br>" + key).put("source", PHONE).put("status", CLOSED).put("priority", LOW);
        web.json("POST", "/api/v2/tickets", ticket.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
