package org.trunkline.cdr.journal.internal.codec;

import java.util.ArrayList;
import java.util.List;

import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Attribute.Type;

/** Fields that plug-ins added to a record, as bytes. */
final class AttributeCodec {
    private static final Codes<Type> TYPES = new Codes<>(List.of(Type.TEXT, Type.NUMBER, Type.TIME, Type.BOOLEAN));

    private AttributeCodec() {}

    static void write(List<Attribute> attributes, ByteSink out) {
        out.number(attributes.size());
        for (var each : attributes) {
            out.word(each.name());
            out.u8(TYPES.code(each.type()));
            out.word(each.source());
            if (each.isOurs())
                out.word(each.value());
            else
                out.text(each.value()); // it may name a person
        }
    }

    static List<Attribute> read(ByteSource in) {
        var attributes = new ArrayList<Attribute>();
        for (int n = in.count(); n > 0; n--) {
            String name = in.text();
            var type = TYPES.constant(in.u8());
            String source = in.text();
            attributes.add(new Attribute(name, type, in.text(), source));
        }
        return attributes;
    }
}
