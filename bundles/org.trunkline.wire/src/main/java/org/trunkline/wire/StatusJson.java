package org.trunkline.wire;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.message.MessageCounts;
import org.trunkline.api.node.Alarm;
import org.trunkline.api.node.NodeStatus;
import org.trunkline.api.node.RegisteredContact;
import org.trunkline.api.node.TrunkStatus;
import org.trunkline.domain.border.BorderStatus;
import org.trunkline.domain.config.TlsCertificate;
import org.trunkline.wire.json.In;
import org.trunkline.wire.json.Out;
import org.trunkline.wire.message.MessageJson;

/** The state of a node. */
public final class StatusJson {
    /** Grows when an older client could not understand the answers any more. */
    public static final int API_VERSION = 1;

    private StatusJson() {}

    public static ObjectNode write(NodeStatus status) {
        return new Out().put("api", API_VERSION).put("version", status.version()).put("startedAt", status.startedAt())
                .put("draining", status.draining()).texts("listeners", status.listeners())
                .put("realm", status.realm()).put("callsNow", status.callsNow())
                .put("callsPerSecond", status.callsPerSecond()).put("callsTotal", status.callsTotal())
                .decimal("asr", status.asr()).put("registrations", status.registrations())
                .put("recordsWritten", status.recordsWritten()).put("recordsBehind", status.recordsBehind())
                .put("diskFreeBytes", status.diskFreeBytes()).put("diskTotalBytes", status.diskTotalBytes())
                .put("heapUsedBytes", status.heapUsedBytes()).put("heapMaxBytes", status.heapMaxBytes())
                .put("mediaPortsUsed", status.mediaPortsUsed()).put("mediaPortsTotal", status.mediaPortsTotal())
                .list("trunks", status.trunks(), StatusJson::writeTrunk)
                .list("alarms", status.alarms(), StatusJson::writeAlarm)
                .put("border", BorderJson.write(status.border()))
                .put("messages", MessageJson.write(status.messages()))
                .object("certificate", status.certificate().map(StatusJson::writeCertificate))
                .put("passesTransfers", status.passesTransfers()).put("recordsOpen", status.recordsOpen()).node();
    }

    /** Of an answer to {@code /status}; 0 where it does not come from a Trunkline node. */
    public static long apiVersion(JsonNode node) {
        return node.path("api").asLong(0);
    }

    public static NodeStatus read(JsonNode node) {
        var in = new In(node);
        return new NodeStatus(in.text("version"), in.instant("startedAt"), in.flag("draining"),
                in.texts("listeners"), in.text("realm"), in.small("callsNow"), in.decimal("callsPerSecond"),
                in.integer("callsTotal"), in.optionalDecimal("asr"), in.small("registrations"),
                in.integer("recordsWritten"), in.integer("recordsBehind"), in.integer("diskFreeBytes"),
                in.integer("diskTotalBytes"), in.integer("heapUsedBytes"), in.integer("heapMaxBytes"),
                in.small("mediaPortsUsed"), in.small("mediaPortsTotal"), in.list("trunks", StatusJson::readTrunk),
                in.list("alarms", StatusJson::readAlarm),
                in.optionalObject("border").map(BorderJson::read).orElse(BorderStatus.NONE),
                in.optionalObject("messages").map(MessageJson::readCounts).orElse(MessageCounts.NONE),
                in.optionalObject("certificate").map(StatusJson::readCertificate),
                in.optionalFlag("passesTransfers").orElse(false), in.optionalFlag("recordsOpen").orElse(true));
    }

    private static ObjectNode writeTrunk(TrunkStatus trunk) {
        var out = new Out().put("name", trunk.name()).put("state", trunk.state()).put("since", trunk.since())
                .said("detail", trunk.detail());
        trunk.registered().ifPresent(r -> out.put("registered", r.booleanValue()));
        return out.put("calls", trunk.calls()).put("maxCalls", trunk.maxCalls())
                .put("callsPerSecond", trunk.callsPerSecond()).put("maxCallsPerSecond", trunk.maxCallsPerSecond())
                .millis("rttMs", trunk.rtt()).decimal("asr", trunk.asr())
                .object("certificate", trunk.certificate().map(StatusJson::writeCertificate))
                .texts("serviceRoute", trunk.serviceRoute()).node();
    }

    private static TrunkStatus readTrunk(In in) {
        return new TrunkStatus(in.text("name"), in.word("state", TrunkStatus.State.class), in.instant("since"),
                in.said("detail"), in.optionalFlag("registered"), in.small("calls"), in.small("maxCalls"),
                in.decimal("callsPerSecond"), in.small("maxCallsPerSecond"), in.optionalMillis("rttMs"),
                in.optionalDecimal("asr"), in.optionalObject("certificate").map(StatusJson::readCertificate), in.texts("serviceRoute"));
    }

    private static ObjectNode writeCertificate(TlsCertificate it) {
        return new Out().texts("names", it.names()).put("issuer", it.issuer()).put("validFrom", it.validFrom())
                .put("validUntil", it.validUntil()).node();
    }

    private static TlsCertificate readCertificate(In in) {
        return new TlsCertificate(in.texts("names"), in.text("issuer"), in.instant("validFrom"),
                in.instant("validUntil"));
    }

    private static ObjectNode writeAlarm(Alarm alarm) {
        var out = new Out().put("code", alarm.code()).put("severity", alarm.severity()).put("since", alarm.since())
                .put("subject", alarm.subject()).texts("args", alarm.args()).put("message", alarm.message());
        return (alarm.why().isEmpty() ? out : out.said("why", alarm.why())).node();
    }

    private static Alarm readAlarm(In in) {
        return new Alarm(in.text("code"), in.word("severity", Alarm.Severity.class), in.instant("since"),
                in.text("subject"), in.texts("args"), in.text("message"), in.said("why"));
    }

    public static ObjectNode write(RegisteredContact contact) {
        return new Out().put("username", contact.username()).put("contact", contact.contact())
                .put("source", contact.source()).put("transport", contact.transport())
                .put("expiresAt", contact.expiresAt()).put("userAgent", contact.userAgent())
                .put("instance", contact.instance()).put("regId", contact.regId())
                .texts("path", contact.path()).node();
    }

    public static List<RegisteredContact> readContacts(JsonNode node) {
        return new In(node).list("items",
                in -> new RegisteredContact(in.text("username"), in.text("contact"), in.text("source"),
                        in.text("transport"), in.instant("expiresAt"), in.textOr("userAgent", ""),
                        in.textOr("instance", ""), (int) in.integerOr("regId", 0), in.texts("path")));
    }
}
