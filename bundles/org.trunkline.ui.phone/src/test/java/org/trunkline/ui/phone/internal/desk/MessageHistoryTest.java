package org.trunkline.ui.phone.internal.desk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.message.ConversationKey;
import org.trunkline.phone.message.PhoneMessage;
import org.trunkline.phone.message.PhoneMessage.Sender;
import org.trunkline.phone.message.PhoneMessage.State;

class MessageHistoryTest {
    @TempDir
    private Path folder;
    private Optional<String> secret = Optional.empty();
    private boolean locked;

    private MessageHistory history() {
        return new MessageHistory(folder, () -> new AccountStore.Password() {
            @Override
            public Optional<String> read() {
                return secret;
            }

            @Override
            public boolean write(String password) {
                if (!locked)
                    secret = Optional.of(password);
                return !locked;
            }

            @Override
            public void remove() {
                secret = Optional.empty();
            }
        });
    }

    private static final List<PhoneMessage> ALL = List.of(
            new PhoneMessage("1", new ConversationKey("a", "bo"), Instant.parse("2026-11-23T08:00:00.123Z"), true, "Pier 7\n安娜 👋", State.FAILED,
                    Optional.of(new LocalizableText("phone-message-refused", List.of("500", "x"), "refused")), Sender.SELF),
            new PhoneMessage("bo 2", new ConversationKey("a", "bo"), Instant.parse("2026-11-23T08:01:00Z"), false, "yes", State.UNREAD, Optional.empty(),
                    new Sender("Bo", "600", "2")));

    @Test
    void messagesComeBackAndAreNotReadableInTheFile() throws IOException {
        assertTrue(history().save("a", ALL));
        assertEquals(ALL, history().load("a"));
        for (var each : files())
            assertFalse(Files.readString(each, ISO_8859_1).contains("Pier"), "encrypted");
        assertEquals(List.of(), history().load("b"));
    }

    @Test
    void withoutAStoreOfSecretsNothingIsWritten() throws IOException {
        locked = true;
        assertFalse(history().save("a", ALL));
        assertEquals(List.of(), files());
    }

    @Test
    void aFileOfAnotherAccountOrKeyOrADamagedOneIsNotRead() throws IOException {
        history().save("a", ALL);
        history().save("b", ALL);
        List<Path> files = files();
        var other = Files.readAllBytes(files.getFirst());
        Files.write(files.getLast(), other);
        assertTrue(history().load("a").isEmpty() != history().load("b").isEmpty(), "one of them is the other's");
        other[20] ^= 1;
        Files.write(files.getFirst(), other);
        assertTrue(history().load("a").isEmpty() && history().load("b").isEmpty());
        history().save("a", ALL);
        secret = Optional.empty();
        assertEquals(List.of(), history().load("a"));
    }

    @Test
    void aFileThatCannotBeReadIsNotOverwritten() throws IOException {
        history().save("a", ALL);
        Path file = files().getFirst();
        var sealed = Files.readAllBytes(file);
        secret = Optional.empty();
        var other = history();
        assertEquals(List.of(), other.load("a"));
        assertTrue(other.save("a", ALL.subList(0, 1)));
        assertTrue(other.save("a", ALL));
        assertEquals(ALL, history().load("a"));
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        assertArrayEquals(sealed, Files.readAllBytes(aside));
        other.keepOnly(List.of("a"));
        assertEquals(List.of(file, aside), files());
        other.keepOnly(List.of("b"));
        assertEquals(List.of(), files());
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void noMessagesLeaveNoFile() throws IOException {
        history().save("a", ALL);
        history().save("b", ALL);
        history().keepOnly(List.of("a"));
        assertEquals(List.of(), history().load("b"));
        history().save("a", List.of());
        assertEquals(List.of(), files());
    }
}
