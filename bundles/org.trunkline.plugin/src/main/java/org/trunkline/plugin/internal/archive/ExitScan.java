package org.trunkline.plugin.internal.archive;

import static org.trunkline.plugin.internal.archive.RefusedArchiveException.archive;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Looks for calls that end the process: {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt}. A plug-in
 * inside the node must have none, nor references to these methods. Calls by reflection are not found.
 */
final class ExitScan {
    private static final Map<String, Set<String>> DEADLY = Map.of("java/lang/System", Set.of("exit"),
            "java/lang/Runtime", Set.of("exit", "halt"));
    private static final int DEEPEST = 4;
    private static final int LARGEST_CLASS = 16 << 20;

    private final ClassFile classes = ClassFile.of();
    private long left = ArchiveEntries.MOST_UNPACKED;

    private ExitScan() {}

    /** @param path of the bundle, for the message */
    static void check(InputStream bundle, String path) throws IOException, RefusedArchiveException {
        new ExitScan().jar(bundle, path, 1);
    }

    private void jar(InputStream in, String path, int depth) throws IOException, RefusedArchiveException {
        if (depth > DEEPEST)
            throw archive("nested-too-deep", path + ": JARs are nested more than " + DEEPEST + " deep", path, DEEPEST);
        var zip = new ZipInputStream(in); // not closed: it may be part of another
        try {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".class"))
                    check(bytes(zip), path + "!/" + entry.getName());
                else if (entry.getName().endsWith(".jar"))
                    jar(zip, path + "!/" + entry.getName(), depth + 1);
                else
                    pass(zip);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw archive("not-a-bundle", path + " cannot be read: " + e.getMessage(), path);
        }
    }

    private byte[] bytes(InputStream in) throws IOException, RefusedArchiveException {
        byte[] bytes = in.readNBytes(LARGEST_CLASS + 1);
        count(bytes.length);
        return bytes;
    }

    private void pass(InputStream in) throws IOException, RefusedArchiveException {
        var buffer = new byte[1 << 14];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer))
            count(read);
    }

    private void count(long bytes) throws RefusedArchiveException {
        left -= bytes;
        if (left < 0)
            throw ArchiveEntries.tooMuch();
    }

    private void check(byte[] bytes, String path) throws RefusedArchiveException {
        try {
            var model = classes.parse(bytes);
            for (var method : model.methods())
                check(model, method);
            for (var entry : model.constantPool())
                if (entry instanceof MethodHandleEntry handle)
                    check(model, handle);
        } catch (IllegalArgumentException e) { // also of what is read lazily
            throw archive("bad-class", path + " is not a class that this node can read: " + e.getMessage(), path);
        }
    }

    private static void check(ClassModel type, MethodModel method) throws RefusedArchiveException {
        var code = method.code();
        if (code.isEmpty())
            return;
        for (var element : code.get())
            if (element instanceof InvokeInstruction call)
                check(call.owner().asInternalName(), call.name().stringValue(), name(type) + "." + method.methodName().stringValue());
    }

    /** Of a method reference, of which a lambda factory makes the call. */
    private static void check(ClassModel type, MethodHandleEntry handle) throws RefusedArchiveException {
        var method = handle.reference();
        check(method.owner().asInternalName(), method.name().stringValue(), name(type));
    }

    private static String name(ClassModel type) {
        return type.thisClass().asInternalName().replace('/', '.');
    }

    private static void check(String owner, String method, String where) throws RefusedArchiveException {
        if (!DEADLY.getOrDefault(owner, Set.of()).contains(method))
            return;
        var what = owner.replace("java/lang/", "") + "." + method;
        throw archive("calls-exit", where + " calls " + what + ", which would end the node. Remove the call, or let"
                + " the plug-in run in a process of its own (\"inside\": false)", where, what);
    }
}
