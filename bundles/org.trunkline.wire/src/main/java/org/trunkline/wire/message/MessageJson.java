package org.trunkline.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.message.MessageCounts;
import org.trunkline.api.message.WaitingMessage;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** Text messages without their text. */
public final class MessageJson {
    private MessageJson() {}

    public static ObjectNode write(WaitingMessage message) {
        return new Out().put("id", message.id()).put("recipient", message.recipient()).put("sender", message.sender())
                .put("at", message.at()).instant("expiresAt", message.expiresAt()).put("bytes", message.bytes()).node();
    }

    public static WaitingMessage read(JsonNode node) {
        var in = new In(node);
        return new WaitingMessage(in.integer("id"), in.text("recipient"), in.text("sender"), in.instant("at"),
                in.optionalInstant("expiresAt"), in.small("bytes"));
    }

    public static ObjectNode write(MessageCounts counts) {
        return new Out().put("perSecond", counts.perSecond()).put("delivered", counts.delivered()).put("stored", counts.stored())
                .put("refused", counts.refused()).put("waiting", counts.waiting()).node();
    }

    public static MessageCounts readCounts(In in) {
        return new MessageCounts(in.decimal("perSecond"), in.integer("delivered"), in.integer("stored"), in.integer("refused"),
                in.integer("waiting"));
    }
}
