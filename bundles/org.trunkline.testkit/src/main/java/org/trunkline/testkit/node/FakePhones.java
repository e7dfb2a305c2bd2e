package org.trunkline.testkit.node;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Author;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.phone.CheckSyncAnswer;
import org.trunkline.api.phone.PhoneCard;
import org.trunkline.api.phone.PhoneCard.Server;
import org.trunkline.api.phone.PhoneCardRequest;
import org.trunkline.api.phone.Phones;
import org.trunkline.api.phone.Provisioning;
import org.trunkline.api.phone.ProvisioningFile;
import org.trunkline.domain.config.Transport;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.domain.schema.Secret;

/** Cards of a node that listens on two addresses; one file, under the token {@code token-}username. */
final class FakePhones implements Phones {
    private static final List<Server> SERVERS = List.of(new Server("192.0.2.10", 5060, Transport.UDP, false),
            new Server("192.0.2.10", 5061, Transport.TLS, false), new Server("127.0.0.1", 5060, Transport.UDP, true));

    /** No shorter password can be anybody's. */
    private static final int LEAST = 6;

    private final FakeNode node;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    FakePhones(FakeNode node) {
        this.node = node;
    }

    @Override
    public SaveResult<PhoneCard> card(String username, PhoneCardRequest wanted) throws NodeUnavailableException {
        var subscriber = node.subscribers().find(username);
        if (subscriber.isEmpty())
            return new SaveResult.Missing<>(username);
        var server = SERVERS.stream().filter(s -> wanted.host().filter(h -> !h.equals(s.host())).isEmpty()
                && wanted.transport().filter(t -> t != s.transport()).isEmpty()).findFirst();
        if (server.isEmpty())
            return new SaveResult.Rejected<>(List.of(new FieldError("host", "not-listening", List.of("there"),
                    "the node does not listen there for phones: there")));
        if (wanted.password().given().filter(p -> p.length() < LEAST || p.chars().anyMatch(Character::isISOControl)).isPresent())
            return new SaveResult.Rejected<>(List.of(new FieldError("password", "not-the-password", List.of(username),
                    "this is not the password of \"" + username + "\"")));
        String password = wanted.password().given().orElse("fresh-password-" + passwords.size());
        passwords.put(username, password);
        return new SaveResult.Saved<>(new PhoneCard(username, subscriber.get().displayName(), server.get(), Secret.of(password),
                "sip:" + username + "@" + server.get().host() + ":" + server.get().port() + ";transport="
                        + server.get().transport().token(), new Provisioning(URI.create("https://192.0.2.10:8060/provision/token-"
                        + username + "/"), Instant.parse("2026-01-01T01:00:00Z"), 20, server.get().thisMachineOnly(),
                        List.of(new Provisioning.Make("Yealink", "yealink/phone.cfg"))), SERVERS));
    }

    @Override
    public boolean revoke(String username) throws NodeUnavailableException {
        passwords.remove(username);
        return node.subscribers().find(username).isPresent();
    }

    @Override
    public Optional<List<CheckSyncAnswer>> checkSync(String username) throws NodeUnavailableException {
        if (node.subscribers().find(username).isEmpty())
            return Optional.empty();
        return Optional.of(node.registrations().stream().filter(r -> r.username().equals(username)).map(r -> new CheckSyncAnswer(
                r.contact(), r.userAgent(), true, new LocalizableText("answered", List.of("200", "OK"), "200 OK"))).toList());
    }

    @Override
    public Optional<ProvisioningFile> fetch(String token, String file) throws NodeUnavailableException {
        node.reach();
        return Optional.of(file).filter("yealink/phone.cfg"::equals).flatMap(_ -> passwords.entrySet().stream()
                .filter(e -> token.equals("token-" + e.getKey())).findFirst())
                .map(e -> new ProvisioningFile("text/plain; charset=utf-8", "account.1.password = " + e.getValue() + "\n"
                        + Author.current().map(name -> "# for " + name + "\n").orElse("")));
    }
}
