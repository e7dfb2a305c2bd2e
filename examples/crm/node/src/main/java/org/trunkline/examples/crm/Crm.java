package org.trunkline.examples.crm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.trunkline.domain.call.Direction;
import org.trunkline.domain.cdr.Cdr;
import org.trunkline.examples.crm.AddressBook.Person;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.record.AttributeField;
import org.trunkline.spi.record.AttributeField.Type;
import org.trunkline.spi.record.RecordAttributes;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;

/** Names of callers, customers of records, notes after calls, and contacts for the desk, from one address book. */
@Component(service = { NumberLookup.class, RecordAttributes.class, RecordConsumer.class, HttpResource.class })
public final class Crm implements NumberLookup, RecordAttributes, RecordConsumer, HttpResource {
    private static final Logger LOG = LoggerFactory.getLogger(Crm.class);
    private static final Duration TTL = Duration.ofHours(1);
    private static final int MOST = 50;
    private static final int MOST_CUSTOMERS = 10_000;
    private static final String CUSTOMER = "customer";
    private static final List<AttributeField> FIELDS = List.of(new AttributeField(CUSTOMER, Type.TEXT,
            LocalizedText.of("Customer", "Kund", "客户", "Pelanggan"), true));

    private final AddressBook book;
    private final boolean notes;
    private final Path done;
    /** By number, of those looked up last: a record waits 50 ms, the address book may take longer. */
    private final Map<String, String> customers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_CUSTOMERS;
        }
    };

    @Activate
    public Crm(@Reference PluginContext context) {
        this(book(context.settings()), !context.settings().getOrDefault("notes", "yes").equals("false"), context.folder());
    }

    Crm(AddressBook book, boolean notes, Path folder) {
        this.book = book;
        this.notes = notes;
        done = folder.resolve("noted");
    }

    static AddressBook book(Map<String, String> settings) {
        var address = URI.create(settings.getOrDefault("address", ""));
        if (address.getHost() == null)
            throw new IllegalArgumentException("address: \"" + address + "\" is not an address, such as https://example.freshdesk.com");
        var key = settings.getOrDefault("key", "");
        return switch (settings.getOrDefault("kind", "")) {
            case "freshdesk" -> new Freshdesk(address, key);
            case "hubspot" -> new HubSpot(address, key);
            case "carddav" -> new CardDav(address, settings.getOrDefault("user", ""), key, InstantSource.system());
            default -> throw new IllegalArgumentException("kind: choose freshdesk, hubspot or carddav");
        };
    }

    @Override
    public NumberFacts lookup(String number) throws ExtensionException {
        var person = book.find(number);
        synchronized (customers) {
            person.ifPresentOrElse(it -> customers.put(number, it.company().isEmpty() ? it.name() : it.company()),
                    () -> customers.remove(number));
        }
        return person.map(Crm::facts).orElse(NumberFacts.NONE);
    }

    @Override
    public List<AttributeField> fields() {
        return FIELDS;
    }

    /** The company, or the person, at the other end; known since the call arrived. */
    @Override
    public Map<String, String> attributes(Cdr record) {
        var other = (record.direction() == Direction.INBOUND ? record.from() : record.to()).number();
        synchronized (customers) {
            return other.map(customers::get).map(customer -> Map.of(CUSTOMER, customer)).orElse(Map.of());
        }
    }

    private static NumberFacts facts(Person person) {
        var name = person.company().isEmpty() ? person.name() : person.name() + " (" + person.company() + ")";
        return new NumberFacts(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(),
                Optional.empty(), Optional.empty(), Optional.of(person.link()).filter(link -> !link.isEmpty()), TTL);
    }

    @Override
    public String name() {
        return "crm";
    }

    /** Keeps its place with each note, so that a batch which comes again adds none twice. */
    @Override
    public void consume(RecordBatch batch) throws ExtensionException {
        try {
            long noted = noted(batch.journal());
            for (var entry : batch.entries()) {
                if (entry.position() < noted)
                    continue;
                note(entry.cdr());
                write(batch.journal(), entry.position() + 1);
            }
        } catch (IOException e) {
            throw new ExtensionException(done + " cannot be written: " + e.getMessage(), true, e);
        }
    }

    private void note(Cdr record) throws ExtensionException {
        if (!notes || !record.answered() || record.direction() == Direction.INTERNAL)
            return;
        boolean inbound = record.direction() == Direction.INBOUND;
        var other = (inbound ? record.from() : record.to()).number();
        if (other.isEmpty())
            return;
        note(other.get(), record, inbound ? "Call from " + other.get() : "Call to " + other.get());
    }

    /** What is refused for good is left out: the node delivers a batch that failed until it is accepted, and no later call would be noted. */
    private void note(String number, Cdr record, String title) throws ExtensionException {
        try {
            var person = book.find(number);
            if (person.isPresent())
                book.note(person.get(), record.id().value(), title, record.startedAt() + ", " + record.duration().toSeconds() + " s");
        } catch (RefusedException e) {
            LOG.warn("The call {} is not noted: {}", record.id().value(), e.getMessage());
        }
    }

    private long noted(String journal) throws IOException {
        try {
            var fields = Files.readString(done).strip().split(" ", 2);
            return fields.length == 2 && fields[1].equals(journal) && fields[0].matches("\\d{1,18}") ? Long.parseLong(fields[0]) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void write(String journal, long position) throws IOException {
        var fresh = Files.writeString(done.resolveSibling("noted.new"), position + " " + journal);
        Files.move(fresh, done, StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@code GET crm?text=…} or {@code GET crm?number=…}: contacts, for the desk. */
    @Override
    public Reply handle(Call call) throws ExtensionException {
        if (!call.path().isEmpty())
            return Reply.notFound();
        if (!call.method().equals("GET"))
            return new Reply(405, "text/plain", new byte[0]);
        var number = call.query().getOrDefault("number", "");
        var text = call.query().getOrDefault("text", "");
        List<Person> people = !number.isEmpty() ? book.find(number).stream().toList()
                : text.length() < 2 ? List.of() : book.search(text, MOST);
        var items = WebClient.JSON.createObjectNode();
        var list = items.putArray("items");
        for (var person : people)
            list.addObject().put("name", person.name()).put("number", person.number()).put("company", person.company())
                    .put("link", person.link());
        return Reply.json(items.toString());
    }
}
