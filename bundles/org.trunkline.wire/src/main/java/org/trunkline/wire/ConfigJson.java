package org.trunkline.wire;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.config.TariffDraft;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.config.TrunkSecurity;

/** Configuration as read; passwords never are. */
public final class ConfigJson {
    private ConfigJson() {}

    public static ObjectNode write(Subscriber subscriber) {
        return new Out().put("username", subscriber.username()).put("displayName", subscriber.displayName())
                .put("enabled", subscriber.enabled()).put("handling", write(subscriber.handling()))
                .put("srtp", subscriber.srtp()).node();
    }

    private static ObjectNode write(CallHandling it) {
        return new Out().text("forwardAlways", it.forwardAlways()).text("forwardBusy", it.forwardBusy())
                .text("forwardNoAnswer", it.forwardNoAnswer()).put("noAnswerSeconds", it.noAnswerSeconds())
                .text("forwardUnreachable", it.forwardUnreachable()).put("doNotDisturb", it.doNotDisturb())
                .put("callLimit", it.callLimit()).texts("pickupGroups", it.pickupGroups()).node();
    }

    public static Subscriber readSubscriber(JsonNode node) {
        var in = new In(node);
        return new Subscriber(in.text("username"), in.text("displayName"), in.flag("enabled"),
                in.optionalObject("handling").map(ConfigJson::readHandling).orElse(CallHandling.PLAIN),
                in.has("srtp") ? in.word("srtp", Srtp.class) : Srtp.OFFER);
    }

    private static CallHandling readHandling(In in) {
        return new CallHandling(in.optionalText("forwardAlways"), in.optionalText("forwardBusy"),
                in.optionalText("forwardNoAnswer"), in.small("noAnswerSeconds"), in.optionalText("forwardUnreachable"),
                in.flag("doNotDisturb"), in.small("callLimit"), in.texts("pickupGroups"));
    }

    public static ObjectNode write(NumberAssignment number) {
        return new Out().put("number", number.number()).put("subscriber", number.subscriber()).node();
    }

    public static NumberAssignment readNumber(JsonNode node) {
        var in = new In(node);
        return new NumberAssignment(in.text("number"), in.text("subscriber"));
    }

    public static ObjectNode write(Route route) {
        return new Out().put("prefix", route.prefix()).texts("trunks", route.trunks()).node();
    }

    public static Route readRoute(JsonNode node) {
        var in = new In(node);
        return new Route(in.text("prefix"), in.texts("trunks"));
    }

    public static ObjectNode write(RingGroup group) {
        return new Out().put("name", group.name()).text("number", group.number()).put("strategy", group.strategy())
                .texts("members", group.members()).put("ringSeconds", group.ringSeconds())
                .text("fallback", group.fallback()).node();
    }

    public static RingGroup readRingGroup(JsonNode node) {
        var in = new In(node);
        return new RingGroup(in.text("name"), in.optionalText("number"), in.word("strategy", RingGroup.Strategy.class),
                in.texts("members"), in.small("ringSeconds"), in.optionalText("fallback"));
    }

    public static ObjectNode write(Trunk trunk) {
        var out = new Out().put("name", trunk.name()).put("host", trunk.host()).put("port", trunk.port())
                .put("transport", trunk.transport()).texts("inboundAddresses", trunk.inboundAddresses());
        trunk.registration().ifPresent(r -> out.put("registration", new Out().put("username", r.username())
                .put("expiresSeconds", r.expiresSeconds()).node()));
        return out.put("maxCalls", trunk.maxCalls()).put("maxCallsPerSecond", trunk.maxCallsPerSecond())
                .put("enabled", trunk.enabled()).put("region", trunk.region())
                .put("outbound", writeRules(trunk.outbound())).put("inbound", writeRules(trunk.inbound()))
                .text("callerId", trunk.callerId()).put("assertIdentity", trunk.assertIdentity())
                .put("optionsSeconds", trunk.optionsSeconds()).put("answerSeconds", trunk.answerSeconds())
                .put("security", write(trunk.security()))
                .object("tariff", trunk.tariff().map(t -> CostJson.write(TariffDraft.of(t)))).node();
    }

    public static Trunk readTrunk(JsonNode node) {
        var in = new In(node);
        List<String> inbound = in.texts("inboundAddresses");
        return new Trunk(in.text("name"), in.text("host"), in.small("port"), in.word("transport", Transport.class),
                inbound, in.optionalObject("registration")
                        .map(r -> new TrunkRegistration(r.text("username"), r.small("expiresSeconds"))),
                in.small("maxCalls"), in.small("maxCallsPerSecond"), in.flag("enabled"), in.text("region"),
                readRules(in.object("outbound")), readRules(in.object("inbound")), in.optionalText("callerId"),
                in.flag("assertIdentity"), in.small("optionsSeconds"), in.small("answerSeconds"),
                in.optionalObject("security").map(ConfigJson::readSecurity).orElse(TrunkSecurity.NONE),
                in.optionalObject("tariff").map(CostJson::readTariff));
    }

    static ObjectNode write(TrunkSecurity security) {
        return new Out().put("srtp", security.srtp()).text("certificateName", security.certificateName())
                .put("mutualTls", security.mutualTls()).node();
    }

    private static TrunkSecurity readSecurity(In in) {
        return new TrunkSecurity(in.word("srtp", Srtp.class), in.optionalText("certificateName"), in.flag("mutualTls"));
    }

    private static ObjectNode writeRules(NumberRules rules) {
        return new Out().put("strip", rules.strip()).put("prefix", rules.prefix()).put("format", rules.format())
                .node();
    }

    private static NumberRules readRules(In in) {
        return new NumberRules(in.small("strip"), in.text("prefix"), in.word("format", NumberRules.Format.class));
    }
}
