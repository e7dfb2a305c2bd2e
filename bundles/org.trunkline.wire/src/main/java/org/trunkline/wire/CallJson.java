package org.trunkline.wire;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.call.LiveCalls.CallDraft;
import org.trunkline.domain.call.CallId;
import org.trunkline.domain.call.CallState;
import org.trunkline.domain.call.ConferenceSeat;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.LegSide;
import org.trunkline.domain.call.LiveCall;
import org.trunkline.domain.call.LiveLeg;
import org.trunkline.domain.call.Party;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;

/** Live calls, and those to be placed. */
public final class CallJson {
    private CallJson() {}

    public static ObjectNode write(LiveCall call) {
        var out = new Out().put("id", call.id().value()).put("direction", call.direction()).put("state", call.state());
        writeParty(out, "from", call.from());
        writeParty(out, "to", call.to());
        var node = out.text("trunk", call.trunk()).put("startedAt", call.startedAt())
                .instant("answeredAt", call.answeredAt()).list("legs", call.legs(), CallJson::writeLeg).node();
        call.conference().ifPresent(seat -> node.set("conference", writeSeat(seat)));
        call.listener().ifPresent(name -> node.put("listener", name));
        call.parkedIn().ifPresent(slot -> node.put("parkedIn", slot));
        return node;
    }

    public static LiveCall read(JsonNode node) {
        var in = new In(node);
        return new LiveCall(new CallId(in.text("id")), in.word("direction", Direction.class),
                in.word("state", CallState.class), readParty(in, "from"), readParty(in, "to"),
                in.optionalText("trunk"), in.instant("startedAt"), in.optionalInstant("answeredAt"),
                in.list("legs", CallJson::readLeg), in.optionalObject("conference").map(CallJson::readSeat),
                in.optionalText("listener"), in.optionalText("parkedIn"));
    }

    public static List<LiveCall> readList(JsonNode node) {
        return new In(node).elements("items", CallJson::read);
    }

    public static ObjectNode write(CallDraft draft) {
        return new Out().put("subscriber", draft.subscriber()).put("number", draft.number()).node();
    }

    public static DraftJson.Parsed<CallDraft> readDraft(JsonNode node) {
        return DraftJson.parse(node, in -> new CallDraft(in.text("subscriber", "").strip(), in.text("number", "").strip()));
    }

    /** Whose phone is to listen to a call. */
    public static ObjectNode writeListener(String subscriber) {
        return new Out().put("subscriber", subscriber).node();
    }

    public static DraftJson.Parsed<String> readListener(JsonNode node) {
        return DraftJson.parse(node, in -> in.text("subscriber", "").strip());
    }

    /** The name of a call that was placed. */
    public static ObjectNode write(CallId id) {
        return new Out().put("id", id.value()).node();
    }

    public static CallId readId(JsonNode node) {
        return new CallId(new In(node).text("id"));
    }

    private static ObjectNode writeSeat(ConferenceSeat seat) {
        return new Out().put("room", seat.room()).put("listensOnly", seat.listensOnly()).put("muted", seat.muted())
                .put("speaking", seat.speaking()).node();
    }

    private static ConferenceSeat readSeat(In in) {
        return new ConferenceSeat(in.text("room"), in.flag("listensOnly"), in.flag("muted"), in.flag("speaking"));
    }

    private static ObjectNode writeLeg(LiveLeg leg) {
        return new Out().put("side", leg.side()).put("peer", leg.peer()).put("remoteAddress", leg.remoteAddress())
                .put("state", leg.state()).text("codec", leg.codec()).decimal("mos", leg.mos()).node();
    }

    private static LiveLeg readLeg(In in) {
        return new LiveLeg(in.word("side", LegSide.class), in.text("peer"), in.text("remoteAddress"),
                in.word("state", CallState.class), in.optionalText("codec"), in.optionalDecimal("mos"));
    }

    /** Four names for each side, so that {@code from} is the text to show and search, and nothing is lost. */
    static void writeParty(Out out, String side, Party party) {
        out.put(side, party.normalised()).put(side + "Dialled", party.dialled()).text(side + "Number", party.number())
                .put(side + "Name", party.displayName());
    }

    static Party readParty(In in, String side) {
        return new Party(in.text(side + "Dialled"), in.optionalText(side + "Number"), in.textOr(side + "Name", ""));
    }
}
