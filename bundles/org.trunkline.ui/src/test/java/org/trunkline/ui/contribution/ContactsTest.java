package org.trunkline.ui.contribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.ContactSource;

class ContactsTest {
    private static final CountDownLatch STUCK = new CountDownLatch(1);
    private static final Duration BUDGET = Duration.ofMillis(300);

    private static class Crm implements ContactSource {
        @Override
        public List<Contact> search(String text, int most, Optional<Node> node) throws Exception {
            return IntStream.range(0, 100).mapToObj(i -> new Contact("Anna " + i, "+4670000" + i, "CRM")).toList();
        }

        @Override
        public Optional<Contact> find(String number, Optional<Node> node) {
            return number.equals("+46700001") ? Optional.of(new Contact("Anna", number, "CRM")) : Optional.empty();
        }
    }

    private static final class Broken extends Crm {
        @Override
        public List<Contact> search(String text, int most, Optional<Node> node) {
            throw new NoClassDefFoundError("com/example/Gone");
        }
    }

    private static final class Hanging extends Crm {
        @Override
        public List<Contact> search(String text, int most, Optional<Node> node) throws Exception {
            STUCK.await();
            return List.of();
        }
    }

    /** With a picture that begins so. */
    private static final class Album extends Crm {
        private final byte[] picture;

        Album(int length, int... head) {
            picture = new byte[length];
            for (int i = 0; i < head.length; i++)
                picture[i] = (byte) head[i];
        }

        @Override
        public Optional<byte[]> picture(String number, Optional<Node> node) {
            return number.equals("+46700001") ? Optional.of(picture) : Optional.empty();
        }
    }

    @Test
    void aPictureIsOfTheFirstSourceThatHasAProperOne() {
        var huge = new Album((64 << 10) + 1, 0x89, 'P', 'N', 'G');
        var drawing = new Album(100, '<', 's', 'v', 'g');
        var photo = new Album(64 << 10, 0xff, 0xd8, 0xff);
        assertEquals(64 << 10, contacts(new Crm(), huge, drawing, photo).picture("+46700001", Optional.empty()).orElseThrow().length);
        assertEquals(Optional.empty(), contacts(new Crm(), huge, drawing).picture("+46700001", Optional.empty()));
        assertEquals(Optional.empty(), contacts(photo).picture("+46700002", Optional.empty()));
    }

    @AfterEach
    void end() {
        STUCK.countDown();
    }

    private static Contacts contacts(ContactSource... sources) {
        List<Contribution<ContactSource>> found = Stream.of(sources).map(source -> InMemory.contribution("com.example",
                ContactSource.class, Map.of("id", source.getClass().getSimpleName()), () -> source)).toList();
        return new Contacts(() -> found, BUDGET);
    }

    @Test
    void noSourceGivesMoreThanIsAskedFor() {
        var found = contacts(new Crm()).search("anna", 8, Optional.empty());
        assertEquals(8, found.size());
        assertEquals("Anna 0", found.getFirst().name());
        assertEquals(List.of(), contacts(new Crm()).search("a", 8, Optional.empty()));
    }

    @Test
    void sourcesThatFailOrHangKeepNobodyFromTheOthers() {
        var contacts = contacts(new Broken(), new Crm(), new Hanging());
        assertEquals(8, contacts.search("anna", 8, Optional.empty()).size());
        assertEquals(8, contacts.search("anna", 8, Optional.empty()).size());
    }

    @Test
    void aNumberHasTheNameOfTheFirstThatKnowsIt() {
        assertEquals(Optional.of("Anna"), contacts(new Crm()).find("+46700001", Optional.empty()).map(Contact::name));
        assertTrue(contacts(new Crm()).find("+46700002", Optional.empty()).isEmpty());
    }
}
