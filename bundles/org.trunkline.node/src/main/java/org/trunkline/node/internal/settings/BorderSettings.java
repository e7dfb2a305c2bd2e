package org.trunkline.node.internal.settings;

import static java.util.Map.entry;

import java.util.Map;

import org.trunkline.engine.CallLimits;

/**
 * What one message, and one source, may ask of the node.
 *
 * @param sip properties of the signalling adapter, which knows what they mean
 */
public record BorderSettings(Map<String, Object> sip, CallLimits calls) {
    public BorderSettings {
        sip = Map.copyOf(sip);
    }

    static BorderSettings read(SettingReader reader) throws NodeSettings.BadSetting {
        return new BorderSettings(Map.ofEntries(
                entry("messageBytes", reader.number("trunkline.sip.message.bytes")),
                entry("headers", reader.number("trunkline.sip.headers")),
                entry("headerBytes", reader.number("trunkline.sip.header.bytes")),
                entry("parseMillis", reader.number("trunkline.sip.parse.millis")),
                entry("newPerSecond", reader.number("trunkline.sip.rate")),
                entry("failures", reader.number("trunkline.sip.failures")),
                entry("challenges", reader.number("trunkline.sip.challenges")),
                entry("blockSeconds", reader.number("trunkline.sip.block.seconds")),
                entry("connections", reader.number("trunkline.sip.connections")),
                entry("transactions", reader.number("trunkline.sip.transactions")),
                entry("wsPort", reader.port("trunkline.ws.port")), entry("wssPort", reader.port("trunkline.wss.port")),
                entry("wsOrigins", reader.text("trunkline.ws.origins")),
                entry("handshakes", reader.number("trunkline.tls.handshakes")),
                entry("scanners", reader.text("trunkline.sip.scanners"))),
                new CallLimits(reader.number("trunkline.calls.max"),
                        reader.number("trunkline.calls.source")));
    }
}
