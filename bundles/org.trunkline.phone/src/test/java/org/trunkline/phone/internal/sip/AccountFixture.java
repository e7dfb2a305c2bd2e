package org.trunkline.phone.internal.sip;

import java.net.URI;

import org.junit.jupiter.api.BeforeEach;
import org.trunkline.phone.PhoneAccount;
import org.trunkline.phone.internal.message.Carrier;
import org.trunkline.phone.internal.work.DrivenWork;

/** The account of anna@example.org, whose server and clock are the test's. Neither calls nor messages come, unless a test takes them. */
abstract class AccountFixture implements UserAgent.Owner {
    protected final DrivenWork work = new DrivenWork();
    protected final FakeServer server;
    protected UserAgent agent;
    private final URI address;

    AccountFixture() {
        this("ws://example.org", new FakeServer());
    }

    AccountFixture(String address, FakeServer server) {
        this.address = URI.create(address);
        this.server = server;
    }

    @BeforeEach
    final void openAccount() {
        agent = new UserAgent(new PhoneAccount("1", address, "example.org", "anna", "Anna", "secret"),
                "urn:uuid:00000000-0000-0000-0000-000000000001", work, this, (_, _, sound) -> sound, server);
        agent.open();
        server.open();
    }

    /** @param seconds granted */
    protected final void register(int seconds) {
        server.reply(server.next("REGISTER "), "200 OK", "", "Expires: " + seconds);
    }

    @Override
    public void changed() {
        // asked when the test wants to know
    }

    @Override
    public boolean admits() {
        return false;
    }

    @Override
    public boolean leavesToOthers(PhoneAccount account) {
        return false;
    }

    @Override
    public CallMedia media() {
        throw new AssertionError("no call");
    }

    @Override
    public void incoming(UserAgent account, Session session) {
        throw new AssertionError("no call");
    }

    @Override
    public void message(UserAgent account, Carrier.Incoming message) {
        throw new AssertionError("no message");
    }
}
