package org.trunkline.examples.crm;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.trunkline.spi.ExtensionException;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An address book by CardDAV (RFC 6352), read as a whole every ten minutes. It keeps no notes. */
final class CardDav implements AddressBook {
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final String ALL = """
            <?xml version="1.0" encoding="utf-8"?>
            <C:addressbook-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">
              <D:prop><C:address-data/></D:prop>
              <C:filter/>
            </C:addressbook-query>""";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:carddav";

    private record Read(Instant at, List<Person> people) {}

    private final WebClient web;
    private final InstantSource clock;
    private Read read = new Read(Instant.EPOCH, List.of());

    CardDav(URI address, String user, String password, InstantSource clock) {
        web = WebClient.basic(address, user, password);
        this.clock = clock;
    }

    private synchronized List<Person> people() throws ExtensionException {
        if (read.at().plus(FRESH).isBefore(clock.instant()))
            read = new Read(clock.instant(), cards(web.text("REPORT", "", "application/xml; charset=utf-8", ALL)));
        return read.people();
    }

    private static List<Person> cards(String xml) throws ExtensionException {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var data = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml))).getElementsByTagNameNS(NAMESPACE, "address-data");
            var people = new ArrayList<Person>();
            for (int i = 0; i < data.getLength(); i++)
                people.addAll(VCards.parse(data.item(i).getTextContent()));
            return List.copyOf(people);
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new ExtensionException("The address book did not answer with contacts: check the address (" + e.getMessage() + ")", false, e);
        }
    }

    /** Numbers in address books seldom have their country: the last nine digits decide where one has none. */
    @Override
    public Optional<Person> find(String number) throws ExtensionException {
        var people = people();
        return people.stream().filter(p -> p.number().equals(number)).findFirst()
                .or(() -> people.stream().filter(p -> !p.number().startsWith("+") && tail(p.number()).length() >= 7
                        && number.endsWith(tail(p.number()))).findFirst());
    }

    private static String tail(String number) {
        var digits = number.replaceFirst("^0+", "");
        return digits.substring(Math.max(0, digits.length() - 9));
    }

    @Override
    public List<Person> search(String text, int most) throws ExtensionException {
        var wanted = text.toLowerCase(Locale.ROOT);
        return people().stream().filter(p -> p.name().toLowerCase(Locale.ROOT).contains(wanted) || p.number().contains(wanted))
                .limit(most).toList();
    }

    @Override
    public void note(Person person, String key, String title, String text) {
        // an address book has no place for it
    }
}
