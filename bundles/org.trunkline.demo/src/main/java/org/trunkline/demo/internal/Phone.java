package org.trunkline.demo.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A subscriber's phone: registers, and takes calls as its owner would. */
final class Phone extends Agent {
    private static final int EXPIRES = 300;
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int MOST_CALLS = 3;

    private final String name;
    private final Digest account;
    private final Speech voice;
    private final Manners manners;
    private final String callId = token();
    private int cseq;
    private boolean registered;
    private boolean leaving;

    Phone(Loop loop, InetAddress address, InetSocketAddress node, RandomGenerator random, String name, Digest account,
            Manners manners) throws IOException {
        super(loop, address, node, random);
        this.name = name;
        this.account = account;
        this.manners = manners;
        voice = new Speech(random.nextDouble(90, 230), random);
    }

    String user() {
        return account.username();
    }

    boolean isRegistered() {
        return registered;
    }

    String party() {
        return "\"" + name + "\" <sip:" + user() + "@" + nodeHost() + ">";
    }

    void register() {
        register(EXPIRES, Optional.empty(), "authorization");
    }

    private void register(int expires, Optional<String> authorization, String header) {
        String uri = "sip:" + nodeHost();
        var request = SipMessage.request("REGISTER", uri).with("From", party() + ";tag=" + callId).with("To", party())
                .with("Call-ID", callId).with("CSeq", ++cseq + " REGISTER").with("Max-Forwards", "70")
                .with("Contact", "<sip:" + user() + "@" + hostPort() + ">").with("Expires", "" + expires)
                .with("User-Agent", "Trunkline demo");
        if (authorization.isPresent())
            request = request.with(header, authorization.get());
        request(request, response -> registered(response, expires, authorization.isPresent(), uri));
    }

    private void registered(SipMessage response, int expires, boolean tried, String uri) {
        int status = response.status();
        if (status < 200)
            return;
        boolean challenge = status == 401 || status == 407;
        var answer = challenge && !tried ? account.answer(
                response.values(status == 401 ? "www-authenticate" : "proxy-authenticate"), "REGISTER", uri, token())
                : Optional.<String>empty();
        if (answer.isPresent()) {
            register(expires, answer, status == 401 ? "Authorization" : "Proxy-Authorization");
            return;
        }
        registered = status < 300 && expires > 0;
        if (!leaving)
            loop.after(registered ? Duration.ofSeconds(expires * 4L / 5) : RETRY, this::register);
    }

    @Override
    void rung(Call call) {
        if (calls() > MOST_CALLS)
            call.reject(486, "Busy Here");
        else
            manners.take(call, loop, random);
    }

    @Override
    Optional<Digest> credentials() {
        return Optional.of(account);
    }

    @Override
    Speech speech() {
        return voice;
    }

    /** Takes its binding back; a challenge to that is still answered while the loop runs. */
    void leave() {
        leaving = true;
        register(0, Optional.empty(), "");
    }
}
