package org.trunkline.wire.phone;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.phone.Provisioning;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.schema.Secret;
import org.trunkline.wire.DraftJson;
import org.trunkline.wire.json.EnumNames;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** Phone cards, and what phones answered. */
public final class PhoneJson {
    private PhoneJson() {}

    /** With the password: for the administrator's eyes. */
    public static ObjectNode write(PhoneCard card) {
        return new Out().put("username", card.username()).put("displayName", card.displayName())
                .put("server", server(card.server())).text("password", card.password().given()).put("sipUri", card.sipUri())
                .put("qrText", card.qrText()).put("provisioning", provisioning(card.provisioning()))
                .list("servers", card.servers(), PhoneJson::server).node();
    }

    private static ObjectNode server(PhoneCard.Server server) {
        return new Out().put("host", server.host()).put("port", server.port()).put("transport", server.transport())
                .put("thisMachineOnly", server.thisMachineOnly()).node();
    }

    private static ObjectNode provisioning(Provisioning it) {
        return new Out().put("address", it.address().toString()).put("until", it.until()).put("fetches", it.fetches())
                .put("thisMachineOnly", it.thisMachineOnly()).list("makes", it.makes(), make -> new Out().put("name", make.name())
                        .put("file", make.file()).node()).node();
    }

    public static PhoneCard readCard(JsonNode node) {
        var in = new In(node);
        return new PhoneCard(in.text("username"), in.text("displayName"), server(in.object("server")),
                new Secret(in.optionalText("password")), in.text("sipUri"), provisioning(in.object("provisioning")),
                in.list("servers", PhoneJson::server));
    }

    private static PhoneCard.Server server(In in) {
        return new PhoneCard.Server(in.text("host"), in.small("port"), in.word("transport", Transport.class),
                in.flag("thisMachineOnly"));
    }

    private static Provisioning provisioning(In in) {
        return new Provisioning(URI.create(in.text("address")), in.instant("until"), in.small("fetches"), in.flag("thisMachineOnly"),
                in.list("makes", make -> new Provisioning.Make(make.text("name"), make.text("file"))));
    }

    public static ObjectNode write(PhoneCardRequest wanted) {
        return new Out().text("password", wanted.password().given()).text("host", wanted.host())
                .text("transport", wanted.transport().map(EnumNames::of)).node();
    }

    /** What is asked for. */
    public static DraftJson.Parsed<PhoneCardRequest> readRequest(JsonNode node) {
        var transports = Transport.OF_TRUNKS.stream().map(Enum::name).toList();
        return DraftJson.parse(node, fields -> new PhoneCardRequest(new Secret(fields.optionalText("password")),
                fields.optionalText("host"), Optional.of(fields.word("transport", transports, "")).filter(word -> !word.isEmpty())
                        .map(Transport::of)));
    }

    public static ObjectNode write(CheckSyncAnswer it) {
        return new Out().put("contact", it.contact()).put("userAgent", it.userAgent()).put("told", it.told())
                .said("answer", it.said()).node();
    }

    public static List<CheckSyncAnswer> readAnswers(JsonNode node) {
        return new In(node).list("items", in -> new CheckSyncAnswer(in.text("contact"), in.text("userAgent"), in.flag("told"),
                in.said("answer")));
    }
}
