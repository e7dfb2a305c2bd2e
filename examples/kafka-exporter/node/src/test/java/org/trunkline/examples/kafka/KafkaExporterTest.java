package org.trunkline.examples.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.trunkline.domain.call.CallId;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.testkit.RecordConsumerContract;
import org.trunkline.spi.testkit.SpiSamples;

/** Without a broker; {@link KafkaBrokerIT} has a real one. */
class KafkaExporterTest extends RecordConsumerContract {
    private MockProducer<String, byte[]> producer;

    @Override
    protected RecordConsumer consumer() {
        producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        return new KafkaExporter(producer, "calls");
    }

    @Override
    protected List<CallId> delivered() {
        return producer.history().stream().map(r -> r.key()).distinct().map(CallId::new).toList();
    }

    @Test
    void aRecordIsOneJsonObject() throws Exception {
        consumer().consume(SpiSamples.batch(41, List.of(SpiSamples.answered(1, Duration.ofSeconds(90)))));
        var text = new String(producer.history().getFirst().value(), StandardCharsets.UTF_8);
        for (var part : List.of("\"id\":\"" + SpiSamples.id(1).value() + "\"", "\"sequence\":42", "\"trunk\":\"Telia\"",
                "\"durationMs\":90000", "\"cause\":\"normal\"", "\"number\":\"+46701234567\""))
            assertTrue(text.contains(part), text);
    }

    @Test
    void aTopicThatIsForbiddenIsNotTriedAgainInVain() {
        var consumer = consumer();
        producer.sendException = new TopicAuthorizationException("calls");
        var e = assertThrows(ExtensionException.class, () -> consumer.consume(SpiSamples.batch(0, List.of(SpiSamples.busy(1)))));
        assertEquals(false, e.retryable());
        assertTrue(e.getMessage().contains("Check brokers, topic and password"), e.getMessage());
    }

    @Test
    void everyReplicaMustHaveARecordBeforeItCounts() {
        var configuration = KafkaExporter.configuration(Map.of("bootstrap", "127.0.0.1:9092", "security", "SASL_SSL", "user", "a",
                "password", "b\"c"));
        assertEquals("all", configuration.get("acks"));
        assertEquals(true, configuration.get("enable.idempotence"));
        assertTrue(configuration.get("sasl.jaas.config").toString().contains("password=\"b\\\"c\""));
    }
}
