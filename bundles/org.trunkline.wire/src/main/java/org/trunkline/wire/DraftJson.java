package org.trunkline.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.config.NumberDraft;
import org.trunkline.api.config.RingGroupDraft;
import org.trunkline.api.config.RouteDraft;
import org.trunkline.api.config.SubscriberDraft;
import org.trunkline.api.config.TrunkDraft;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberRules;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.config.TrunkSecurity;

/** Configuration as written: passwords may be there, and nothing is checked but its type. */
public final class DraftJson {
    private DraftJson() {}

    /**
     * What a request asked for.
     *
     * @param draft with defaults where a field is missing or in error
     * @param errors wrong types, unknown fields and unknown words; others are for the catalog to find
     */
    public record Parsed<D>(D draft, List<FieldError> errors) {
        public Parsed {
            errors = List.copyOf(errors);
        }
    }

    static <D> Parsed<D> parse(JsonNode node, Function<Fields, D> reader) {
        var errors = new ArrayList<FieldError>();
        var fields = new Fields(node.isObject() ? node : Json.object(), "", errors);
        var draft = reader.apply(fields);
        fields.end();
        if (!node.isObject())
            errors.add(new FieldError("", "wrong-type", List.of(), "the body must be a JSON object"));
        return new Parsed<>(draft, errors);
    }

    /** @param key stands where the body leaves the username out */
    public static Parsed<SubscriberDraft> readSubscriber(JsonNode node, Optional<String> key) {
        return parse(node, f -> new SubscriberDraft(f.text("username", key.orElse("")), f.optionalText("password"),
                f.text("displayName", ""), f.flag("enabled", true),
                f.object("handling").map(DraftJson::handling).orElse(SubscriberDraft.Handling.PLAIN),
                f.word("srtp", Srtp.class, Srtp.OFFER)));
    }

    private static SubscriberDraft.Handling handling(Fields f) {
        var result = new SubscriberDraft.Handling(f.optionalText("forwardAlways"), f.optionalText("forwardBusy"),
                f.optionalText("forwardNoAnswer"),
                f.integer("noAnswerSeconds", CallHandling.DEFAULT_NO_ANSWER_SECONDS),
                f.optionalText("forwardUnreachable"), f.flag("doNotDisturb", false), f.integer("callLimit", 0),
                f.texts("pickupGroups"));
        f.end();
        return result;
    }

    public static ObjectNode write(SubscriberDraft draft) {
        return new Out().put("username", draft.username()).text("password", draft.password())
                .put("displayName", draft.displayName()).put("enabled", draft.enabled())
                .put("handling", write(draft.handling())).put("srtp", draft.srtp()).node();
    }

    private static ObjectNode write(SubscriberDraft.Handling it) {
        return new Out().text("forwardAlways", it.forwardAlways()).text("forwardBusy", it.forwardBusy())
                .text("forwardNoAnswer", it.forwardNoAnswer()).put("noAnswerSeconds", it.noAnswerSeconds())
                .text("forwardUnreachable", it.forwardUnreachable()).put("doNotDisturb", it.doNotDisturb())
                .put("callLimit", it.callLimit()).texts("pickupGroups", it.pickupGroups()).node();
    }

    public static Parsed<RingGroupDraft> readRingGroup(JsonNode node, Optional<String> key) {
        return parse(node, f -> new RingGroupDraft(f.text("name", key.orElse("")), f.optionalText("number"),
                f.word("strategy", RingGroup.Strategy.class, RingGroup.Strategy.ALL), f.texts("members"),
                f.integer("ringSeconds", RingGroup.DEFAULT_RING_SECONDS), f.optionalText("fallback")));
    }

    public static ObjectNode write(RingGroupDraft draft) {
        return new Out().put("name", draft.name()).text("number", draft.number()).put("strategy", draft.strategy())
                .texts("members", draft.members()).put("ringSeconds", draft.ringSeconds())
                .text("fallback", draft.fallback()).node();
    }

