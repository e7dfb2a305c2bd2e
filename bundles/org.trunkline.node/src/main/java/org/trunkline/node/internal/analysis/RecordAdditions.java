package org.trunkline.node.internal.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Finding;

/** What extensions add to the record of a call that has ended. */
record RecordAdditions(List<Finding> findings, List<Attribute> attributes) {
    static final RecordAdditions NONE = new RecordAdditions(List.of(), List.of());
    private static final int MOST_FINDINGS = 64;

    RecordAdditions {
        findings = List.copyOf(findings);
        attributes = List.copyOf(attributes);
    }

    /** Of all, in this order. Of two attributes with one name the first counts. */
    static RecordAdditions of(List<RecordAdditions> all) {
        var findings = new ArrayList<Finding>();
        var attributes = new LinkedHashMap<String, Attribute>();
        for (var each : all) {
            findings.addAll(each.findings);
            each.attributes.forEach(it -> attributes.putIfAbsent(it.name(), it));
        }
        return new RecordAdditions(findings.subList(0, Math.min(MOST_FINDINGS, findings.size())),
                List.copyOf(attributes.values()));
    }

    boolean isEmpty() {
        return findings.isEmpty() && attributes.isEmpty();
    }

    Cdr to(Cdr cdr) {
        return isEmpty() ? cdr : cdr.with(cdr.marks().with(findings).withAttributes(attributes));
    }
}
