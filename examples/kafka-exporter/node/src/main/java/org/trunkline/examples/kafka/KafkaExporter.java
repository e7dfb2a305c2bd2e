package org.trunkline.examples.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.trunkline.spi.ExtensionException;
import org.trunkline.spi.PluginContext;
import org.trunkline.spi.record.RecordBatch;
import org.trunkline.spi.record.RecordConsumer;

/**
 * Writes call records into a topic. A batch is accepted once all its records are acknowledged by all in-sync replicas; one
 * that is delivered twice has the same keys, so that a compacted topic keeps each record once.
 */
@Component
public final class KafkaExporter implements RecordConsumer {
    /** Below the budget of 30 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final int REQUEST_MS = 10_000;

    private final Producer<String, byte[]> producer;
    private final String topic;

    @Activate
    public KafkaExporter(@Reference PluginContext context) {
        this(connect(context.settings()), context.settings().getOrDefault("topic", "call-records"));
    }

    KafkaExporter(Producer<String, byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    private static Producer<String, byte[]> connect(Map<String, String> settings) {
        var thread = Thread.currentThread();
        var former = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaProducer.class.getClassLoader()); // Kafka loads classes by their names
        try {
            return new KafkaProducer<>(configuration(settings), new StringSerializer(), new ByteArraySerializer());
        } finally {
            thread.setContextClassLoader(former);
        }
    }

    static Map<String, Object> configuration(Map<String, String> settings) {
        var security = settings.getOrDefault("security", "PLAINTEXT");
        var configuration = new HashMap<String, Object>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.getOrDefault("bootstrap", ""),
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
                ProducerConfig.LINGER_MS_CONFIG, 5,
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip", // the only one without a native library
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() - 1_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_MS,
                ProducerConfig.CLIENT_ID_CONFIG, "trunkline",
                "security.protocol", security));
        if (security.startsWith("SASL")) {
            configuration.put("sasl.mechanism", "SCRAM-SHA-512");
            configuration.put("sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                    + quoted(settings.getOrDefault("user", "")) + "\" password=\"" + quoted(settings.getOrDefault("password", "")) + "\";");
        }
        return configuration;
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public StartAt startAt() {
        return StartAt.OLDEST;
    }

    @Override
    public void consume(RecordBatch batch) throws ExtensionException {
        var sent = new ArrayList<Future<RecordMetadata>>(batch.entries().size());
        try {
            for (var entry : batch.entries())
                sent.add(producer.send(new ProducerRecord<>(topic, entry.cdr().id().value(),
                        RecordJson.of(entry.cdr(), entry.sequence()))));
            producer.flush();
            long until = System.nanoTime() + PATIENCE.toNanos();
            for (var one : sent)
                one.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExtensionException("Interrupted while writing to Kafka", true, e);
        }
    }

    private ExtensionException failed(Throwable cause) {
        boolean retryable = cause instanceof TimeoutException || cause instanceof RetriableException;
        return new ExtensionException("Kafka does not take records for " + topic + ": " + cause.getMessage()
                + (retryable ? "" : ". Check brokers, topic and password"), retryable, cause);
    }

    @Deactivate
    void close() {
        producer.close(Duration.ofSeconds(3));
    }
}
