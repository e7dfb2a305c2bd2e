package org.trunkline.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.trunkline.api.config.EntryKind;
import org.trunkline.domain.config.TrunkLimits;
import org.trunkline.domain.config.TrunkNumbers;
import org.trunkline.domain.config.TrunkPeer;
import org.trunkline.domain.config.TrunkRegistration;
import org.trunkline.domain.schema.Default;
import org.trunkline.domain.schema.EntryTexts;
import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Group;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Inline;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Range;
import org.trunkline.domain.schema.Required;
import org.trunkline.domain.schema.Schema;
import org.trunkline.domain.schema.Unit;
import org.trunkline.wire.json.Json;

/** A trunk with one more field: its component is the only place, everything else follows. */
class OneFieldTest {
    /** A copy of the trunk's record with {@code graceSeconds}. */
    public record Peer(@Key @Required @Is(Format.NAME) String name, @Inline TrunkPeer peer,
            @Group("registration") Optional<TrunkRegistration> registration,
            @Group("limits") @Inline TrunkLimits limits, @Group("numbers") @Inline TrunkNumbers numbers,
            @Group("limits") @Range(min = 10, max = 90) @Unit("s") @Default("30") @Help("before it is down") int graceSeconds) {}

    private static final EntryKind<Peer> KIND = new EntryKind<>("peer", "peers", Schema.of(Peer.class), (_, _) -> { });

    private static Peer with(int grace) {
        var blank = KIND.schema().blank();
        return new Peer("A", TrunkPeer.of("192.0.2.1"), blank.registration(), blank.limits(), blank.numbers(), grace);
    }

    @Test
    void jsonHasItItsDefaultAndItsType() throws Exception {
        assertEquals(with(45), ConfigJson.read(KIND, Json.parseAnswer(Json.bytes(ConfigJson.write(KIND, with(45))))));
        var left = ConfigJson.readDraft(KIND, Json.parseRequest("{\"name\":\"A\"}".getBytes()), Optional.empty());
        assertEquals(30, left.draft().graceSeconds());
        var wrong = ConfigJson.readDraft(KIND, Json.parseRequest("{\"graceSeconds\":\"soon\"}".getBytes()), Optional.empty());
        assertEquals(List.of("graceSeconds wrong-type"), wrong.errors().stream().map(e -> e.field() + " " + e.code()).toList());
    }

    @Test
    void theApiDescribesIt() {
        var described = SchemaJson.components(List.of(KIND)).get("Peer").at("/properties/graceSeconds");
        assertEquals("{\"type\":\"integer\",\"minimum\":10,\"maximum\":90,\"default\":30,\"description\":\"before it is down, s\"}",
                described.toString());
    }

    @Test
    void itIsChecked() {
        assertEquals(List.of(), KIND.check(with(90), Set.of()));
        var error = KIND.check(with(91), Set.of()).getFirst();
        assertEquals("graceSeconds out-of-range [91, 10, 90]", error.field() + " " + error.code() + " " + error.args());
    }

    /** By these texts it is stored, audited and typed into a form. */
    @Test
    void textsHaveItAndWhatWasWrittenBeforeHasItsDefault() {
        Map<String, String> texts = EntryTexts.write(KIND.schema(), with(45));
        assertEquals("45", texts.get("graceSeconds"));
        assertEquals(with(45), EntryTexts.read(KIND.schema(), texts, (path, _, code, _) -> {
            throw new AssertionError(path + " " + code);
        }));
        texts.remove("graceSeconds");
        assertEquals(with(30), EntryTexts.read(KIND.schema(), texts, (_, _, _, _) -> { }));
        var told = new TreeSet<String>();
        texts.put("graceSeconds", "soon");
        EntryTexts.read(KIND.schema(), texts, (path, _, code, text) -> told.add(path + " " + code + " " + text));
        assertEquals(Set.of("graceSeconds not-number soon"), told);
    }

    @Test
    void aSecretIsInNoText() {
        var secret = KIND.schema().create(field -> field.name().equals("registration")
                ? Optional.of(new TrunkRegistration("a", org.trunkline.domain.schema.Secret.of("hidden"), 60))
                : field.of(with(45)));
        assertFalse(EntryTexts.write(KIND.schema(), secret).toString().contains("hidden"));
        assertFalse(ConfigJson.write(KIND, secret).toString().contains("hidden"));
        assertFalse(secret.toString().contains("hidden"));
        assertEquals("hidden", ConfigJson.writeDraft(KIND, secret).at("/registration/password").asText());
    }
}
