package org.trunkline.plugin.internal.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.trunkline.domain.part.LocalizableText;
import org.trunkline.plugin.internal.link.ExtensionMethod;
import org.trunkline.plugin.internal.link.ExtensionType;
import org.trunkline.plugin.internal.link.ExtensionTypes;
import org.trunkline.plugin.internal.link.Shapes;
import org.trunkline.spi.ExtensionFailedException.Reason;
import org.trunkline.spi.http.HttpResource;
import org.trunkline.spi.routing.RoutingPolicy;

class SuccessionTest {
    private static final ExtensionTypes TYPES = new ExtensionTypes(new Shapes());
    private static final ExtensionType RESOURCE = TYPES.find(HttpResource.class.getName()).orElseThrow();
    private static final ExtensionType POLICY = TYPES.find(RoutingPolicy.class.getName()).orElseThrow();

    private final Map<GuardedExtension, String> names = new HashMap<>();

    /** Answers each question with the name. */
    private static GuardedExtension extension(ExtensionType type, String name) {
        var carrier = new Carrier() {
            @Override
            public Outcome carry(ExtensionMethod method, Object[] arguments, long deadline, Consumer<Outcome> afterwards) {
                return new Outcome.Answered(name);
            }

            @Override
            public long oldestCall() {
                return Long.MAX_VALUE;
            }
        };
        Consumer<LocalizableText> nobody = _ -> {};
        return new GuardedExtension(new GuardedExtension.Owner("p", new OwnCalls(), nobody, Patience.USUAL, false), type, 0, 20,
                carrier, new CallCounts());
    }

    private Succession succession(List<GuardedExtension> former, List<GuardedExtension> next) {
        names.putAll(Succession.names(former, next, names));
        return Succession.of(former, next, names);
    }

    @Test
    void oneOfSeveralIsFollowedByThatOfItsName() {
        var people = extension(RESOURCE, "people");
        var policy = extension(POLICY, "");
        var hours = extension(RESOURCE, "hours");
        var peopleAgain = extension(RESOURCE, "people");
        var policyAgain = extension(POLICY, "");
        var succession = succession(List.of(people, policy), List.of(hours, policyAgain, peopleAgain));
        assertEquals(Optional.of(peopleAgain), succession.successor(people));
        assertEquals(Optional.of(policyAgain), succession.successor(policy));
        assertEquals(List.of(hours), succession.added());
    }

    @Test
    void theOnlyOneIsFollowedByTheOnlyOne() {
        var people = extension(RESOURCE, "people");
        var contacts = extension(RESOURCE, "contacts");
        assertEquals(Optional.of(contacts), succession(List.of(people), List.of(contacts)).successor(people));
        assertEquals(Optional.empty(), succession(List.of(people), List.of()).successor(people));
    }

    @Test
    void namesOfAProcessThatEndedAreKnown() {
        var former = List.of(extension(RESOURCE, "people"), extension(RESOURCE, "hours"));
        succession(List.of(), former);
        former.forEach(each -> each.close(Reason.GONE));
        var next = List.of(extension(RESOURCE, "hours"), extension(RESOURCE, "people"));
        assertEquals(Optional.of(next.getLast()), succession(former, next).successor(former.getFirst()));
    }
}
