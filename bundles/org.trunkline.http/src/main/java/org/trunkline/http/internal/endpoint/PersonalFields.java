package org.trunkline.http.internal.endpoint;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.api.cdr.CdrField;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.query.tree.Clause;
import org.trunkline.query.tree.QueryParser;

/**
 * Refuses a masked caller what tells whose calls they are: a search, an order or a count by a number, a name, an address or a
 * field of a plug-in. The number of results would tell the masked digits one after another.
 */
final class PersonalFields {
    private static final Set<CdrField> PERSONAL = EnumSet.of(CdrField.FROM, CdrField.TO, CdrField.NUMBER, CdrField.PEER,
            CdrField.CALL_ID);

    private PersonalFields() {}

    /** @throws QueryException if the text is no query */
    static void checkQuery(String text, List<AttributeAbout> attributes) throws Problem, QueryException {
        check(QueryParser.parse(text, attributes));
    }

    private static void check(Clause clause) throws Problem {
        switch (clause) {
            case Clause.All _ -> {}
            case Clause.And(var parts) -> check(parts);
            case Clause.Or(var parts) -> check(parts);
            case Clause.Not(var part) -> check(part);
            case Clause.Match(var field, var word) -> check(field.orElseThrow(() -> refused("The word \"" + word.text()
                    + "\" without a field searches numbers and names")));
            case Clause.Compare compare -> check(compare.field());
            case Clause.Between between -> check(between.field());
            case Clause.AttributeMatch match -> throw attribute(match.attribute().name());
            case Clause.AttributeCompare compare -> throw attribute(compare.attribute().name());
            case Clause.AttributeBetween between -> throw attribute(between.attribute().name());
        }
    }

    private static void check(List<Clause> parts) throws Problem {
        for (var part : parts)
            check(part);
    }

    private static void check(CdrField field) throws Problem {
        if (PERSONAL.contains(field))
            throw refused("The field \"" + field.fieldName() + "\" identifies people");
    }

    static void checkOrder(CdrOrder order) throws Problem {
        if (order.attribute().isPresent())
            throw attribute(order.attribute().get());
        check(order.field());
    }

    /** @param attributes names of fields of plug-ins that are counted */
    static void checkCounted(Set<String> attributes) throws Problem {
        for (var name : attributes)
            throw attribute(name);
    }

    private static Problem attribute(String name) {
        return refused("The field \"" + name + "\" of a plug-in may identify people");
    }

    private static Problem refused(String why) {
        return Problem.of(403, "forbidden", "Not permitted", why
                + ": it needs the permission personal, which a plug-in names in \"permissions\" of its plugin.json");
    }
}
