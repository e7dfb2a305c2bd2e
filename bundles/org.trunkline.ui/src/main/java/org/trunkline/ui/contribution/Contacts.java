package org.trunkline.ui.contribution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.api.node.Node;
import org.trunkline.ui.extension.Contact;
import org.trunkline.ui.extension.ContactSource;

/** Asks all contributed sources of contacts at once; one that hangs is not asked again until it is back. Not on the UI thread. */
public final class Contacts {
    private static final Logger LOG = LoggerFactory.getLogger(Contacts.class);
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final int MOST = 50;
    private static final int LEAST_TEXT = 2;
    private static final int MOST_PICTURE = 64 << 10;

    private final Sources<ContactSource> sources;
    private final Duration budget;

    public Contacts() {
        this(Sources.ofRegistry("contactSources", "source", ContactSource.class), BUDGET);
    }

    Contacts(Supplier<List<Contribution<ContactSource>>> contributions, Duration budget) {
        sources = new Sources<>(contributions, new ThreadPoolExecutor.AbortPolicy());
        this.budget = budget;
    }

    /** Contacts whose name or number holds the text, of each number one, in the order of the sources. */
    public List<Contact> search(String text, int most, Optional<Node> node) {
        if (text.strip().length() < LEAST_TEXT)
            return List.of();
        int bounded = Math.clamp(most, 1, MOST);
        var found = new LinkedHashMap<String, Contact>();
        for (List<Contact> some : ask(source -> source.search(text.strip(), bounded, node)))
            some.stream().limit(bounded).forEach(contact -> found.putIfAbsent(contact.number(), contact));
        return found.values().stream().limit(bounded).toList();
    }

    /** Of the first source that knows the number. */
    public Optional<Contact> find(String number, Optional<Node> node) {
        return ask(source -> source.find(number, node)).stream().flatMap(Optional::stream).findFirst();
    }

    /** PNG or JPEG, of the first source that has one of the contact with this number. */
    public Optional<byte[]> picture(String number, Optional<Node> node) {
        return ask(source -> source.picture(number, node)).stream().flatMap(Optional::stream).filter(Contacts::isPicture).findFirst();
    }

    private static boolean isPicture(byte[] file) {
        return file.length <= MOST_PICTURE && (begins(file, 0x89, 'P', 'N', 'G') || begins(file, 0xff, 0xd8, 0xff));
    }

    private static boolean begins(byte[] file, int... bytes) {
        return file.length >= bytes.length && IntStream.range(0, bytes.length).allMatch(i -> (file[i] & 0xff) == bytes[i]);
    }

    private <R> List<R> ask(Sources.Question<ContactSource, R> question) {
        var asked = sources.ask(question);
        long end = System.nanoTime() + budget.toNanos();
        var answers = new ArrayList<R>();
        asked.forEach((source, answer) -> await(source, answer, end).ifPresent(answers::add));
        return answers;
    }

    private static <R> Optional<R> await(Contribution<?> source, CompletableFuture<R> answer, long end) {
        try {
            return Optional.of(answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            LOG.info("{} of {} did not answer within its time", source.id(), source.bundle());
        } catch (ExecutionException e) {
            LOG.debug("{} of {} failed", source.id(), source.bundle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
