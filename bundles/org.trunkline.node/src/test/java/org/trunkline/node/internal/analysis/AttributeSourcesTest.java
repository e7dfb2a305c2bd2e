package org.trunkline.node.internal.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.api.cdr.AttributeAbout;
import org.trunkline.domain.cdr.Attribute;
import org.trunkline.domain.cdr.CallMarks;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.domain.cdr.Finding;
import org.trunkline.domain.cdr.Ladder;
import org.trunkline.domain.part.PartFailure;
import org.trunkline.node.internal.routing.NumberAttributes;
import org.trunkline.spi.ExtensionFailedException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.AttributeField.Type;
import org.trunkline.spi.record.RecordAttributes;
import org.trunkline.spi.testkit.RecordAttributesContract;
import org.trunkline.testkit.ManualScheduler;
import org.trunkline.testkit.RecordingCdrSink;
import org.trunkline.testkit.Samples;

class AttributeSourcesTest {
    private static final Cdr CALL = Samples.cdr(1).with(CallMarks.NONE);

    private final AttributeSources sources = new AttributeSources(Runnable::run, Duration.ZERO);
    private final List<Runnable> waiting = new ArrayList<>();
    private final ManualScheduler time = new ManualScheduler();
    private final RecordingCdrSink sink = new RecordingCdrSink();
    private final AnalysedRecords records = new AnalysedRecords(sink, new CallAnalysers(), sources, time, waiting::add);

    private record Fixed(List<AttributeField> fields, Map<String, String> values) implements RecordAttributes {
        @Override
        public Map<String, String> attributes(Cdr record) {
            return values;
        }
    }

    private static AttributeField field(String name, Type type) {
        return new AttributeField(name, type, LocalizedText.of(name), false);
    }

    private RecordAttributes add(String plugin, RecordAttributes attributes) {
        sources.addAttributes(attributes, Map.of("trunkline.plugin", plugin));
        return attributes;
    }

    private RecordAttributes add(String plugin, Type type, String... names) {
        var values = new HashMap<String, String>();
        Stream.of(names).forEach(name -> values.put(name, "42"));
        return add(plugin, new Fixed(Stream.of(names).map(name -> field(name, type)).toList(), values));
    }

    private List<Attribute> ended() {
        records.ended(CALL, new Ladder(CALL.id(), List.of(), List.of()));
        while (!waiting.isEmpty())
            waiting.removeFirst().run();
        return sink.only().marks().attributes();
    }

    private List<String> declared() {
        return sources.declared().stream().map(AttributeAbout::name).toList();
    }

    private List<String> refused() {
        return sources.refused().stream().map(it -> it.subject() + " " + it.why().code()).toList();
    }

    @Test
    void fieldsOfAllPlugInsAreKeptWithTheRecord() {
        add("acme.crm", Type.TEXT, "customer");
        add("acme.billing", Type.NUMBER, "contract");
        assertEquals(List.of(new Attribute("customer", Attribute.Type.TEXT, "42", "acme.crm"),
                new Attribute("contract", Attribute.Type.NUMBER, "42", "acme.billing")), ended());
    }

    @Test
    void valuesAreBroughtIntoOneShapeOrLeftOut() {
        add("acme", new Fixed(List.of(field("text", Type.TEXT), field("count", Type.NUMBER), field("due", Type.TIME),
                field("vip", Type.BOOLEAN), field("bad", Type.NUMBER), field("late", Type.TIME), field("maybe", Type.BOOLEAN),
                field("empty", Type.TEXT), field("long", Type.TEXT)),
                Map.of("text", " two\nlines ", "count", "+7", "due", "2026-03-02T09:00:00+01:00", "vip", "true", "bad", "many",
                        "late", "tomorrow", "maybe", "perhaps", "empty", " ", "long", "x".repeat(300), "other", "not declared")));
        var values = new HashMap<String, String>();
        ended().forEach(it -> values.put(it.name(), it.value()));
        assertEquals(Map.of("text", "two lines", "count", "7", "due", "2026-03-02T08:00:00Z", "vip", "true", "long",
                "x".repeat(200)), values);
    }

    @Test
    void oneThatFailsOrIsLateTakesNothingFromTheRecord() {
        add("acme.broken", new RecordAttributes() {
            @Override
            public List<AttributeField> fields() {
                return List.of(field("broken", Type.TEXT));
            }

            @Override
            public Map<String, String> attributes(Cdr record) {
                throw new NoClassDefFoundError("x/Y");
            }
        });
        add("acme.crm", Type.TEXT, "customer");
        add("acme.slow", Type.TEXT, "slow");
        records.ended(CALL, new Ladder(CALL.id(), List.of(), List.of()));
        waiting.removeFirst().run();
        waiting.removeFirst().run();
        var slow = waiting.removeFirst();
        time.advance(AnalysedRecords.PATIENCE);
        while (!waiting.isEmpty())
            waiting.removeFirst().run();
        slow.run();
        assertEquals(List.of("customer"), sink.only().marks().attributes().stream().map(Attribute::name).toList());
    }

