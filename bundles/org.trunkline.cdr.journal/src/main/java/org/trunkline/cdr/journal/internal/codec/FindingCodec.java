package org.trunkline.cdr.journal.internal.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Finding.Severity;

/** What was noticed about a call, as bytes. */
final class FindingCodec {
    private static final Codes<Severity> SEVERITIES = new Codes<>(List.of(Severity.INFO, Severity.WARNING, Severity.PROBLEM));

    private FindingCodec() {}

    static void write(List<Finding> findings, ByteSink out) {
        out.number(findings.size());
        for (var each : findings) {
            out.word(each.code());
            out.u8(SEVERITIES.code(each.severity()));
            out.word(each.source());
            out.number(each.text().size());
            each.text().forEach((language, text) -> {
                out.word(language);
                if (each.source().equals(Finding.HOUSE))
                    out.word(text);
                else
                    out.text(text); // it may name a person
            });
        }
    }

    static List<Finding> read(ByteSource in) {
        var findings = new ArrayList<Finding>();
        for (int n = in.count(); n > 0; n--) {
            String code = in.text();
            var severity = SEVERITIES.constant(in.u8());
            String source = in.text();
            var text = new HashMap<String, String>();
            for (int languages = in.count(); languages > 0; languages--)
                text.put(in.text(), in.text());
            findings.add(new Finding(code, severity, text, source));
        }
        return findings;
    }
}
