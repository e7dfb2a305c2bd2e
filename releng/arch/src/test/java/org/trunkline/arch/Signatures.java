package org.trunkline.arch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** What other bundles can see of a package: public and protected types and their members, one on a line, sorted. */
final class Signatures {
    private Signatures() {}

    /** By package. */
    static Map<String, List<String>> of(Path classes) {
        var packages = new TreeMap<String, List<String>>();
        for (var type : new ClassFileImporter().importPath(classes))
            if (visible(type))
                packages.computeIfAbsent(type.getPackageName(), _ -> new ArrayList<>()).addAll(lines(type));
        packages.values().forEach(lines -> lines.sort(Comparator.naturalOrder()));
        return packages;
    }

    private static boolean visible(JavaClass type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && shown(type)
                && type.getEnclosingClass().map(Signatures::visible).orElse(true);
    }

    private static boolean shown(HasModifiers member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC) || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static List<String> lines(JavaClass type) {
        var name = type.getName();
        var lines = new ArrayList<String>();
        var parents = new ArrayList<String>();
        type.getRawSuperclass().map(JavaClass::getName).filter(n -> !n.equals("java.lang.Object")).ifPresent(parents::add);
        type.getRawInterfaces().stream().map(JavaClass::getName).sorted().forEach(parents::add);
        lines.add(name + " : " + kind(type) + " " + parents);
        for (JavaField field : type.getFields())
            if (shown(field))
                lines.add(name + "#" + field.getName() + " " + modifiers(field) + text(field.getType()));
        for (JavaCodeUnit unit : type.getCodeUnits())
            if (shown(unit) && !unit.getModifiers().contains(JavaModifier.SYNTHETIC) && !unit.getName().equals("<clinit>"))
                lines.add(name + "#" + unit.getName() + unit.getParameterTypes().stream().map(Signatures::text)
                        .collect(Collectors.joining(",", "(", ")")) + " " + modifiers(unit) + text(unit.getReturnType())
                        + (unit.getExceptionTypes().isEmpty() ? "" : unit.getExceptionTypes().stream().map(JavaClass::getName)
                                .sorted().collect(Collectors.joining(",", " throws ", ""))));
        return lines;
    }

    private static String kind(JavaClass type) {
        return type.isAnnotation() ? "annotation" : type.isInterface() ? "interface" : type.isEnum() ? "enum"
                : type.isRecord() ? "record" : type.getModifiers().contains(JavaModifier.ABSTRACT) ? "abstract class" : "class";
    }

    private static String modifiers(HasModifiers member) {
        var text = new StringBuilder();
        for (var modifier : List.of(JavaModifier.STATIC, JavaModifier.ABSTRACT, JavaModifier.PROTECTED))
            if (member.getModifiers().contains(modifier))
                text.append(modifier.name().toLowerCase(java.util.Locale.ROOT)).append(' ');
        return text.toString();
    }

    private static String text(JavaType type) {
        return type.toErasure().getName();
    }
}
