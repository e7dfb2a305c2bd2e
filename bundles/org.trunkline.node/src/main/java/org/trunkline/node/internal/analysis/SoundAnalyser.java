package org.trunkline.node.internal.analysis;

import java.util.List;

import org.osgi.service.component.annotations.Component;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.MediaFinding;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.quality.CallFinding;
import org.trunkline.spi.quality.CallFinding.Severity;

/** Names what was wrong with a call's sound: a side that was not heard, a codec that was not negotiated. */
@Component(service = CallAnalyser.class, property = "trunkline.name=sound")
public final class SoundAnalyser implements CallAnalyser {
    private static final LocalizedText NO_AUDIO = LocalizedText.of("Neither side was heard: no audio came in from either.",
            "Ingen sida hördes: inget ljud kom in från någon av dem.", "双方均无声音：没有收到任何一方的音频。",
            "Kedua pihak tidak terdengar: tidak ada audio masuk.");
    private static final LocalizedText CALLER_SILENT = LocalizedText.of("One-way audio: nothing came from the caller.",
            "Envägsljud: inget kom från uppringaren.", "单向音频：没有收到主叫的音频。",
            "Audio satu arah: tidak ada yang datang dari pemanggil.");
    private static final LocalizedText CALLEE_SILENT = LocalizedText.of("One-way audio: nothing came from the callee.",
            "Envägsljud: inget kom från den uppringda.", "单向音频：没有收到被叫的音频。",
            "Audio satu arah: tidak ada yang datang dari penerima.");
    private static final LocalizedText WRONG_CODEC = LocalizedText.of("A side sent a codec that was never negotiated.",
            "En sida sände en kodek som aldrig avtalats.", "一方发送了未协商的编解码器。",
            "Satu pihak mengirim codec yang tidak disepakati.");

    @Override
    public List<CallFinding> analyse(Cdr record) {
        var found = MediaFinding.of(record);
        return found.isEmpty() ? List.of() : found.stream()
                .map(it -> new CallFinding(it.code(), Severity.PROBLEM, text(it))).toList();
    }

    private static LocalizedText text(MediaFinding found) {
        return switch (found) {
            case NO_AUDIO -> NO_AUDIO;
            case CALLER_SILENT -> CALLER_SILENT;
            case CALLEE_SILENT -> CALLEE_SILENT;
            case WRONG_CODEC -> WRONG_CODEC;
        };
    }
}
