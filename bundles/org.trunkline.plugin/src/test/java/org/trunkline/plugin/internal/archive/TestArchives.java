package org.trunkline.plugin.internal.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives that are really built and really signed. */
public final class TestArchives {
    /** As {@link org.trunkline.testkit.ManualScheduler} has it. */
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final TestSigner PUBLISHER = signer("Example AB");

    private TestArchives() {}

    public static TestSigner signer(String name) {
        return new TestSigner(name, NOW.minusSeconds(86_400), NOW.plusSeconds(864_000));
    }

    /** A sound one, signed by {@link #PUBLISHER}. */
    public static byte[] signed(String id, String version) {
        return PUBLISHER.sign(jar(entries(id, version)));
    }

    public static Map<String, byte[]> entries(String id, String version) {
        return entries(json(id, version, ""));
    }

    /** @param more fields, each with a comma after it */
    public static String json(String id, String version, String more) {
        return """
                {"id": "%s", "version": "%s", "name": "Test", "api": "[0.1,0.2)", %s
                 "provides": ["RoutingPolicy"], "bundles": {"node": ["bundles/a.jar"]}}""".formatted(id, version, more);
    }

    public static Map<String, byte[]> entries(String json) {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("plugin.json", json.getBytes(StandardCharsets.UTF_8));
        entries.put("bundles/a.jar", bundle(Map.of("a/A.class", type("a/A", "java/lang/System", "gc"))));
        return entries;
    }

    /** An OSGi bundle. */
    public static byte[] bundle(Map<String, byte[]> content) {
        var entries = new LinkedHashMap<String, byte[]>();
        entries.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: a\n"
                .getBytes(StandardCharsets.UTF_8));
        entries.putAll(content);
        return jar(entries);
    }

    public static byte[] jar(Map<String, byte[]> entries) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A class whose method {@code run} loads a reference to {@code System.exit}. */
    public static byte[] typeWithReference(String name) {
        var exit = MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, ClassDesc.of("java.lang.System"), "exit",
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int));
        return ClassFile.of().build(ClassDesc.ofInternalName(name), c -> c.withMethodBody("run", MethodTypeDesc.of(ConstantDescs.CD_void),
                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> code.ldc(exit).pop().return_()));
    }

    /** A class with a method {@code run} that calls a static method. */
    public static byte[] type(String name, String owner, String method) {
        var noArguments = MethodTypeDesc.of(ConstantDescs.CD_void);
        boolean takesInt = !method.equals("gc");
        return ClassFile.of().build(ClassDesc.ofInternalName(name), c -> c.withMethodBody("run", noArguments,
                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
                    if (takesInt)
                        code.iconst_0();
                    code.invokestatic(ClassDesc.ofInternalName(owner), method, takesInt
                            ? MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int) : noArguments);
                    code.return_();
                }));
    }
}
