package org.trunkline.node.internal.codec;

import static java.util.Locale.ROOT;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.spi.audio.CodecFormat;

/** What a codec of a plug-in may say of itself. */
final class CodecFormats {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,39}");
    private static final Pattern PARAMETERS = Pattern.compile("[\\x21-\\x7E][\\x20-\\x7E]{0,199}|");
    /** The node's own, and what is no codec. */
    private static final Set<String> TAKEN = Set.of("OPUS", "G722", "PCMA", "PCMU", "TELEPHONE-EVENT", "CN", "RED", "RTX");
    private static final Set<Integer> RATES = Set.of(8_000, 16_000, 32_000, 48_000);
    private static final Set<Integer> FRAMES = Set.of(10, 20, 30);
    private static final int TELEPHONE_RATE = 8_000;
    private static final int LAST_STATIC = 34;
    private static final Set<Integer> TAKEN_TYPES = Set.of(0, 8, 9, 13);

    private CodecFormats() {}

    /** Why it cannot be used; empty where it can. */
    static Optional<String> problem(CodecFormat format) {
        if (!NAME.matcher(format.name()).matches())
            return Optional.of("its name has other than letters, digits, dots, hyphens, underscores and plus signs");
        if (TAKEN.contains(format.name().toUpperCase(ROOT)))
            return Optional.of("the node has " + format.name() + " itself");
        if (format.clockRate() < 8_000 || format.clockRate() > 96_000)
            return Optional.of("clockRate " + format.clockRate() + " is not between 8000 and 96000");
        if (!RATES.contains(format.sampleRate()))
            return Optional.of("sampleRate " + format.sampleRate() + " is not 8000, 16000, 32000 or 48000");
        if (!FRAMES.contains(format.frameMillis()))
            return Optional.of("frameMillis " + format.frameMillis() + " is not 10, 20 or 30");
        if (format.payloadType() < -1 || format.payloadType() > LAST_STATIC)
            return Optional.of("payloadType " + format.payloadType() + " is not between -1 and " + LAST_STATIC);
        if (TAKEN_TYPES.contains(format.payloadType()))
            return Optional.of("payloadType " + format.payloadType() + " means another codec (RFC 3551)");
        if (format.channels() < 1 || format.channels() > 2)
            return Optional.of("channels " + format.channels() + " is not 1 or 2");
        if (!PARAMETERS.matcher(format.parameters()).matches())
            return Optional.of("its parameters have more than 200 characters, or others than ASCII");
        return Optional.empty();
    }

    static ConvertibleCodec described(CodecFormat format) {
        String mapping = format.name() + '/' + format.clockRate() + (format.channels() > 1 ? "/" + format.channels() : "");
        return new ConvertibleCodec(new Encoding(format.name(), format.clockRate()), format.payloadType(), mapping, format.parameters(),
                format.sampleRate() > TELEPHONE_RATE, Duration.ofMillis(format.frameMillis()));
    }
}