    public static Parsed<NumberDraft> readNumber(JsonNode node, Optional<String> key) {
        return parse(node, f -> new NumberDraft(f.text("number", key.orElse("")), f.text("subscriber", "")));
    }

    public static ObjectNode write(NumberDraft draft) {
        return new Out().put("number", draft.number()).put("subscriber", draft.subscriber()).node();
    }

    public static Parsed<RouteDraft> readRoute(JsonNode node, Optional<String> key) {
        return parse(node, f -> new RouteDraft(f.text("prefix", key.orElse("")), f.texts("trunks")));
    }

    public static ObjectNode write(RouteDraft draft) {
        return new Out().put("prefix", draft.prefix()).texts("trunks", draft.trunks()).node();
    }

    public static Parsed<TrunkDraft> readTrunk(JsonNode node, Optional<String> key) {
        return parse(node, f -> trunk(f, key.orElse("")));
    }

    private static TrunkDraft trunk(Fields f, String key) {
        return new TrunkDraft(f.text("name", key), f.text("host", ""), f.integer("port", TrunkDraft.DEFAULT_PORT),
                f.word("transport", Transport.class, Transport.UDP), f.texts("inboundAddresses"),
                f.object("registration").map(DraftJson::registration), f.integer("maxCalls", 0),
                f.integer("maxCallsPerSecond", 0), f.flag("enabled", true), f.text("region", ""),
                f.object("outbound").map(DraftJson::rules).orElse(TrunkDraft.Rules.NONE),
                f.object("inbound").map(DraftJson::rules).orElse(TrunkDraft.Rules.NONE), f.optionalText("callerId"),
                f.flag("assertIdentity", false), f.integer("optionsSeconds", TrunkDraft.DEFAULT_OPTIONS_SECONDS),
                f.integer("answerSeconds", TrunkDraft.DEFAULT_ANSWER_SECONDS),
                f.object("security").map(DraftJson::security).orElse(TrunkSecurity.NONE),
                f.object("tariff").map(CostJson::readDraft));
    }

    private static TrunkSecurity security(Fields f) {
        var result = new TrunkSecurity(f.word("srtp", Srtp.class, Srtp.NEVER), f.optionalText("certificateName"),
                f.flag("mutualTls", false));
        f.end();
        return result;
    }

    private static TrunkDraft.Registration registration(Fields f) {
        var result = new TrunkDraft.Registration(f.text("username", ""), f.optionalText("password"),
                f.integer("expiresSeconds", TrunkDraft.DEFAULT_EXPIRES_SECONDS));
        f.end();
        return result;
    }

    private static TrunkDraft.Rules rules(Fields f) {
        var result = new TrunkDraft.Rules(f.integer("strip", 0), f.text("prefix", ""),
                f.word("format", NumberRules.Format.class, NumberRules.Format.UNCHANGED));
        f.end();
        return result;
    }

    public static ObjectNode write(TrunkDraft draft) {
        var out = new Out().put("name", draft.name()).put("host", draft.host()).put("port", draft.port())
                .put("transport", draft.transport()).texts("inboundAddresses", draft.inboundAddresses());
        draft.registration().ifPresent(r -> out.put("registration", new Out().put("username", r.username())
                .text("password", r.password()).put("expiresSeconds", r.expiresSeconds()).node()));
        return out.put("maxCalls", draft.maxCalls()).put("maxCallsPerSecond", draft.maxCallsPerSecond())
                .put("enabled", draft.enabled()).put("region", draft.region())
                .put("outbound", write(draft.outbound())).put("inbound", write(draft.inbound()))
                .text("callerId", draft.callerId()).put("assertIdentity", draft.assertIdentity())
                .put("optionsSeconds", draft.optionsSeconds()).put("answerSeconds", draft.answerSeconds())
                .put("security", ConfigJson.write(draft.security()))
                .object("tariff", draft.tariff().map(CostJson::write)).node();
    }

    private static ObjectNode write(TrunkDraft.Rules rules) {
        return new Out().put("strip", rules.strip()).put("prefix", rules.prefix()).put("format", rules.format())
                .node();
    }
}
