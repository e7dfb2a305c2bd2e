package org.trunkline.examples.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trunkline.domain.call.CallId;
import org.trunkline.spi.record.RecordConsumer;
import org.trunkline.spi.testkit.FakePluginContext;
import org.trunkline.spi.testkit.RecordConsumerContract;
import org.trunkline.spi.testkit.SpiSamples;

/** With a real broker (KRaft, one node), started from its artifacts: {@code mvn verify -Pbroker}. */
class KafkaBrokerIT extends RecordConsumerContract {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int BATCH = 1000;
    @TempDir
    static Path folder;
    private static Process broker;
    private static int port;
    private static int topics;
    private String topic = "";

    @BeforeAll
    static void start() throws Exception {
        port = freePort();
        int controller = freePort();
        var properties = Files.writeString(folder.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                num.partitions=1
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                """.formatted(port, controller, folder.resolve("log")));
        assertEquals(0, java("kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", properties.toString()).waitFor());
        broker = java("kafka.Kafka", properties.toString());
        try (var consumer = reader()) {
            consumer.listTopics(START);
        }
    }

    private static Process java(String main, String... args) throws IOException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile())).start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        broker.destroy();
        if (!broker.waitFor(20, TimeUnit.SECONDS))
            broker.destroyForcibly().waitFor();
    }

    private static KafkaConsumer<String, String> reader() {
        return new KafkaConsumer<>(Map.of("bootstrap.servers", "127.0.0.1:" + port, "auto.offset.reset", "earliest",
                "default.api.timeout.ms", (int) START.toMillis()), new StringDeserializer(), new StringDeserializer());
    }

    @Override
    protected RecordConsumer consumer() {
        topic = "calls-" + ++topics;
        return new KafkaExporter(new FakePluginContext(folder, Map.of("bootstrap", "127.0.0.1:" + port, "topic", topic)));
    }

    /** Keys, each once, as a compacted topic keeps them. */
    @Override
    protected List<CallId> delivered() {
        var partition = List.of(new TopicPartition(topic, 0));
        try (var consumer = reader()) {
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long end = consumer.endOffsets(partition).values().iterator().next();
            var keys = new ArrayList<String>();
            while (consumer.position(partition.getFirst()) < end)
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> keys.add(record.key()));
            return keys.stream().distinct().map(CallId::new).toList();
        }
    }

    @Test
    void aThousandRecordsArriveOnceEach() throws Exception {
        var exporter = consumer();
        exporter.consume(SpiSamples.batch(0, Stream.iterate(0, n -> n < BATCH, n -> n + 1).map(SpiSamples::busy).toList()));
        assertEquals(BATCH, delivered().size());
    }
}
