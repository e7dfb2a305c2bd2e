package org.trunkline.node.internal.routing;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.testkit.NumberLookupContract;
import org.trunkline.testkit.FakeNameServer;

/** Our own lookups keep the contract of all. */
class LookupContractsTest {
    @Nested
    class NumberingPlan extends NumberLookupContract {
        @Override
        protected NumberLookup lookup() {
            return new NumberingPlanLookup();
        }

        @Override
        protected String known() {
            return "+46812345678";
        }
    }

    @Nested
    class Enum extends NumberLookupContract {
        private final FakeNameServer dns;
        private final EnumLookup lookup;

        Enum() throws Exception {
            dns = new FakeNameServer();
            lookup = new EnumLookup(EnumComponent.resolver(dns.address()), "enum.test");
        }

        @BeforeEach
        void publish() throws Exception {
            dns.rewrite("8.7.6.5.4.3.2.1.8.6.4.enum.test", 1, 1, "u", "E2U+sip", "!^.*$!sip:info@example.com!");
        }

        @AfterEach
        void close() {
            dns.close();
        }

        @Override
        protected NumberLookup lookup() {
            return lookup;
        }

        @Override
        protected String known() {
            return "+46812345678";
        }
    }
}
