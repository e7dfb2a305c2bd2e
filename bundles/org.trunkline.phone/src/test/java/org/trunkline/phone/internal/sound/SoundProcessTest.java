package org.trunkline.phone.internal.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.trunkline.phone.internal.child.SoundChild;
import org.trunkline.phone.internal.child.screen.LargeScreen;

class SoundProcessTest {
    @Test
    void hasRoomForAScreenOf4k() throws Exception {
        takesPictures(3840, 2160);
    }

    @Test
    void hasRoomForAScreenOf8k() throws Exception {
        takesPictures(7680, 4320);
    }

    private static void takesPictures(int width, int height) throws Exception {
        var places = Stream.of(SoundChild.class, LargeScreen.class).map(it -> it.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct().collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<String>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SoundProcess.MEMORY);
        command.addAll(List.of("-cp", places, LargeScreen.class.getName(), String.valueOf(width), String.valueOf(height)));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertEquals(String.valueOf(width * height * 4), new String(process.getInputStream().readAllBytes()));
        assertEquals(0, process.waitFor());
    }
}
