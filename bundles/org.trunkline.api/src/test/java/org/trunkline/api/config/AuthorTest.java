package org.trunkline.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class AuthorTest {
    @Test
    void aNameHoldsForTheWorkAlone() {
        assertEquals(Optional.empty(), Author.current());
        assertEquals(Optional.of("anna at desk-7"), Author.as(" anna at desk-7\r\n", Author::current));
        assertEquals(Optional.empty(), Author.current());
    }

    @Test
    void aNameIsShortAndPlain() {
        assertEquals(Author.LONGEST, Author.as("x".repeat(1000), Author::current).orElseThrow().length());
        assertEquals(Optional.of("ab"), Author.as("a\r\n\u0000\u007f\u00e5b", Author::current));
        assertEquals(Optional.empty(), Author.as("\n", Author::current));
    }
}
