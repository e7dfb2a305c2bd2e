package org.trunkline.ui.cdr.internal.search;

import java.util.Locale;
import java.util.Optional;

import org.eclipse.jface.action.Action;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrRow;
import org.trunkline.domain.cost.Cost;
import org.trunkline.query.QueryText;
import org.trunkline.ui.ActiveNode;
import org.trunkline.ui.Formats;
import org.trunkline.ui.StateText;
import org.trunkline.ui.Texts;
import org.trunkline.ui.contribution.ActionMenu;
import org.trunkline.ui.extension.ActionTarget;
import org.trunkline.ui.table.DataTable;

/** What can be done from a found call: search on with one of its values. UI thread. */
final class RowMenu {
    private final Texts texts;
    private final Formats formats;
    private final SearchSession session;

    RowMenu(Texts texts, Formats formats, SearchSession session) {
        this.texts = texts;
        this.formats = formats;
        this.session = session;
    }

    void install(DataTable<CdrRow> table, StateText states, ActiveNode active) {
        var actions = new ActionMenu("records", active, table.control(),
                () -> table.selectedRows().stream().map(ActionTarget.OfRecord::new).toList());
        table.searchValuesBy((column, row, not) -> CdrField.ofName(column).flatMap(field -> value(field, row)
                .map(value -> () -> {
                    if (not)
                        session.toggleExcluded(column, value);
                    else
                        session.only(column, value);
                })));
        table.onMenu(menu -> table.selected().ifPresent(row -> {
            menu.add(search("table.show.number", row.from(), CdrField.NUMBER, row.from()));
            menu.add(search("table.show.number", row.to(), CdrField.NUMBER, row.to()));
            row.trunk().ifPresent(t -> menu.add(search("table.show.trunk", t, CdrField.TRUNK, t)));
            menu.add(search("table.show.cause", states.of(row.cause()), CdrField.CAUSE, row.cause().code()));
            row.cost().ifPresent(cost -> menu.add(search(texts.get("table.show.cost", formats.price(cost)), "cost:>="
                    + cost.amount() + " AND " + QueryText.clause(CdrField.CURRENCY, cost.currency()))));
            actions.fill(menu);
        }));
    }

    /** As the query language writes it; empty for fields whose values are each one's own. */
    private static Optional<String> value(CdrField field, CdrRow row) {
        return switch (field) {
            case FROM -> Optional.of(row.from());
            case TO -> Optional.of(row.to());
            case CAUSE -> Optional.of(row.cause().code());
            case TRUNK -> row.trunk();
            case DIRECTION -> Optional.of(row.direction().name().toLowerCase(Locale.ROOT));
            case STATUS -> Optional.of(Integer.toString(row.sipStatus()));
            case CURRENCY -> row.cost().map(Cost::currency);
            case ROUTE -> row.detail().route();
            case PEER -> row.detail().peer();
            case CODEC -> row.detail().codecs().stream().findFirst();
            default -> Optional.empty();
        };
    }

    private Action search(String key, String name, CdrField field, String value) {
        return search(texts.get(key, name), QueryText.clause(field, value));
    }

    private Action search(String label, String query) {
        return new Action(label.replace("&", "&&")) {
            @Override
            public void run() {
                session.search(query);
            }
        };
    }
}
