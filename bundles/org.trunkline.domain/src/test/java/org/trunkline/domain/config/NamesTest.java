package org.trunkline.domain.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice", "4711", "a.b-c_d~e+f", "A"})
    void usernames(String name) {
        assertTrue(Names.isUsername(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " alice", "alice@home", "a b", ".alice", "alice;tag", "ålice", "a/b"})
    void notUsernames(String name) {
        assertFalse(Names.isUsername(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+46701234567", "+12", "+123456789012345"})
    void e164(String number) {
        assertTrue(Names.isE164(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"46701234567", "+0701234567", "+1", "+1234567890123456", "+46 70", ""})
    void notE164(String number) {
        assertFalse(Names.isE164(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+46", "00", "*98", "#31#", "0"})
    void prefixes(String prefix) {
        assertTrue(Names.isPrefix(prefix));
    }

    @Test
    void trunkNames() {
        assertTrue(Names.isTrunkName("Telia A"));
        assertTrue(Names.isTrunkName("中国电信 1"));
        assertTrue(Names.isTrunkName("x".repeat(64)));
        assertFalse(Names.isTrunkName("x".repeat(65)));
        assertFalse(Names.isTrunkName(""));
        assertFalse(Names.isTrunkName(" A"));
        assertFalse(Names.isTrunkName("a/b"));
        assertFalse(Names.isTrunkName("a\nb"));
    }
}
