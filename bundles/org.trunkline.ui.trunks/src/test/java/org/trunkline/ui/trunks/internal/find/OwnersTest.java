package org.trunkline.ui.trunks.internal.find;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.plugin.PluginAbout;
import org.trunkline.api.plugin.PluginEntries;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.NumberAssignment;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.node.FakeEntries;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.DeskCommands;
import org.trunkline.ui.extension.Found;
import org.trunkline.ui.trunks.internal.find.Owners.Owner;

class OwnersTest {
    /** As the node of the test reads whatever is dialled. */
    private static final String READ = "+46701234567";

    private final FakeNode node = new FakeNode();

    @BeforeEach
    void begin() throws Exception {
        node.subscribers().create(new Subscriber("anna", Secret.of("a-good-one"), "Anna", true, CallHandling.PLAIN, Srtp.OFFER));
        node.trunks().create(Trunk.of("Telia A", "sip.telia.example"));
        node.routes().create(new Route("+46", List.of("Telia A")));
        node.routes().create(new Route("+4670", List.of("Telia A")));
    }

    private List<Owner> of(String text) throws Exception {
        return new Owners(node).of(text);
    }

    @Test
    void aNumberLeadsToItsSubscriberThenToItself() throws Exception {
        node.numbers().create(new NumberAssignment("+4686840007", "anna"));
        assertEquals(List.of(new Owner("subscriber", "anna", "+4686840007"), new Owner("number", "+4686840007", "+4686840007")),
                of("+46 8 684 00 07"));
        assertEquals(List.of(), node.trials().asked(), "an international number needs no reading");
    }

    @Test
    void aNationalNumberIsReadByTheNode() throws Exception {
        node.numbers().create(new NumberAssignment(READ, "anna"));
        assertEquals(new Owner("subscriber", "anna", READ), of("070-123 45 67").getFirst());
        var asked = node.trials().asked().getFirst();
        assertEquals("0701234567", asked.number());
        assertEquals(Optional.of("anna"), asked.caller().subscriber());
        assertEquals(false, asked.askPolicies(), "policies may cost money");
    }

    @Test
    void theLastOfManyNumbersIsFoundToo() throws Exception {
        for (int i = 0; i <= 10_000; i++)
            node.numbers().create(new NumberAssignment("+468" + (1_000_000 + i), "anna"));
        node.trials().withoutCountry();
        assertEquals("+4681010000", of("08-101 00 00").getFirst().number());
    }

    @Test
    void whereTheNodeKnowsNoCountryTheEndOfANumberFindsIt() throws Exception {
        node.trials().withoutCountry();
        node.numbers().create(new NumberAssignment("+4686840007", "anna"));
        node.routes().create(new Route("", List.of("Telia A")));
        assertEquals(List.of(new Owner("subscriber", "anna", "+4686840007"), new Owner("number", "+4686840007", "+4686840007")),
                of("08-684 00 07"));
        assertEquals(List.of(), of("0007"), "too short to tell");
    }

    @Test
    void aNumberOfNobodyLeadsToTheRouteOfTheLongestPrefix() throws Exception {
        assertEquals(List.of(new Owner("route", "+4670", "+46709999999")), of("+46709999999"));
        assertEquals(List.of(new Owner("route", "+46", "+4689999999")), of("+4689999999"));
        assertEquals(List.of(), of("+15551234567"));
    }

    @Test
    void aShortNumberLeadsToItsRingGroup() throws Exception {
        node.ringGroups().create(new RingGroup("sales", Optional.of("100"), List.of("anna"), RingGroup.Strategy.ALL, 20, Optional.empty()));
        assertEquals(new Owner("ring-group", "sales", READ), of("100").getFirst());
    }

    @Test
    void aNameLeadsToItsEntry() throws Exception {
        assertEquals(List.of(new Owner("trunk", "Telia A", "")), of("Telia A"));
        assertEquals(List.of(new Owner("subscriber", "anna", "")), of("anna"));
        assertEquals(List.of(), of("nobody"));
    }

    @Test
    void entriesAreFoundByTheirNamesAndWhatIsBesideThem() throws Exception {
        assertEquals(List.of("Telia A"), titles("trunk", "telia"));
        assertEquals(List.of("Telia A"), titles("trunk", "a sip.telia"));
        assertEquals(List.of("+46", "+4670"), titles("route", "+46"));
        assertEquals(List.of("anna"), titles("subscriber", "ANN"));
        assertEquals(List.of(), titles("ring-group", "anna"));
    }

    private List<String> titles(String kind, String text) throws Exception {
        return new EntrySearch(kind).find(text, 5, Optional.of(node)).stream().map(Found::title).toList();
    }

    @Test
    void aNumberThatIsFoundIsOpenedInItsEditor() throws Exception {
        node.numbers().create(new NumberAssignment(READ, "anna"));
        var found = new NumberFinder().find("070 123 45 67", 5, Optional.of(node)).getFirst();
        assertEquals(READ, found.detail());
        assertEquals(DeskCommands.EDIT, found.command());
        assertEquals("anna", found.parameters().get(DeskCommands.EDIT_KEY));
        assertEquals(List.of(), new NumberFinder().find("anna", 5, Optional.of(node)), "words are no numbers");
    }

    @Test
    void anEntryOfAPluginIsFoundByANumberInIt() throws Exception {
        node.entries().create(FakeEntries.DOORS.plugin(), "door", Map.of("name", "8000", "seconds", "5"));
        node.trials().withoutCountry();
        assertEquals(List.of(new Owner(FakeEntries.DOORS.plugin() + "/door", "8000", "8000")), of("8000"));
        assertEquals("Doors: 8000", new NumberFinder().find("8000", 9, Optional.of(node)).getFirst().title());
        node.entries().away(true);
        assertEquals(List.of(), of("8000"), "its plug-in does not run");
    }

    @Test
    void anEntryOfAPluginIsFoundByWhatItDials() throws Exception {
        node.entries().add(new PluginAbout.Field("intercom", "dialled", Map.of(), Map.of(), false, false, "", "", "", "", Map.of()));
        node.entries().create(FakeEntries.DOORS.plugin(), "door", Map.of("name", "Front", "seconds", "5", "intercom", "8001"));
        node.trials().withoutCountry();
        assertEquals(List.of(new Owner(FakeEntries.DOORS.plugin() + "/door", "Front", "8001")), of("8001"));
    }

    @Test
    void anAmountInAnEntryOfAPluginIsNoNumber() throws Exception {
        node.entries().create(FakeEntries.DOORS.plugin(), "door", Map.of("name", "Front", "seconds", "30"));
        node.trials().withoutCountry();
        node.routes().create(new Route("30", List.of("Telia A")));
        assertEquals(List.of(new Owner("route", "30", "30")), of("30"));
    }

    @Test
    void theLastOfManyEntriesOfAPluginIsFoundToo() throws Exception {
        for (int i = 0; i <= PluginEntries.MAX_LIMIT; i++)
            node.entries().create(FakeEntries.DOORS.plugin(), "door", Map.of("name", String.valueOf(50_000 + i), "seconds", "5"));
        node.trials().withoutCountry();
        String last = String.valueOf(50_000 + PluginEntries.MAX_LIMIT);
        assertEquals(List.of(new Owner(FakeEntries.DOORS.plugin() + "/door", last, last)), of(last));
    }
}
