package org.trunkline.demo.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A carrier's end of one trunk: takes calls for the rest of the world, and lets the node register if it has an account. */
final class Carrier extends Agent {
    private final String trunk;
    private final Manners manners;
    private final Impairment line;
    private final Optional<Digest> account;
    private final String nonce = token();

    Carrier(Loop loop, InetAddress address, InetSocketAddress node, RandomGenerator random, String trunk,
            Manners manners, Impairment line, Optional<Digest> account) throws IOException {
        super(loop, address, node, random);
        this.trunk = trunk;
        this.manners = manners;
        this.line = line;
        this.account = account;
    }

    String trunk() {
        return trunk;
    }

    String party(String number) {
        return "<sip:" + number + "@" + hostPort() + ">";
    }

    @Override
    void rung(Call call) {
        manners.take(call, loop, random);
    }

    @Override
    void other(SipMessage request) {
        if (request.method().equals("REGISTER") && account.isPresent())
            registrar(request, account.get());
        else
            super.other(request);
    }

    private void registrar(SipMessage request, Digest expected) {
        if (expected.verifies(request.value("authorization"), nonce, "REGISTER"))
            answer(request, tagged(request.respond(200, "OK")).with("Contact", request.value("contact"))
                    .with("Expires", "300"));
        else
            answer(request, tagged(request.respond(401, "Unauthorized")).with("WWW-Authenticate",
                    "Digest realm=\"carrier.example\", nonce=\"" + nonce + "\", qop=\"auth\", algorithm=SHA-256"));
    }

    @Override
    Impairment impairment() {
        return line;
    }
}
