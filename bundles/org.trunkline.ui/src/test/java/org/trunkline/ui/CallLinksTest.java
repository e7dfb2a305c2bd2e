package org.trunkline.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLinksTest {
    @TempDir
    private Path folder;

    @Test
    void aLinkIsTakenOnce() throws IOException {
        var links = new CallLinks(folder);
        assertTrue(links.offer(List.of("-clean", "tel:+4686840007")));
        assertEquals(List.of("tel:+4686840007"), links.take());
        assertEquals(List.of(), links.take());
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void otherArgumentsAreNoLinks() throws IOException {
        var links = new CallLinks(folder);
        for (String argument : List.of("", "-data", "http://example.com", "tel:", "tel:1\n2", "sip:ä@example.com", "tel:" + "1".repeat(600)))
            assertFalse(links.offer(List.of(argument)), argument);
        assertEquals(List.of(), links.take());
    }

    @Test
    void aDeskThatRunsHearsOfALinkOfAnotherOne() throws InterruptedException {
        BlockingQueue<String> heard = new ArrayBlockingQueue<>(10);
        new CallLinks(folder).offer(List.of("sip:anna@example.com"));
        new CallLinks(folder).follow(heard::add);
        assertEquals("sip:anna@example.com", heard.poll(30, TimeUnit.SECONDS));
        new CallLinks(folder).offer(List.of("callto:bo"));
        assertEquals("callto:bo", heard.poll(30, TimeUnit.SECONDS));
    }
}
