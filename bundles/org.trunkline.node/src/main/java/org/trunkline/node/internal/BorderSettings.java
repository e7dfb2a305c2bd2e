package org.trunkline.node.internal;

import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.trunkline.engine.CallLimits;

/**
 * What one message, and one source, may ask of the node.
 *
 * @param sip properties of the signalling adapter, which knows what they mean
 */
record BorderSettings(Map<String, Object> sip, CallLimits calls) {
    BorderSettings {
        sip = Map.copyOf(sip);
    }

    static BorderSettings read(Function<String, @Nullable String> properties) throws NodeSettings.BadSetting {
        var reader = new NodeSettings.Reader(properties);
        return new BorderSettings(Map.of("messageBytes", reader.number("trunkline.sip.message.bytes", 16_384, 2048, 65_535),
                "headers", reader.number("trunkline.sip.headers", 256, 32, 4096),
                "headerBytes", reader.number("trunkline.sip.header.bytes", 8192, 256, 65_535),
                "parseMillis", reader.number("trunkline.sip.parse.millis", 500, 1, 60_000),
                "newPerSecond", reader.number("trunkline.sip.rate", 500, 1, 1_000_000),
                "failures", reader.number("trunkline.sip.failures", 20, 1, 1_000_000),
                "challenges", reader.number("trunkline.sip.challenges", 300, 1, 1_000_000),
                "blockSeconds", reader.number("trunkline.sip.block.seconds", 600, 0, 604_800),
                "connections", reader.number("trunkline.sip.connections", 4000, 1, 65_535),
                "scanners", reader.text("trunkline.sip.scanners", "friendly-scanner,sipvicious,sundayddr,sip-scan,pplsip,"
                        + "vaxsipuseragent")),
                new CallLimits(reader.number("trunkline.calls.max", 20_000, 1, 1_000_000),
                        reader.number("trunkline.calls.source", 1000, 1, 1_000_000)));
    }
}
