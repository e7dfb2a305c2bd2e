package org.trunkline.ui.trunks.internal;

import java.util.List;
import java.util.Optional;

import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.RouteDraft;
import org.trunkline.api.config.RouteRules;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.Route;
import org.trunkline.ui.trunks.internal.FieldSpec.Type;

final class RouteForm implements EntryForm<Route, RouteDraft> {
    @Override
    public List<FieldSpec> fields() {
        return List.of(new FieldSpec("prefix", "general", Type.TEXT),
                new FieldSpec("trunks", "general", Type.TRUNKS));
    }

    @Override
    public Values blank() {
        return Values.of("prefix", "", "trunks", "");
    }

    @Override
    public Values values(Route r) {
        return Values.of("prefix", r.prefix(), "trunks", String.join("\n", r.trunks()));
    }

    @Override
    public String key(Route r) {
        return r.prefix();
    }

    @Override
    public Checked<RouteDraft> check(Values values, Optional<Route> present) {
        var draft = new RouteDraft(values.trimmed("prefix"), values.lines("trunks"));
        return new Checked<>(Optional.of(draft), RouteRules.check(draft));
    }

    @Override
    public Catalog<Route, RouteDraft> catalog(Node node) {
        return node.routes();
    }

    @Override
    public String keyField() {
        return "prefix";
    }
}
