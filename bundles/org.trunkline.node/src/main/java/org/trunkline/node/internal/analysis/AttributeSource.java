package org.trunkline.node.internal.analysis;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordAttributes;

/**
 * Fields of one extension, whose values are checked.
 *
 * @param name id of its plug-in
 * @param ranking higher comes first
 * @param fields that it declared
 */
record AttributeSource(RecordAttributes attributes, String name, int ranking, List<AttributeAbout> fields)
        implements RecordSource {
    private static final Logger LOG = LoggerFactory.getLogger(AttributeSource.class);

    @Override
    public RecordAdditions additions(Cdr cdr) {
        try {
            var said = attributes.attributes(cdr);
            return said.isEmpty() ? RecordAdditions.NONE : new RecordAdditions(List.of(), checked(said));
        } catch (ExtensionException | RuntimeException | LinkageError e) { // an extension may break any promise
            LOG.debug("{} {} adds no fields: {}", cdr.id(), name, e.getMessage());
            return RecordAdditions.NONE;
        }
    }

    /** In the order that they were declared in. */
    private List<Attribute> checked(Map<String, String> said) {
        var good = new ArrayList<Attribute>();
        for (var field : fields)
            if (said.containsKey(field.name()))
                value(field.type(), said.get(field.name())).ifPresentOrElse(
                        value -> good.add(new Attribute(field.name(), field.type(), value, name)),
                        () -> LOG.debug("{}: the value of {} is left out: it is not of the type {}", name, field.name(),
                                field.type()));
        return good;
    }

    private static Optional<String> value(Attribute.Type type, String said) {
        try {
            return Optional.of(switch (type) {
                case TEXT -> OneLine.of(said).strip();
                case NUMBER -> Long.toString(Long.parseLong(said.strip()));
                case TIME -> OffsetDateTime.parse(said.strip()).toInstant().toString();
                case BOOLEAN -> said.strip();
            }).filter(value -> Attribute.isOf(type, value));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
