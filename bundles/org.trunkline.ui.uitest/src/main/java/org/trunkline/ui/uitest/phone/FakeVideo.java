package org.trunkline.ui.uitest.phone;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import javax.imageio.ImageIO;

import org.trunkline.domain.part.LocalizableText;
import org.trunkline.phone.PhoneVideo;
import org.trunkline.phone.VideoChoice;
import org.trunkline.phone.VideoPicture;
import org.trunkline.phone.VideoQuality;
import org.trunkline.phone.VideoSource;
import org.trunkline.phone.VideoSource.Kind;
import org.trunkline.phone.VideoState;
import org.trunkline.phone.VideoView;

/** Video without cameras: stripes of colour, of the size that a view asks for. */
final class FakeVideo implements PhoneVideo {
    static final VideoSource SCREEN = new VideoSource(Kind.SCREEN, "s1", "1");
    private static final VideoQuality QUALITY = new VideoQuality("VP8", new VideoQuality.Way(640, 360, 100, 30, 0),
            new VideoQuality.Way(640, 360, 100, 15, 0));

    private final BiConsumer<String, UnaryOperator<VideoState>> lines;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private List<VideoChoice> choices = List.of(new VideoChoice(new VideoSource(Kind.CAMERA, "c1", "Desk camera"), new byte[0]),
            new VideoChoice(SCREEN, picture(Color.BLUE)), new VideoChoice(new VideoSource(Kind.WINDOW, "w1", "Invoice - Writer"), picture(Color.GREEN)));

    /** @param lines changes the video of a line */
    FakeVideo(BiConsumer<String, UnaryOperator<VideoState>> lines) {
        this.lines = lines;
    }

    private static byte[] picture(Color color) {
        var image = new BufferedImage(160, 90, BufferedImage.TYPE_INT_RGB);
        for (int y = 10; y < 80; y++)
            for (int x = 10; x < 150; x++)
                image.setRGB(x, y, color.getRGB());
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void useH264(boolean on) {
        commands.add("h264 " + on);
    }

    List<String> commands() {
        return commands;
    }

    void offers(List<VideoChoice> now) {
        choices = now;
    }

    /** The other side shows its camera. */
    void asks(String line) {
        lines.accept(line, v -> new VideoState(v.sent(), false, true, false, false, false, Optional.empty(), Optional.empty()));
    }

    void is(String line, boolean weak, boolean stalled, LocalizableText... trouble) {
        lines.accept(line, v -> new VideoState(v.sent(), v.received(), v.asked(), v.muted(), weak, stalled, v.quality(), List.of(trouble).stream().findFirst()));
    }

    @Override
    public CompletableFuture<List<VideoChoice>> sources() {
        return CompletableFuture.completedFuture(choices);
    }

    @Override
    public void send(String line, VideoSource source) {
        commands.add("send " + source.kind());
        lines.accept(line, v -> new VideoState(Optional.of(source), v.received(), false, false, false, false, Optional.of(QUALITY), Optional.empty()));
    }

    @Override
    public void stop(String line) {
        commands.add("stop");
        lines.accept(line, v -> new VideoState(Optional.empty(), v.received(), false, false, false, false, v.quality(), Optional.empty()));
    }

    @Override
    public void take(String line, boolean taken) {
        commands.add("take " + taken);
        lines.accept(line, v -> new VideoState(v.sent(), taken, false, v.muted(), false, false, Optional.of(QUALITY), Optional.empty()));
    }

    @Override
    public void mute(String line, boolean muted) {
        commands.add("mute " + muted);
        lines.accept(line, v -> new VideoState(v.sent(), v.received(), v.asked(), muted, false, false, v.quality(), Optional.empty()));
    }

    @Override
    public VideoView view(String line, VideoView.Side side, Runnable arrived) {
        return new Stripes(side == VideoView.Side.HERE ? 3 : 8, arrived);
    }

    @Override
    public VideoView preview(VideoSource source, Runnable arrived) {
        return new Stripes(4, arrived);
    }

    private static final class Stripes implements VideoView {
        private final AtomicReference<Optional<VideoPicture>> next = new AtomicReference<>(Optional.empty());
        private final int count;
        private final Runnable arrived;

        Stripes(int count, Runnable arrived) {
            this.count = count;
            this.arrived = arrived;
            resize(640, 360);
        }

        @Override
        public void resize(int width, int height) {
            int wide = Math.min(width, height * 16 / 9);
            int high = wide * 9 / 16;
            var pixels = new byte[wide * high * 4];
            for (int i = 0; i < wide * high; i++) {
                int stripe = i % wide * count / wide;
                pixels[4 * i] = (byte) (stripe * 255 / count);
                pixels[4 * i + 1] = (byte) (i / wide * 200 / high);
                pixels[4 * i + 2] = (byte) (255 - stripe * 255 / count);
            }
            next.set(Optional.of(new VideoPicture(wide, high, 0, pixels)));
            arrived.run();
        }

        @Override
        public Optional<VideoPicture> latest() {
            return next.getAndSet(Optional.empty());
        }

        @Override
        public Optional<LocalizableText> trouble() {
            return Optional.empty();
        }

        @Override
        public void close() {
            next.set(Optional.empty());
        }
    }
}