    @Test
    void namesThatAreTakenAreRefusedWithTheReason() {
        var crm = add("acme.crm", Type.TEXT, "customer");
        add("acme.one", Type.TEXT, "Customer");
        add("acme.two", Type.TEXT, "trunk");
        add("acme.three", Type.TEXT, "a_b");
        add("acme.four", Type.TEXT, "same", "Same");
        assertEquals(List.of("customer"), declared());
        assertEquals(List.of("acme.four field-twice", "acme.one field-of-other", "acme.three field-not-a-name",
                "acme.two field-of-product"), refused().stream().sorted().toList());
        assertTrue(sources.refused().stream().map(PartFailure::message).anyMatch(it -> it.equals("The record fields of the plug-in"
                + " acme.one are refused. Its record field \"Customer\" has the name of a field of the plug-in acme.crm; it must"
                + " have another name. Update or remove the plug-in.")), () -> sources.refused().toString());
        sources.removeAttributes(crm);
        assertEquals(List.of(), declared());
    }

    @Test
    void anUpdateMayDeclareOthers() {
        var fields = new ArrayList<>(List.of(field("old", Type.TEXT)));
        var attributes = add("acme", new Fixed(fields, Map.of("new", "1")));
        fields.set(0, field("new", Type.NUMBER));
        sources.updatedAttributes(attributes, Map.of("trunkline.plugin", "acme"));
        assertEquals(List.of("new"), declared());
        assertEquals(List.of("new"), ended().stream().map(Attribute::name).toList());
    }

    @Test
    void oneThatNeverSaysItsFieldsIsDoneWithout() {
        add("acme", new RecordAttributes() {
            @Override
            public List<AttributeField> fields() {
                throw new ExtensionFailedException("acme", ExtensionFailedException.Reason.LATE, "no answer");
            }

            @Override
            public Map<String, String> attributes(Cdr record) {
                return Map.of("x", "1");
            }
        });
        assertEquals(List.of(), ended());
    }

    @Test
    void fieldsOfAPlugInThatIsAwayAreRememberedUntilAnotherTakesTheName(@TempDir Path folder) throws Exception {
        var file = folder.resolve("record-fields.json");
        sources.listen(new RememberedAttributes(file)::update);
        add("acme.crm", Type.TEXT, "customer");
        var later = new RememberedAttributes(file);
        assertEquals(Attribute.Type.TEXT, later.find("CUSTOMER").orElseThrow().type());
        assertEquals(List.of(), later.present());
        later.update(List.of(new AttributeAbout("customer", Attribute.Type.NUMBER, Map.of("en", "No."), false, "other")));
        assertEquals(List.of("other"), later.all().stream().map(AttributeAbout::source).toList());
        Files.writeString(file, "{");
        assertEquals(List.of(), new RememberedAttributes(file).all());
    }

    /** Ours. */
    static class OfNumbers extends RecordAttributesContract {
        @Override
        protected RecordAttributes attributes() {
            var facts = NumberFacts.name("Anna", Duration.ofHours(1)).orElse(new NumberFacts(Optional.empty(),
                    Optional.of("Telia"), Optional.of("SE"), Optional.of(NumberFacts.LineType.TOLL_FREE), OptionalInt.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofHours(1)));
            return new NumberAttributes(_ -> Optional.of(facts));
        }

        @Test
        void areWhatLookupsKnow() throws Exception {
            var values = attributes().attributes(CALL);
            assertEquals(Map.of("fromoperator", "Telia", "tooperator", "Telia", "fromtype", "toll-free", "totype", "toll-free",
                    "fromcountry", "SE", "tocountry", "SE"), values);
            assertEquals(Map.of(), new NumberAttributes(_ -> Optional.empty()).attributes(CALL));
        }
    }

    @Test
    void oursAreAskedOnTheSpot() {
        sources.addAttributes(new NumberAttributes(_ -> Optional.of(NumberFacts.NONE.orElse(new NumberFacts(Optional.empty(),
                Optional.of("Telia"), Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Duration.ofHours(1))))), Map.of());
        records.ended(CALL, new Ladder(CALL.id(), List.of(), List.of()));
        assertEquals(List.of(), waiting);
        assertEquals(List.of(new Attribute("fromoperator", Attribute.Type.TEXT, "Telia", Finding.HOUSE),
                new Attribute("tooperator", Attribute.Type.TEXT, "Telia", Finding.HOUSE)), sink.only().marks().attributes());
    }
}
