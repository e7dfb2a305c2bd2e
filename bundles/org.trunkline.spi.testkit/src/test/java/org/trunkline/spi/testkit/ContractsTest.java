package org.trunkline.spi.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.spi.LocalizedText;
import org.trunkline.spi.audio.AudioCodec;
import org.trunkline.spi.config.SettingField;
import org.trunkline.spi.config.TrunkTemplates;
import org.trunkline.spi.config.TrunkTemplates.TrunkTemplate;
import org.trunkline.spi.http.EventTopic;
import org.trunkline.spi.number.NumberFacts;
import org.trunkline.spi.number.NumberLookup;
import org.trunkline.spi.record.RecordCollector;
import org.trunkline.spi.routing.Destination;
import org.trunkline.spi.routing.RouteCandidate;
import org.trunkline.spi.routing.RoutingAdvice;
import org.trunkline.spi.routing.RoutingAdvice.TrunkChoice;
import org.trunkline.spi.routing.RoutingPolicy;

/** The examples of the extension points pass their contracts, and what breaks a promise does not. */
class ContractsTest {
    @Nested
    class LeastLoaded extends RoutingPolicyContract {
        @Override
        protected RoutingPolicy policy() {
            return question -> question.destination() instanceof Destination.Trunks trunks
                            ? RoutingAdvice.order(trunks.candidates().stream()
                                    .sorted(Comparator.comparingDouble((RouteCandidate c) -> c.load().share()))
                                    .map(RouteCandidate::trunk).toList(), "least loaded first")
                            : RoutingAdvice.none();
        }
    }

    @Nested
    class OfficeNames extends NumberLookupContract {
        @Override
        protected NumberLookup lookup() {
            return number -> number.startsWith("+4686840") ? NumberFacts.name("Head office", Duration.ofHours(1))
                    : NumberFacts.NONE;
        }

        @Override
        protected String known() {
            return "+46868401234";
        }
    }

    @Nested
    class ExampleTel extends TrunkTemplatesContract {
        @Override
        protected TrunkTemplates templates() {
            return () -> List.of(template("{username}"));
        }
    }

    private static TrunkTemplate template(String username) {
        return new TrunkTemplate("example-tel", "Example Tel", "SE", "https://tel.example/sip, 2026-11-01",
                Map.of("host", "sip.tel.example", "registration.username", username),
                List.of(SettingField.text("username", "Username", "As in the contract").mandatory()));
    }

    @Nested
    class Doors extends EventTopicContract {
        @Override
        protected EventTopic topic() {
            return () -> new EventTopic.TopicInfo("doors", LocalizedText.of("Doors that were opened"));
        }
    }

    @Nested
    class OldSwitch extends RecordCollectorContract {
        private static final int CALLS = 7;

        @Override
        protected RecordCollector collector() {
            return collector(0);
        }

        @Override
        protected Map<String, String> source() {
            return Map.of();
        }

        @Override
        protected int records() {
            return CALLS;
        }

        /** @param again how many records of a page come once more in the next */
        static RecordCollector collector(int again) {
            return new RecordCollector() {
                @Override
                public CollectorInfo info() {
                    return new CollectorInfo("old-switch", LocalizedText.of("Old switch"), List.of());
                }

                @Override
                public CollectedPage next(Map<String, String> source, Optional<String> cursor, int limit) {
                    int from = cursor.map(Integer::parseInt).orElse(0);
                    var found = IntStream.range(from, Math.min(CALLS, from + limit)).mapToObj(n -> new SourceRecord("call-" + n,
                            Instant.EPOCH.plusSeconds(n), Map.of("to", "+4670" + n))).toList();
                    int next = from + found.size();
                    return new CollectedPage(found, String.valueOf(next < CALLS ? Math.max(from + 1, next - again) : next), next < CALLS);
                }
            };
        }
    }

    @Test
    void aTemplateThatNeedsWhatItDoesNotAskFails() {
        var contract = new TrunkTemplatesContract() {
            @Override
            protected TrunkTemplates templates() {
                return () -> List.of(template("{user}"));
            }
        };
        assertThrows(AssertionError.class, contract::eachCanBeUsed);
    }

    @Test
    void aTopicWithoutANameFails() {
        var contract = new EventTopicContract() {
            @Override
            protected EventTopic topic() {
                return () -> new EventTopic.TopicInfo("Doors opened", LocalizedText.of("Doors that were opened"));
            }
        };
        assertThrows(AssertionError.class, contract::itSaysWhatItIsAlwaysTheSame);
    }

    @Test
    void aCollectorThatBringsARecordTwiceFails() {
        var contract = new RecordCollectorContract() {
            @Override
            protected RecordCollector collector() {
                return OldSwitch.collector(1);
            }

            @Override
            protected Map<String, String> source() {
                return Map.of();
            }

            @Override
            protected int records() {
                return OldSwitch.CALLS;
            }
        };
        assertThrows(AssertionError.class, contract::eachRecordComesOnceWhateverThePage);
    }

    @Nested
    class Linear extends AudioCodecContract {
        @Override
        protected AudioCodec codec() {
            return new LinearCodec();
        }

        @Override
        protected double expectedRatio() {
            return 60;
        }
    }

    private static RoutingPolicyContract contract(RoutingPolicy policy) {
        return new RoutingPolicyContract() {
            @Override
            protected RoutingPolicy policy() {
                return policy;
            }
        };
    }

    private static RoutingAdvice bad(String kind) {
        return switch (kind) {
            case "null" -> null;
            case "nowhere" -> new RoutingAdvice.TryTrunks(List.of(), "so");
            case "without a reason" -> new RoutingAdvice.Reject(Cause.FORBIDDEN, "");
            case "long reason" -> new RoutingAdvice.Reject(Cause.FORBIDDEN, "x".repeat(201));
            case "twice" -> RoutingAdvice.order(List.of("A", "A"), "so");
            case "letters" -> new RoutingAdvice.TryTrunks(List.of(new TrunkChoice("A", Optional.of("abc"), Optional.empty())), "so");
            case "trunk to trunk" -> RoutingAdvice.order(List.of("A"), "so");
            default -> RoutingAdvice.order(new ArrayList<>(Collections.nCopies(21, "A")), "so");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "nowhere", "without a reason", "long reason", "twice", "letters", "trunk to trunk", "many"})
    void nonsenseFails(String kind) {
        var contract = contract(_ -> bad(kind));
        assertThrows(AssertionError.class, contract::everyKindOfDestinationHasSoundAdvice);
    }

    @Test
    void aSlowPolicyFails() {
        var contract = contract(_ -> {
            LockSupport.parkNanos(8_000_000);
            return RoutingAdvice.none();
        });
        assertThrows(AssertionError.class, contract::adviceComesWithinTheBudget);
    }
}
