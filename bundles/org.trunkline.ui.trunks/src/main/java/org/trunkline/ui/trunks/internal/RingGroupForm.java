package org.trunkline.ui.trunks.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.RingGroupDraft;
import org.trunkline.api.config.RingGroupRules;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

final class RingGroupForm implements EntryForm<RingGroup, RingGroupDraft> {
    @Override
    public List<FieldSpec> fields() {
        var strategies = Arrays.stream(RingGroup.Strategy.values()).map(RingGroup.Strategy::name).toList();
        return List.of(new FieldSpec("name", "general", Type.TEXT), new FieldSpec("number", "general", Type.TEXT),
                new FieldSpec("members", "general", Type.MEMBERS),
                new FieldSpec("strategy", "ringing", Type.CHOICE, strategies),
                new FieldSpec("ringSeconds", "ringing", Type.NUMBER),
                new FieldSpec("fallback", "ringing", Type.TARGET));
    }

    @Override
    public Values blank() {
        return Values.of("name", "", "number", "", "members", "", "strategy", RingGroup.Strategy.ALL.name(),
                "ringSeconds", Integer.toString(RingGroup.DEFAULT_RING_SECONDS), "fallback", "");
    }

    @Override
    public Values values(RingGroup g) {
        return Values.of("name", g.name(), "number", g.number().orElse(""), "members", String.join("\n", g.members()),
                "strategy", g.strategy().name(), "ringSeconds", Integer.toString(g.ringSeconds()), "fallback",
                g.fallback().orElse(""));
    }

    @Override
    public String key(RingGroup g) {
        return g.name();
    }

    @Override
    public Checked<RingGroupDraft> check(Values values, Optional<RingGroup> present) {
        var numbers = new Values.Numbers(values);
        var draft = new RingGroupDraft(values.trimmed("name"), values.optional("number"),
                RingGroup.Strategy.valueOf(values.text("strategy")), values.lines("members"),
                numbers.read("ringSeconds"), values.optional("fallback"));
        return numbers.checked(draft, RingGroupRules.check(draft));
    }

    @Override
    public Catalog<RingGroup, RingGroupDraft> catalog(Node node) {
        return node.ringGroups();
    }

    @Override
    public String keyField() {
        return "name";
    }
}
