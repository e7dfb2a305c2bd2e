package org.trunkline.ui.phone.internal.dial;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CallFinderTest {
    /** Of the way to all calls of a text, which needs no node and always has a result. */
    private static final int ORDER_OF_CALLS_THAT_MATCH = 80;

    /** Enter in the search box opens the first result. */
    @Test
    void aCallIsNeverTheFirstResult() throws Exception {
        var finders = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(Path.of("plugin.xml").toFile())
                .getElementsByTagName("finder");
        int order = 0;
        for (int i = 0; i < finders.getLength(); i++)
            if (finders.item(i) instanceof Element finder && finder.getAttribute("class").equals(CallFinder.class.getName()))
                order = Integer.parseInt(finder.getAttribute("order"));
        assertTrue(order > ORDER_OF_CALLS_THAT_MATCH, "order " + order);
    }
}
