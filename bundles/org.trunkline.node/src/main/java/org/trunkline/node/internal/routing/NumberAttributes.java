package org.trunkline.node.internal.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.AttributeField.Type;
import org.trunkline.spi.record.RecordAttributes;

/** Operator, line type and country of both numbers, as far as number lookups knew them when the call ended. */
public final class NumberAttributes implements RecordAttributes {
    private static final List<AttributeField> FIELDS = List.of(
            field("fromoperator", "Caller's operator", "Uppringarens operatör", "主叫运营商", "Operator penelepon"),
            field("tooperator", "Callee's operator", "Mottagarens operatör", "被叫运营商", "Operator tujuan"),
            field("fromtype", "Caller's line type", "Uppringarens linjetyp", "主叫线路类型", "Jenis saluran penelepon"),
            field("totype", "Callee's line type", "Mottagarens linjetyp", "被叫线路类型", "Jenis saluran tujuan"),
            field("fromcountry", "Caller's country", "Uppringarens land", "主叫国家", "Negara penelepon"),
            field("tocountry", "Callee's country", "Mottagarens land", "被叫国家", "Negara tujuan"));

    private final Function<String, Optional<NumberFacts>> known;

    /** @param known what is known now of a number; takes no time */
    public NumberAttributes(Function<String, Optional<NumberFacts>> known) {
        this.known = known;
    }

    private static AttributeField field(String name, String en, String sv, String zh, String id) {
        return new AttributeField(name, Type.TEXT, LocalizedText.of(en, sv, zh, id), true);
    }

    @Override
    public List<AttributeField> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, String> attributes(Cdr record) {
        var from = facts(record.from());
        var to = facts(record.to());
        if (from.isEmpty() && to.isEmpty())
            return Map.of();
        var values = new HashMap<String, String>();
        from.ifPresent(facts -> add("from", facts, values));
        to.ifPresent(facts -> add("to", facts, values));
        return values;
    }

    private Optional<NumberFacts> facts(Party party) {
        return party.number().flatMap(known);
    }

    private static void add(String side, NumberFacts facts, Map<String, String> values) {
        facts.operator().ifPresent(operator -> values.put(side + "operator", operator));
        facts.lineType().ifPresent(type -> values.put(side + "type", type.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        facts.country().ifPresent(country -> values.put(side + "country", country));
    }
}
