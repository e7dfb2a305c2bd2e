package org.trunkline.node.internal.settings;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
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

    static BorderSettings read(Function<String, @Nullable String> properties) throws NodeSettings.BadSetting {
        var reader = new NodeSettings.Reader(properties);
        return new BorderSettings(Map.ofEntries(
                entry("messageBytes", reader.number("trunkline.sip.message.bytes", 16_384, 2048, 65_535)),
                entry("headers", reader.number("trunkline.sip.headers", 256, 32, 4096)),
                entry("headerBytes", reader.number("trunkline.sip.header.bytes", 8192, 256, 65_535)),
                entry("parseMillis", reader.number("trunkline.sip.parse.millis", 500, 1, 60_000)),
                entry("newPerSecond", reader.number("trunkline.sip.rate", 500, 1, 1_000_000)),
                entry("failures", reader.number("trunkline.sip.failures", 20, 1, 1_000_000)),
                entry("challenges", reader.number("trunkline.sip.challenges", 300, 1, 1_000_000)),
                entry("blockSeconds", reader.number("trunkline.sip.block.seconds", 600, 0, 604_800)),
                entry("connections", reader.number("trunkline.sip.connections", 4000, 1, 65_535)),
                entry("transactions", reader.number("trunkline.sip.transactions", 50_000, 100, 1_000_000)),
                entry("wsPort", reader.port("trunkline.ws.port")), entry("wssPort", reader.port("trunkline.wss.port")),
                entry("wsOrigins", reader.text("trunkline.ws.origins", "")),
                entry("handshakes", reader.number("trunkline.tls.handshakes", 64, 8, 4096)),
                entry("scanners", reader.text("trunkline.sip.scanners", "friendly-scanner,sipvicious,sundayddr,sip-scan,pplsip,"
                        + "vaxsipuseragent"))),
                new CallLimits(reader.number("trunkline.calls.max", 20_000, 1, 1_000_000),
                        reader.number("trunkline.calls.source", 1000, 1, 1_000_000)));
    }
}
