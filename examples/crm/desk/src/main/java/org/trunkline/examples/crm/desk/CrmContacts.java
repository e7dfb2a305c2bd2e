package org.trunkline.examples.crm.desk;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Node;
import org.trunkline.api.plugin.Plugins.WebRequest;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.ContactSource;

/** Contacts of the CRM, asked for through the plug-in in the node, which alone has the key. */
public final class CrmContacts implements ContactSource {
    private static final String PLUGIN = "org.trunkline.examples.crm";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<Contact> search(String text, int most, Optional<Node> node) throws Exception {
        return node.isEmpty() ? List.of() : ask(node.get(), "text", text).stream().limit(most).toList();
    }

    @Override
    public Optional<Contact> find(String number, Optional<Node> node) throws Exception {
        return node.isEmpty() ? Optional.empty() : ask(node.get(), "number", number).stream().findFirst();
    }

    private static List<Contact> ask(Node node, String name, String value) throws NodeUnavailableException, IOException {
        var reply = node.plugins().web(PLUGIN, new WebRequest("GET",
                "crm?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8), "", new byte[0]));
        if (reply.status() != 200)
            throw new IOException("the CRM connector answered " + reply.status());
        var contacts = new ArrayList<Contact>();
        for (var item : JSON.readTree(reply.body()).path("items"))
            contacts.add(new Contact(item.path("name").asText(), item.path("number").asText(), item.path("company").asText()));
        return contacts;
    }
}
