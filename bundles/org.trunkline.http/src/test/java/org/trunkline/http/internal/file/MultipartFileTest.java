package org.trunkline.http.internal.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFileTest {
    private static final String TYPE = "multipart/form-data; boundary=\"b--ä\"".replace("ä", "a");

    private static byte[] form(String head, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("--b--a\r\n" + head + "\r\n\r\n").getBytes(UTF_8));
        out.writeBytes(content);
        out.writeBytes("\r\n--b--a--\r\n".getBytes(UTF_8));
        return out.toByteArray();
    }

    /** As a network gives it: a few bytes at a time. */
    private static InputStream drops(byte[] bytes, int size) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] out, int offset, int length) {
                return super.read(out, offset, Math.min(size, length));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, 1 << 20})
    void theContentComesOutWhole(int drop) throws IOException {
        var content = new byte[200_003];
        new Random(drop).nextBytes(content);
        byte[] almost = "\r\n--b--\r\n--b-\r\n\r\n--".getBytes(UTF_8);
        System.arraycopy(almost, 0, content, 100, almost.length);
        System.arraycopy(almost, 0, content, 65_530, almost.length);
        var file = MultipartFile.read(TYPE, drops(form("Content-Disposition: form-data; name=\"File\"; filename=\"sömn \\\"1\\\".png\"\r\n"
                + "Content-Type: image/png", content), drop)).orElseThrow();
        assertEquals("sömn \"1\".png image/png", file.name() + " " + file.type());
        assertArrayEquals(content, file.readAllBytes());
        assertEquals(-1, file.read());
    }

    @Test
    void fieldsBeforeTheFileArePassedOver() throws IOException {
        var body = "--b--a\r\nContent-Disposition: form-data; name=\"tid\"\r\n\r\n12\r\n--b--a\r\ncontent-disposition: form-data; name=\"File\"; filename=x.txt\r\n\r\nhello\r\n--b--a--";
        var file = MultipartFile.read("Multipart/Form-Data;charset=x; Boundary=b--a", new ByteArrayInputStream(body.getBytes(UTF_8))).orElseThrow();
        assertEquals("x.txt hello", file.name() + " " + new String(file.readAllBytes(), UTF_8));
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        assertEquals(0, MultipartFile.read(TYPE, new ByteArrayInputStream(form("Content-Disposition: form-data; filename=\"x\"", new byte[0])))
                .orElseThrow().readAllBytes().length);
    }

    @Test
    void whatIsNoFormIsNone() throws IOException {
        var nothing = new ByteArrayInputStream("--b--a--\r\n".getBytes(UTF_8));
        assertTrue(MultipartFile.read("application/json", nothing).isEmpty());
        assertTrue(MultipartFile.read("multipart/form-data", nothing).isEmpty());
        assertTrue(MultipartFile.read(TYPE, nothing).isEmpty());
        assertTrue(MultipartFile.read(TYPE, new ByteArrayInputStream(form("Content-Disposition: form-data; name=\"x\"", new byte[3]))).isEmpty());
    }

    @Test
    void aFormThatEndsEarlyIsNoFile() throws IOException {
        byte[] whole = form("Content-Disposition: form-data; filename=\"x\"", new byte[1000]);
        var cut = MultipartFile.read(TYPE, new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 8))).orElseThrow();
        assertThrows(EOFException.class, cut::readAllBytes);
        assertThrows(IOException.class, () -> MultipartFile.read(TYPE, new ByteArrayInputStream(new byte[0])));
        assertThrows(IOException.class, () -> MultipartFile.read(TYPE, new ByteArrayInputStream(form("X: " + "y".repeat(10_000), new byte[1]))));
    }
}
