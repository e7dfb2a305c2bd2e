package org.trunkline.ui.cdr.internal.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.node.Trials.Caller;
import org.trunkline.domain.config.CallHandling;
import org.trunkline.domain.config.Srtp;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.schema.Secret;
import org.trunkline.testkit.FakeDirectory;
import org.trunkline.testkit.node.FakeNode;
import org.trunkline.ui.Texts;
import org.trunkline.ui.cdr.internal.widget.RichText;

class CallersTest {
    private static final Caller TRUNK = new Caller(Optional.empty(), Optional.of("Telia"));

    private final Texts texts = Texts.of(RichText.class, Locale.ENGLISH);
    private final FakeNode node = new FakeNode();

    private void subscriber(String name) throws NodeUnavailableException {
        node.subscribers().create(new Subscriber(name, Secret.of("a-good-one"), "", true, CallHandling.PLAIN, Srtp.OFFER));
    }

    @Test
    void subscribersTrunksAndAStrangerAreListed() throws NodeUnavailableException {
        subscriber("anna");
        node.trunks().create(FakeDirectory.trunk("Telia", "192.0.2.1"));
        var callers = Callers.read(node);
        assertTrue(callers.complete());
        assertTrue(callers.labels(texts).contains("Trunk Telia"), callers.labels(texts).toString());
        assertEquals("Subscriber anna", callers.labels(texts).getFirst());
        assertEquals(Optional.of(TRUNK), callers.labelled("Trunk Telia", texts));
        assertEquals(Optional.of(Caller.STRANGER), callers.labelled(callers.labels(texts).getLast(), texts));
        assertEquals(Optional.empty(), callers.labelled("Telia", texts));
    }

    @Test
    void oneThatIsNotListedIsFoundByName() throws NodeUnavailableException {
        for (int i = 0; i <= Callers.MOST; i++)
            subscriber(String.format("s%04d", i));
        node.trunks().create(FakeDirectory.trunk("Telia", "192.0.2.1"));
        var callers = Callers.read(node);
        assertFalse(callers.complete());
        String last = "s" + Callers.MOST;
        assertEquals(Optional.empty(), callers.labelled("Subscriber " + last, texts));
        assertEquals(Optional.of(new Caller(Optional.of(last), Optional.empty())), Callers.named(node, last));
        assertEquals(Optional.of(TRUNK), Callers.named(node, "Telia"));
        assertEquals(Optional.empty(), Callers.named(node, "nobody"));
    }
}
