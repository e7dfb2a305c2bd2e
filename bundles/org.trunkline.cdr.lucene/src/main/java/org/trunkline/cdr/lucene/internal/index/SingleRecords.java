package org.trunkline.cdr.lucene.internal.index;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.trunkline.api.cdr.AttributeFields;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.cdr.RecordFilter;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler;
import org.trunkline.cdr.lucene.internal.match.QueryCompiler.Indexed;
import org.trunkline.spi.record.RecordBatch.Entry;

/** The query language without an index: as standing queries are asked. */
@Component
public final class SingleRecords implements RecordFilter {
    /** One, once the node is there. */
    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<AttributeFields> fields = List.of();

    private final ZoneId zone;

    @Activate
    public SingleRecords() {
        this(ZoneId.systemDefault());
    }

    SingleRecords(ZoneId zone, List<AttributeFields> fields) {
        this(zone);
        this.fields = fields;
    }

    SingleRecords(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public Match compile(String text, Instant now) throws QueryException {
        var compiled = QueryCompiler.compile(text, now, zone,
                Indexed.nothing(() -> fields.stream().flatMap(it -> it.all().stream()).toList()));
        var asked = StandingQuery.of(compiled.query());
        return (cdr, steps) -> {
            long started = cdr.startedAt().toEpochMilli();
            return started >= compiled.from() && started < compiled.to()
                    && asked.test(new Arrived(new Entry(0, 0, cdr, steps)));
        };
    }
}
