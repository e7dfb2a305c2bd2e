package org.trunkline.node.internal.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.quality.CallAnalyser;
import org.trunkline.spi.quality.CallFinding;

/** An analyser whose findings are checked and cut to size. @param name id of its plug-in @param ranking higher comes first */
record FindingSource(CallAnalyser analyser, String name, int ranking, KnownCodes codes) implements RecordSource {
    private static final Logger LOG = LoggerFactory.getLogger(FindingSource.class);
    private static final int MOST = 8;
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,40}");
    private static final List<String> LANGUAGES = List.of("sv", "zh", "id");

    @Override
    public RecordAdditions additions(Cdr cdr) {
        try {
            var said = analyser.analyse(cdr);
            return said.isEmpty() ? RecordAdditions.NONE : new RecordAdditions(checked(said), List.of());
        } catch (ExtensionException | RuntimeException | LinkageError e) { // an extension may break any promise
            LOG.debug("{} {} has no findings: {}", cdr.id(), name, e.getMessage());
            return RecordAdditions.NONE;
        }
    }

    private List<Finding> checked(List<CallFinding> said) {
        var good = new ArrayList<Finding>();
        for (var each : said.subList(0, Math.min(MOST, said.size())))
            if (CODE.matcher(each.code()).matches() && codes.admits(each.code()))
                good.add(new Finding(each.code(), severity(each.severity()), texts(each.text()), name));
            else
                LOG.debug("{}: the finding {} is left out: a code has 1 to 40 of a-z, 0-9 and hyphens, and there are up to "
                        + KnownCodes.MOST + " of them", name, each.code());
        return good;
    }

    private static Finding.Severity severity(CallFinding.Severity severity) {
        return switch (severity) {
            case INFO -> Finding.Severity.INFO;
            case WARNING -> Finding.Severity.WARNING;
            case PROBLEM -> Finding.Severity.PROBLEM;
        };
    }

    private static Map<String, String> texts(LocalizedText text) {
        var texts = new HashMap<>(Map.of(Finding.ENGLISH, OneLine.of(text.en())));
        for (var language : LANGUAGES)
            if (text.others().containsKey(language))
                texts.put(language, OneLine.of(text.others().get(language)));
        return texts;
    }
}
