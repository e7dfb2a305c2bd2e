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
    private static final LocalizedText NO_AUDIO = LocalizedText.of("No audio: the node received none from either side.",
            "Inget ljud: noden tog inte emot något från någon sida.", "双方均无声音：没有收到任何一方的音频。",
            "Tidak ada audio: node tidak menerimanya dari kedua pihak.");
    private static final LocalizedText CALLER_SILENT = LocalizedText.of("One-way audio: the node received none from the caller.",
            "Enkelriktat ljud: noden tog inte emot något från den uppringande.", "单向音频：没有收到主叫的音频。",
            "Audio satu arah: node tidak menerimanya dari penelepon.");
    private static final LocalizedText CALLEE_SILENT = LocalizedText.of("One-way audio: the node received none from the callee.",
            "Enkelriktat ljud: noden tog inte emot något från den uppringda.", "单向音频：没有收到被叫的音频。",
            "Audio satu arah: node tidak menerimanya dari penerima.");
    private static final LocalizedText WRONG_CODEC = LocalizedText.of("One side sent a codec that was not negotiated.",
            "En sida sände en codec som aldrig avtalats.", "一方发送了未协商的编解码器。",
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
