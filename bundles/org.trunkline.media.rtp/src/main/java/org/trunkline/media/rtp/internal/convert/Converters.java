package org.trunkline.media.rtp.internal.convert;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.trunkline.domain.border.BorderStatus;
import org.trunkline.engine.Refusals;
import org.trunkline.engine.port.media.Conversion;
import org.trunkline.engine.port.media.ConvertibleCodec;
import org.trunkline.engine.port.media.MediaUnavailableException;
import org.trunkline.engine.port.media.PluginCodec;
import org.trunkline.engine.port.media.PluginCodecs;
import org.trunkline.engine.port.media.RemoteMedia.Encoding;
import org.trunkline.media.audio.codec.AudioCodec;
import org.trunkline.media.audio.codec.AudioCodecs;
import org.trunkline.media.audio.codec.ExternalCodec;

/** All calls that are converted: at most so many, on a thread for each core, begun when the first call needs them. */
public final class Converters implements AutoCloseable {
    static final String FULL = "transcoding-full";
    /** Both directions of Opus take 0.5% of a core, in Java 1.2. */
    private static final int CALLS_OF_CORE = 40;
    private static final int TELEPHONE_RATE = 8000;

    private final AudioCodecs codecs;
    private final PluginCodecs plugins;
    private final List<ConvertibleCodec> convertible;
    private final Refusals refusals;
    private final int threadsAtMost;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<ConverterThread> threads = new ArrayList<>();
    /** Those that wait for plug-ins, so that calls without these do not. */
    private final List<ConverterThread> waiting = new ArrayList<>();
    private volatile int most;
    private int next;

    /** @param codecs the node's own @param refusals counts calls that were one too many @param most see {@link #limit} */
    public Converters(AudioCodecs codecs, PluginCodecs plugins, Refusals refusals, int threads, int most) {
        this.codecs = codecs;
        this.plugins = plugins;
        this.refusals = refusals;
        threadsAtMost = threads;
        convertible = codecs.all().stream().map(codec -> convertible(codec, codec.sampleRate())).toList();
        limit(most);
    }

    /** @param rate samples a second that are of use, at most */
    static ConvertibleCodec convertible(AudioCodec codec, int rate) {
        return new ConvertibleCodec(new Encoding(codec.name(), codec.clockRate()), codec.payloadType(), codec.mapping(), codec.parameters(rate),
                codec.sampleRate() > TELEPHONE_RATE, ConvertibleCodec.FRAME);
    }

    /** @param calls at once; 0 for none, -1 for as many as the cores can do */
    public void limit(int calls) {
        most = calls < 0 ? CALLS_OF_CORE * threadsAtMost : calls;
    }

    /** The node's own codecs. */
    public AudioCodecs audio() {
        return codecs;
    }

    /** Empty where no call more may be converted. Those of plug-ins come last. */
    public List<ConvertibleCodec> convertible() {
        if (calls.get() >= most)
            return List.of();
        var foreign = plugins.all();
        return foreign.isEmpty() ? convertible : Stream.concat(convertible.stream(), foreign.stream().map(PluginCodec::described)).toList();
    }

    private Optional<AudioCodec> codec(Encoding encoding) {
        return codecs.of(encoding.name()).or(() -> plugin(encoding).map(ExternalCodec::new));
    }

    private Optional<PluginCodec> plugin(Encoding encoding) {
        return plugins.all().stream().filter(codec -> codec.described().is(encoding)).findFirst();
    }

    private boolean asksPlugin(Conversion how) {
        return Stream.concat(how.from().values().stream(), Stream.of(how.to().encoding()))
                .anyMatch(encoding -> codecs.of(encoding.name()).isEmpty() && plugin(encoding).isPresent());
    }

    /** A call is converted from now on. @throws MediaUnavailableException if it is one too many */
    public void begin() throws MediaUnavailableException {
        if (calls.incrementAndGet() > most) {
            calls.decrementAndGet();
            refusals.count(FULL);
            throw new MediaUnavailableException("no more calls can be converted: " + most + " are (trunkline.transcoding.max)");
        }
    }

    /** It is not any more. */
    public void end() {
        calls.decrementAndGet();
    }

    public BorderStatus.Table table() {
        return new BorderStatus.Table("transcoded-calls", calls.get(), most);
    }

    /** @param out as in {@link Converter} */
    public Converter open(Conversion how, BiConsumer<Converter, ByteBuffer> out) {
        return new Converter(how, this::codec, asksPlugin(how) ? thread(waiting, "rtp-convert-plugin-") : thread(), out);
    }

    /** Work on the packets of one stream, one after another. <b>Threads:</b> any. */
    public static final class Turns {
        private final ConverterThread thread;
        private final Consumer<Runnable> loop;

        private Turns(ConverterThread thread, Consumer<Runnable> loop) {
            this.thread = thread;
            this.loop = loop;
        }

        /** @return false where too much waits already */
        public boolean offer(Runnable task) {
            return thread.offer(task);
        }

        /** Done even where too much waits. */
        public void last(Runnable task) {
            thread.last(task);
        }

        /** By the relay loop. */
        public void back(Runnable task) {
            loop.accept(task);
        }
    }

    /** @param loop has the relay loop do something */
    public Turns turns(Consumer<Runnable> loop) {
        return new Turns(thread(), loop);
    }

    ConverterThread thread() {
        return thread(threads, "rtp-convert-");
    }

    private synchronized ConverterThread thread(List<ConverterThread> of, String name) {
        if (of.size() < threadsAtMost)
            of.add(new ConverterThread(name + of.size()));
        next = (next + 1) % threadsAtMost;
        return of.get(next % of.size());
    }

    @Override
    public synchronized void close() {
        threads.forEach(ConverterThread::close);
        threads.clear();
        waiting.forEach(ConverterThread::close);
        waiting.clear();
    }
}
